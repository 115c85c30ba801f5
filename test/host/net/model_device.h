/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A virtio network device in software, behind the transport interface: it keeps to the protocol and
 * checks that the driver does, or breaks it where a test says so. IO addresses are host addresses.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/virtio/queue.h>

#define MODEL_QUEUES 2
#define MODEL_RX 0
#define MODEL_TX 1

struct model_queue {
    uint16_t max;
    uint16_t size;
    bool ready;
    struct virtq_desc *desc;
    struct virtq_avail *avail;
    struct virtq_used *used;
    uint16_t seen;              /* available entries taken */
    unsigned int kicks;
};

struct model_device {
    uint32_t device_id;
    uint64_t features;          /* offered */
    uint64_t accepted;          /* by the driver */
    bool refuses_features;
    bool never_resets;
    uint8_t status;
    uint32_t isr;
    struct model_queue queues[MODEL_QUEUES];
};

extern struct model_device model;

/* A fresh device with VERSION_1, MAC and some other features, and `max` entries a queue. */
void model_create(uint16_t max);

/* Takes the next available chain of a queue: its head and its buffer; false if there is none. */
bool model_take(unsigned int queue, uint16_t *head, struct virtq_desc *buffer);

/* Returns a chain, of which `written` bytes are claimed to be written; raises the interrupt if asked to. */
void model_return(unsigned int queue, uint32_t head, uint32_t written);

/* Receives a frame into the next available buffer, whose address it returns; 0 if there is none. */
uint64_t model_receive(const void *frame, uint16_t len);

/* Sends the next available frame: its address, or 0 if there is none; its length goes to `*len`. */
uint64_t model_transmit(uint32_t *len);
