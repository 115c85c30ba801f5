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

/*@ // The three parts lie apart from each other, and from private memory, of which `queue` is one. The device can write
    // all of them.
    predicate virtqueue_is_laid_out(struct virtqueue *queue) =
      \valid(queue) && 0 < queue->size <= VIRTQ_SIZE_MAX &&
      \valid(queue->desc + (0 .. queue->size - 1)) &&
      \valid(&queue->avail->flags) && \valid(&queue->avail->idx) &&
      \valid(queue->avail->ring + (0 .. queue->size - 1)) &&
      \valid_read(&queue->used->flags) && \valid_read(&queue->used->idx) &&
      \valid_read(queue->used->ring + (0 .. queue->size - 1)) &&
      \base_addr(queue->desc) != \base_addr(queue) && \base_addr(queue->avail) != \base_addr(queue) &&
      \separated(queue->desc + (0 .. queue->size - 1), &queue->avail->flags, &queue->avail->idx,
                 queue->avail->ring + (0 .. queue->size - 1)); */

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
/*@ requires \valid(memory) && \valid(io_addr) && \separated(memory, io_addr);
    requires \exists integer k; 0 <= k < 32 && align == (1 << k);
    requires memory->io_addr + memory->left <= UINT64_MAX;
    assigns *memory, *io_addr;
    ensures memory->io_addr + memory->left == \old(memory->io_addr + memory->left);
    ensures memory->left <= \old(memory->left);
    ensures \result != \null ==> \old(memory->io_addr) <= *io_addr && *io_addr + bytes == memory->io_addr; */
void *virtio_memory_take(struct virtio_memory *memory, uint64_t bytes, uint64_t align, uint64_t *io_addr);

/*
 * Lays out queue `number` in zeroed `memory`, with as many entries as the device allows and at most
 * `max_size`, and enables it. False if the device has no such queue or memory runs out.
 */
/*@ requires \valid(queue) && \valid(device) && \valid(memory) && \separated(queue, device, memory);
    assigns *queue, *memory;
    ensures \result ==> virtqueue_is_laid_out(queue) && queue->size <= max_size && queue->number == number;
    ensures \result ==> queue->avail_idx == 0 && queue->used_idx == 0;
    ensures \result ==> \exists integer k; 0 <= k <= 15 && queue->size == (1 << k); */
bool virtqueue_setup(struct virtqueue *queue, virtio_device_handle_t *device, uint16_t number,
                     uint16_t max_size, struct virtio_memory *memory);

/* Puts the chain that starts at descriptor `head` in the available ring; the device does not see it yet. */
/*@ requires virtqueue_is_laid_out(queue);
    assigns queue->avail_idx, queue->avail->ring[0 .. queue->size - 1];
    ensures queue->avail_idx == (uint16_t)(\old(queue->avail_idx) + 1);
    ensures queue->avail->ring[\old(queue->avail_idx) & (queue->size - 1)] == head; */
void virtqueue_offer(struct virtqueue *queue, uint16_t head);

/* Shows the device everything offered so far, and wakes it if it asks for that. */
/*@ requires virtqueue_is_laid_out(queue) && \valid(device);
    assigns queue->avail->idx;
    ensures queue->avail->idx == queue->avail_idx; */
void virtqueue_publish(struct virtqueue *queue, virtio_device_handle_t *device);

/* Asks the device for no more interrupts on this queue; it may still raise some. */
/*@ requires virtqueue_is_laid_out(queue);
    assigns queue->avail->flags;
    ensures queue->avail->flags == VIRTQ_AVAIL_F_NO_INTERRUPT; */
void virtqueue_disable_interrupts(struct virtqueue *queue);

/* Asks for interrupts again. True if an answer has come already, which may not raise one. */
/*@ requires virtqueue_is_laid_out(queue);
    assigns queue->avail->flags;
    ensures queue->avail->flags == 0; */
bool virtqueue_enable_interrupts(struct virtqueue *queue);

/*
 * Looks for a chain that the device has finished with: its first descriptor, as the device says it
 * (any 32-bit value), and the number of bytes that it claims to have written.
 */
/*@ requires virtqueue_is_laid_out(queue) && \valid(head) && \valid(written) && \separated(queue, head, written);
    assigns queue->used_idx, *head, *written;
    ensures \result == VIRTQUEUE_NONE || \result == VIRTQUEUE_CHAIN || \result == VIRTQUEUE_BROKEN;
    ensures \result == VIRTQUEUE_CHAIN ==> queue->used_idx == (uint16_t)(\old(queue->used_idx) + 1);
    ensures \result != VIRTQUEUE_CHAIN ==> queue->used_idx == \old(queue->used_idx); */
enum virtqueue_answer virtqueue_take(struct virtqueue *queue, uint32_t *head, uint32_t *written);
