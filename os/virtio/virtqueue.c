/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Split virtqueue: layout, offering buffers, collecting answers. Orders as MEM-4 and NET-104 ask.
 */
#include "virtqueue.h"

#include <sddf/util/fence.h>

void *virtio_memory_take(struct virtio_memory *memory, uint64_t bytes, uint64_t align, uint64_t *io_addr)
{
    uint64_t padding = -memory->io_addr & (align - 1);
    if (padding > memory->left || bytes > memory->left - padding) {
        return NULL;
    }
    *io_addr = memory->io_addr + padding;
    void *start = (void *)(memory->vaddr + padding);
    memory->vaddr += padding + bytes;
    memory->io_addr += padding + bytes;
    memory->left -= padding + bytes;
    return start;
}

/* The largest power of two that neither the device's nor the driver's limit excludes; 0 if there is none. */
/*@ assigns \nothing;
    ensures \result <= device_max && \result <= driver_max && \result <= VIRTQ_SIZE_MAX;
    ensures \result == 0 || \exists integer k; 0 <= k <= 15 && \result == (1 << k); */
static uint16_t choose_size(uint16_t device_max, uint16_t driver_max)
{
    uint16_t size = VIRTQ_SIZE_MAX;
    /*@ loop invariant size <= VIRTQ_SIZE_MAX;
        loop invariant size == 0 || \exists integer k; 0 <= k <= 15 && size == (1 << k);
        loop assigns size;
        loop variant size; */
    while (size > device_max || size > driver_max) {
        size /= 2;
    }
    return size;
}

/* The parts are in the driver's own memory, because they were taken from it. */
/*@ requires \valid(queue) && \valid(memory) && \separated(queue, memory);
    assigns *memory, queue->desc, queue->desc_io, queue->avail, queue->avail_io, queue->used, queue->used_io;
    ensures \result && 0 < queue->size <= VIRTQ_SIZE_MAX ==> virtqueue_is_laid_out(queue); */
static bool lay_out(struct virtqueue *queue, struct virtio_memory *memory)
{
    uint16_t n = queue->size;
    queue->desc = virtio_memory_take(memory, VIRTQ_DESC_BYTES(n), VIRTQ_DESC_ALIGN, &queue->desc_io);
    queue->avail = virtio_memory_take(memory, VIRTQ_AVAIL_BYTES(n), VIRTQ_AVAIL_ALIGN, &queue->avail_io);
    queue->used = virtio_memory_take(memory, VIRTQ_USED_BYTES(n), VIRTQ_USED_ALIGN, &queue->used_io);
    return queue->desc != NULL && queue->avail != NULL && queue->used != NULL;
}

bool virtqueue_setup(struct virtqueue *queue, virtio_device_handle_t *device, uint16_t number,
                     uint16_t max_size, struct virtio_memory *memory)
{
    queue->number = number;
    queue->size = choose_size(virtio_transport_queue_get_capacity(device, number), max_size);
    queue->avail_idx = 0;
    queue->used_idx = 0;
    if (queue->size == 0 || !lay_out(queue, memory)) {
        return false;
    }
    return virtio_transport_queue_setup(device, number, queue->size, queue->desc_io, queue->avail_io,
                                        queue->used_io);
}

void virtqueue_offer(struct virtqueue *queue, uint16_t head)
{
    queue->avail->ring[queue->avail_idx & (queue->size - 1)] = head;
    queue->avail_idx = (uint16_t)(queue->avail_idx + 1);
}

void virtqueue_publish(struct virtqueue *queue, virtio_device_handle_t *device)
{
    wwmb();
    store_release_16(&queue->avail->idx, queue->avail_idx);
    /* The device stores its flag and then reads our index: with the fence, one of us sees the other. */
    fence_seq_cst();
    if ((load_relaxed_16(&queue->used->flags) & VIRTQ_USED_F_NO_NOTIFY) == 0) {
        virtio_transport_queue_notify(device, queue->number);
    }
}

void virtqueue_disable_interrupts(struct virtqueue *queue)
{
    store_relaxed_16(&queue->avail->flags, VIRTQ_AVAIL_F_NO_INTERRUPT);
}

bool virtqueue_enable_interrupts(struct virtqueue *queue)
{
    store_relaxed_16(&queue->avail->flags, 0);
    /* The device stores its index and then reads our flag: with the fence, one of us sees the other. */
    fence_seq_cst();
    return load_acquire_16(&queue->used->idx) != queue->used_idx;
}

enum virtqueue_answer virtqueue_take(struct virtqueue *queue, uint32_t *head, uint32_t *written)
{
    uint16_t returned = (uint16_t)(load_acquire_16(&queue->used->idx) - queue->used_idx);
    if (returned == 0) {
        return VIRTQUEUE_NONE;
    }
    if (returned > queue->size) {
        return VIRTQUEUE_BROKEN;
    }
    rrmb();
    const volatile struct virtq_used_elem *answer = &queue->used->ring[queue->used_idx & (queue->size - 1)];
    *head = answer->id;
    *written = answer->len;
    queue->used_idx = (uint16_t)(queue->used_idx + 1);
    return VIRTQUEUE_CHAIN;
}
