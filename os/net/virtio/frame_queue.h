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
    uint16_t order[FRAME_QUEUE_SLOTS];  /* each slot once: the first `num_free` are unused, the device has the others */
    uint16_t place[FRAME_QUEUE_SLOTS];  /* where in `order` each slot stands */
    uint64_t io_addr[FRAME_QUEUE_SLOTS];
};

/*@ // Each slot stands in `order` exactly once, so that it is either unused or in the device, and never both.
    predicate frame_queue_is_ordered{L}(struct frame_queue *queue) =
      (\forall integer slot; 0 <= slot < queue->slots ==>
        queue->place[slot] < queue->slots && queue->order[queue->place[slot]] == slot) &&
      (\forall integer i; 0 <= i < queue->slots ==>
        queue->order[i] < queue->slots && queue->place[queue->order[i]] == i);

    predicate frame_queue_is_sound{L}(struct frame_queue *queue) =
      virtqueue_is_laid_out(&queue->ring) && \valid(queue) && queue->slots == queue->ring.size / 2 &&
      1 <= queue->slots <= FRAME_QUEUE_SLOTS && queue->num_free <= queue->slots && frame_queue_is_ordered(queue);

    predicate frame_queue_in_device{L}(struct frame_queue *queue, integer slot) =
      0 <= slot < queue->slots && queue->place[slot] >= queue->num_free;

    // Between two moments, nothing but `slot` came to the device or left it.
    predicate frame_queue_others_stay{L1,L2}(struct frame_queue *queue, integer slot) =
      \at(queue->slots, L1) == \at(queue->slots, L2) &&
      \forall integer other; 0 <= other < \at(queue->slots, L1) && other != slot ==>
        (frame_queue_in_device{L1}(queue, other) <==> frame_queue_in_device{L2}(queue, other)) &&
        \at(queue->io_addr[other], L1) == \at(queue->io_addr[other], L2);

    // The slot that is used next.
    logic integer frame_queue_next{L}(struct frame_queue *queue) = queue->order[queue->num_free - 1]; */

/*
 * Sets up queue `number`; `device_writes` says that it receives. False if the device or the memory does
 * not allow it.
 */
bool frame_queue_setup(struct frame_queue *queue, virtio_device_handle_t *device, uint16_t number,
                       bool device_writes, struct virtio_memory *memory);

/* True if another frame can be offered. */
/*@ requires \valid_read(queue);
    assigns \nothing;
    ensures \result <==> queue->num_free > 0; */
static inline bool frame_queue_has_slot(const struct frame_queue *queue)
{
    return queue->num_free != 0;
}

/* True if the device has at most half of the frames that it could have. */
/*@ requires \valid_read(queue) && queue->num_free <= FRAME_QUEUE_SLOTS;
    assigns \nothing;
    ensures \result <==> 2 * queue->num_free >= queue->slots; */
static inline bool frame_queue_is_low(const struct frame_queue *queue)
{
    return 2 * queue->num_free >= queue->slots;
}

/* Offers `len` bytes at IO address `io_addr`; there must be a slot. virtqueue_publish shows it. */
/*@ requires frame_queue_is_sound(queue) && queue->num_free > 0;
    assigns queue->num_free, queue->io_addr[frame_queue_next(queue)], queue->ring.avail_idx,
            queue->ring.desc[0 .. queue->ring.size - 1], queue->ring.avail->ring[0 .. queue->ring.size - 1];
    ensures frame_queue_is_sound(queue) && queue->num_free == \old(queue->num_free) - 1;
    ensures frame_queue_in_device(queue, \old(frame_queue_next(queue)));
    ensures !\old(frame_queue_in_device(queue, frame_queue_next(queue)));
    ensures queue->io_addr[\old(frame_queue_next(queue))] == io_addr;
    ensures queue->ring.desc[2 * \old(frame_queue_next(queue)) + 1].addr == io_addr;
    ensures queue->ring.desc[2 * \old(frame_queue_next(queue)) + 1].len == len;
    ensures queue->ring.avail->ring[\old(queue->ring.avail_idx) & (queue->ring.size - 1)] ==
            2 * \old(frame_queue_next(queue));
    ensures frame_queue_others_stay{Pre,Post}(queue, \old(frame_queue_next(queue))); */
void frame_queue_offer(struct frame_queue *queue, uint64_t io_addr, uint32_t len);

/* To be called before a wake-up's first frame_queue_take: sets how many odd answers are accepted in it. */
/*@ requires \valid(queue);
    assigns queue->patience;
    ensures queue->patience == queue->ring.size; */
static inline void frame_queue_begin(struct frame_queue *queue)
{
    queue->patience = queue->ring.size;
}

/* Counts an odd answer; false if there were too many in this wake-up, so that the device must be given up. */
/*@ requires \valid(queue);
    assigns queue->patience, queue->odd_answers;
    ensures \result ==> queue->patience == \old(queue->patience) - 1;
    ensures !\result ==> queue->patience == \old(queue->patience) == 0;
    ensures queue->odd_answers == (uint64_t)(\old(queue->odd_answers) + 1); */
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
/*@ requires frame_queue_is_sound(queue) && \valid(io_addr) && \valid(written);
    requires \separated(queue, io_addr, written);
    assigns queue->num_free, queue->order[0 .. FRAME_QUEUE_SLOTS - 1], queue->place[0 .. FRAME_QUEUE_SLOTS - 1],
            queue->patience, queue->odd_answers, queue->ring.used_idx, *io_addr, *written;
    ensures frame_queue_is_sound(queue) && queue->patience <= \old(queue->patience);
    ensures \result == VIRTQUEUE_NONE || \result == VIRTQUEUE_CHAIN || \result == VIRTQUEUE_BROKEN;
    ensures \result != VIRTQUEUE_CHAIN ==> *io_addr == \old(*io_addr) && queue->num_free == \old(queue->num_free) &&
              frame_queue_others_stay{Pre,Post}(queue, -1);
    ensures \result == VIRTQUEUE_CHAIN ==> queue->num_free == \old(queue->num_free) + 1 &&
              \old(frame_queue_in_device(queue, \at(frame_queue_next(queue), Post))) &&
              !frame_queue_in_device(queue, frame_queue_next(queue)) &&
              *io_addr == queue->io_addr[frame_queue_next(queue)] &&
              frame_queue_others_stay{Pre,Post}(queue, frame_queue_next(queue)); */
enum virtqueue_answer frame_queue_take(struct frame_queue *queue, uint64_t *io_addr, uint32_t *written);
