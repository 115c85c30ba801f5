/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One direction of a virtio network device: a virtqueue whose chains are one frame each.
 *
 * Slot i owns descriptors 2i (virtio header) and 2i+1 (frame), linked for good at setup, so only the
 * frame's address and length change (NET-103). All slots share one header: transmitted ones are all
 * zero, and of received ones nothing is needed. The frame's address is kept in private memory: what
 * goes back to the virtualiser is what came from it, whatever the device answers.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "../../virtio/virtqueue.h"

/* Entries of a queue, two a frame (NET-103). */
#define FRAME_QUEUE_SIZE 512u
#define FRAME_QUEUE_SLOTS (FRAME_QUEUE_SIZE / 2)

/* Header in front of every frame once VIRTIO_F_VERSION_1 is agreed on, bytes (NET-102). */
#define FRAME_HEADER_BYTES 12u

struct frame_queue {
    struct virtqueue ring;
    uint32_t slots;
    uint32_t num_free;
    uint32_t patience;          /* odd answers still accepted in this wake-up */
    uint64_t odd_answers;       /* answers that no sound device gives */
    uint16_t free[FRAME_QUEUE_SLOTS];   /* the first `num_free` are the unused slots */
    bool in_device[FRAME_QUEUE_SLOTS];
    uint64_t io_addr[FRAME_QUEUE_SLOTS];
};

/*
 * Sets up queue `number`; `device_writes` says that it receives. False if the device or the memory does
 * not allow it.
 */
bool frame_queue_setup(struct frame_queue *queue, virtio_device_handle_t *device, uint16_t number,
                       bool device_writes, struct virtio_memory *memory);

/* True if another frame can be offered. */
static inline bool frame_queue_has_slot(const struct frame_queue *queue)
{
    return queue->num_free != 0;
}

/* True if the device has at most half of the frames that it could have. */
static inline bool frame_queue_is_low(const struct frame_queue *queue)
{
    return 2 * queue->num_free >= queue->slots;
}

/* Offers `len` bytes at IO address `io_addr`; there must be a slot. virtqueue_publish shows it. */
void frame_queue_offer(struct frame_queue *queue, uint64_t io_addr, uint32_t len);

/* To be called before a wake-up's first frame_queue_take: sets how many odd answers are accepted in it. */
static inline void frame_queue_begin(struct frame_queue *queue)
{
    queue->patience = queue->ring.size;
}

/* Counts an odd answer; false if there were too many in this wake-up, so that the device must be given up. */
static inline bool frame_queue_tolerate(struct frame_queue *queue)
{
    queue->odd_answers++;
    if (queue->patience == 0) {
        return false;
    }
    queue->patience--;
    return true;
}

/*
 * Takes back a buffer that the device has finished with: its IO address, and the bytes that the device
 * claims to have written, header included. Answers that name no frame of the device are skipped;
 * VIRTQUEUE_BROKEN if there are too many of them. The others are no more than the frames offered.
 */
enum virtqueue_answer frame_queue_take(struct frame_queue *queue, uint64_t *io_addr, uint32_t *written);
