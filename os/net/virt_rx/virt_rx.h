/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Receive virtualiser: hands each received frame to the clients that it is addressed to, and gives
 * every buffer back to the driver when the last of them has returned it (NET-30..36).
 *
 * Who holds a buffer is kept as a set, one bit a client and one for the driver. It is the reference
 * count of NET-32, and it also says whose references they are: a client can give up only its own
 * share of a broadcast, only once (NET-35 c, d), and the driver can return only what it was given.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/network/config.h>
#include <sddf/network/mac802.h>
#include "../queue/ends.h"

/* Most buffers in the receive region. Bounds private memory: 8 bytes each. */
#define VIRT_RX_MAX_BUFFERS 4096u

/* 62 channel ids, less the driver's; bit 63 of a holder set is therefore free for the driver (GEN-8). */
#define VIRT_RX_MAX_CLIENTS 61u
#define VIRT_RX_HOLDER_DRIVER (1ull << 63)

struct virt_rx_client {
    struct net_out link;
    const mac_addr_t *macs;
    uint8_t num_macs;
    bool notify;                /* frames were given to it in this wake-up */
    uint64_t faults;            /* returned buffers that it does not hold */
    uint64_t dropped;           /* frames for it when its queue had no room */
};

struct virt_rx {
    struct net_in driver;
    bool notify_driver;         /* stays set until a notification was really sent (SIG-6) */
    uintptr_t data;
    uint64_t data_io;
    uint32_t num_buffers;
    uint32_t num_clients;
    uint32_t with_driver;       /* buffers that the driver holds */
    struct virt_rx_client clients[VIRT_RX_MAX_CLIENTS];
    uint64_t holders[VIRT_RX_MAX_BUFFERS];
    uint64_t driver_faults;     /* descriptors that the driver cannot have meant */
};

/*@ predicate virt_rx_knows_macs(struct virt_rx *v) =
      \valid_read(v) && v->num_clients <= VIRT_RX_MAX_CLIENTS &&
      (\forall integer i; 0 <= i < v->num_clients ==>
        \valid_read(v->clients[i].macs + (0 .. v->clients[i].num_macs - 1)));

    predicate virt_rx_owns(struct virt_rx_client *client, mac_addr_t *mac) =
      \exists integer k; 0 <= k < client->num_macs &&
        mac802_same(&client->macs[k].addr[0], &mac->addr[0], ETH_HWADDR_LEN); */

/*
 * Reads the config, which must outlive `virt`, and gives all buffers to the driver. False if the
 * config is not sound; `virt` must then not be run (CFG-11).
 */
bool virt_rx_init(struct virt_rx *virt, const net_virt_rx_config_t *config);

/* Handles one notification, from whatever channel (NET-31). */
void virt_rx_run(struct virt_rx *virt);
