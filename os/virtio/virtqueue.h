/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver's side of a split virtqueue, for drivers of every kind of virtio device.
 *
 * Both running indices are kept in private memory, and nothing is ever read back from the parts that
 * the driver writes. Whether the device may return the chain that it names is for the caller to check:
 * only that one knows which chains the device has.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/virtio/queue.h>
#include <sddf/virtio/transport/common.h>

struct virtqueue {
    struct virtq_desc *desc;
    struct virtq_avail *avail;
    const struct virtq_used *used;
    uint64_t desc_io;
    uint64_t avail_io;
    uint64_t used_io;
    uint16_t number;            /* which queue of the device */
    uint16_t size;
    uint16_t avail_idx;         /* next slot of the available ring; published by virtqueue_publish */
    uint16_t used_idx;          /* next slot of the used ring to look at */
};

/* Memory that a driver hands out front to back: where it is for the driver and for the device. */
struct virtio_memory {
    uintptr_t vaddr;
    uint64_t io_addr;
    uint64_t left;              /* bytes */
};

enum virtqueue_answer {
    VIRTQUEUE_NONE,             /* nothing returned yet */
    VIRTQUEUE_CHAIN,            /* one chain returned */
    VIRTQUEUE_BROKEN,           /* the device's index is ahead by more than the queue holds */
};

/*
 * Takes `bytes` aligned to `align` (a power of two) from `memory`: the device's address goes to
 * `*io_addr`. NULL if too little is left.
 */
void *virtio_memory_take(struct virtio_memory *memory, uint64_t bytes, uint64_t align, uint64_t *io_addr);

/*
 * Lays out queue `number` in zeroed `memory`, with as many entries as the device allows and at most
 * `max_size`, and enables it. False if the device has no such queue or memory runs out.
 */
bool virtqueue_setup(struct virtqueue *queue, virtio_device_handle_t *device, uint16_t number,
                     uint16_t max_size, struct virtio_memory *memory);

/* Puts the chain that starts at descriptor `head` in the available ring; the device does not see it yet. */
void virtqueue_offer(struct virtqueue *queue, uint16_t head);

/* Shows the device everything offered so far, and wakes it if it asks for that. */
void virtqueue_publish(struct virtqueue *queue, virtio_device_handle_t *device);

/* Asks the device for no more interrupts on this queue; it may still raise some. */
void virtqueue_disable_interrupts(struct virtqueue *queue);

/* Asks for interrupts again. True if an answer has come already, which may not raise one. */
bool virtqueue_enable_interrupts(struct virtqueue *queue);

/*
 * Looks for a chain that the device has finished with: its first descriptor, as the device says it
 * (any 32-bit value), and the number of bytes that it claims to have written.
 */
enum virtqueue_answer virtqueue_take(struct virtqueue *queue, uint32_t *head, uint32_t *written);
