/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames in and out of one virtqueue of a network device.
 */
#include "frame_queue.h"

bool frame_queue_setup(struct frame_queue *queue, virtio_device_handle_t *device, uint16_t number,
                       bool device_writes, struct virtio_memory *memory)
{
    uint16_t flags = device_writes ? VIRTQ_DESC_F_WRITE : 0;
    uint64_t header_io;
    if (virtio_memory_take(memory, FRAME_HEADER_BYTES, sizeof(uint64_t), &header_io) == NULL) {
        return false;
    }
    if (!virtqueue_setup(&queue->ring, device, number, FRAME_QUEUE_SIZE, memory) || queue->ring.size < 2) {
        return false;
    }
    queue->slots = queue->ring.size / 2u;
    queue->num_free = queue->slots;
    queue->odd_answers = 0;
    for (uint32_t i = 0; i < queue->slots; i++) {
        /* Slot 0 on top, so that the first frames are in ring order. */
        queue->free[i] = (uint16_t)(queue->slots - 1 - i);
        queue->in_device[i] = false;
        queue->ring.desc[2 * i] = (struct virtq_desc) {
            .addr = header_io,
            .len = FRAME_HEADER_BYTES,
            .flags = (uint16_t)(flags | VIRTQ_DESC_F_NEXT),
            .next = (uint16_t)(2 * i + 1),
        };
        queue->ring.desc[2 * i + 1] = (struct virtq_desc) { .flags = flags };
    }
    return true;
}

void frame_queue_offer(struct frame_queue *queue, uint64_t io_addr, uint32_t len)
{
    queue->num_free--;
    uint16_t slot = queue->free[queue->num_free];
    queue->in_device[slot] = true;
    queue->io_addr[slot] = io_addr;
    queue->ring.desc[2 * slot + 1].addr = io_addr;
    queue->ring.desc[2 * slot + 1].len = len;
    virtqueue_offer(&queue->ring, (uint16_t)(2 * slot));
}

/* True if `head` is the first descriptor of a frame that the device has. */
static bool is_in_device(const struct frame_queue *queue, uint32_t head)
{
    return head % 2 == 0 && head / 2 < queue->slots && queue->in_device[head / 2];
}

enum virtqueue_answer frame_queue_take(struct frame_queue *queue, uint64_t *io_addr, uint32_t *written)
{
    uint32_t head;
    enum virtqueue_answer answer = virtqueue_take(&queue->ring, &head, written);
    while (answer == VIRTQUEUE_CHAIN && !is_in_device(queue, head)) {
        if (!frame_queue_tolerate(queue)) {
            return VIRTQUEUE_BROKEN;
        }
        answer = virtqueue_take(&queue->ring, &head, written);
    }
    if (answer == VIRTQUEUE_CHAIN) {
        uint16_t slot = (uint16_t)(head / 2);
        queue->in_device[slot] = false;
        queue->free[queue->num_free] = slot;
        queue->num_free++;
        *io_addr = queue->io_addr[slot];
    }
    return answer;
}
