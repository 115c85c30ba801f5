/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit virtualiser: takes frames from all clients in turn, checks and translates them, and hands
 * them to the driver; gives completed buffers back to the client they came from (NET-50..53).
 *
 * Policy: round robin, VIRT_TX_QUANTUM frames a visit, and at most VIRT_TX_IN_FLIGHT frames of one
 * client with the driver. So no client can fill the driver's queue, and the queue in front of a frame
 * is bounded by the number of clients, not by what they send (WEAK-34, GEN-27).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/network/config.h>
#include "../queue/ends.h"

/* 62 channel ids, less the driver's (GEN-8). */
#define VIRT_TX_MAX_CLIENTS 61u

/* Data regions of all clients together: one each, and one for every port behind a switch. */
#define VIRT_TX_MAX_REGIONS 128u

/* Buffers of all regions together. Bounds private memory: one bit each. */
#define VIRT_TX_MAX_BUFFERS 65536u

/* Frames taken from one client before the next client's turn. */
#define VIRT_TX_QUANTUM 8u

/* Frames of one client with the driver at any time: what one device ring of 256 descriptors takes. */
#define VIRT_TX_IN_FLIGHT 128u

struct virt_tx_region {
    uintptr_t vaddr;
    uint64_t io_addr;
    uint32_t num_buffers;
    uint32_t first_buffer;      /* number of its buffer 0 among the buffers of all regions */
    uint8_t client;
    uint8_t oid;
};

struct virt_tx_client {
    struct net_in link;
    uint32_t first_region;
    uint32_t num_regions;
    uint32_t in_flight;         /* its buffers that the driver holds */
    uint32_t budget;            /* descriptors that may still be taken in this wake-up */
    bool started;               /* it has sent something, so its free queue is filled */
    bool notify;                /* buffers were given back to it in this wake-up */
    uint64_t faults;            /* frames that it may not send */
    uint64_t lost;              /* buffers that it left no room to give back */
};

struct virt_tx {
    struct net_out driver;
    bool notify_driver;         /* stays set until a notification was really sent */
    bool wake_driver;           /* it has to look whether we want to know of completions */
    uint32_t num_clients;
    uint32_t num_regions;
    uint32_t first_served;      /* client whose turn is first in the next wake-up */
    struct virt_tx_client clients[VIRT_TX_MAX_CLIENTS];
    struct virt_tx_region regions[VIRT_TX_MAX_REGIONS];
    uint64_t outstanding[VIRT_TX_MAX_BUFFERS / 64]; /* one bit a buffer: the driver holds it (NET-53) */
    uint64_t driver_faults;     /* completions of buffers that the driver does not hold */
};

/*
 * Reads the config and serves what clients have queued already. False if the config is not sound;
 * `virt` must then not be run (CFG-11).
 */
bool virt_tx_init(struct virt_tx *virt, const net_virt_tx_config_t *config);

/* Handles one notification, from whatever channel (NET-50). */
void virt_tx_run(struct virt_tx *virt);
