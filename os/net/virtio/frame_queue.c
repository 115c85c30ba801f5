/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames in and out of one virtqueue of a network device.
 */
#include "frame_queue.h"

/*@ requires virtqueue_is_laid_out(&queue->ring) && 2 * slot + 1 < queue->ring.size;
    assigns queue->ring.desc[2 * slot .. 2 * slot + 1]; */
static void link_descriptors(const struct frame_queue *queue, uint32_t slot, uint64_t header_io, uint16_t flags)
{
    struct virtq_desc *chain = &queue->ring.desc[2 * slot];

    chain[0] = (struct virtq_desc) {
        .addr = header_io,
        .len = FRAME_HEADER_BYTES,
        .flags = (uint16_t)(flags | VIRTQ_DESC_F_NEXT),
        .next = (uint16_t)(2 * slot + 1),
    };
    chain[1] = (struct virtq_desc) { .flags = flags };
}

/* All slots are unused, slot 0 on top, so that the first frames are in ring order. */
/*@ requires \valid(queue) && 1 <= queue->slots <= FRAME_QUEUE_SLOTS;
    assigns queue->num_free, queue->order[0 .. FRAME_QUEUE_SLOTS - 1], queue->place[0 .. FRAME_QUEUE_SLOTS - 1];
    ensures frame_queue_is_ordered(queue) && queue->num_free == queue->slots; */
static void free_all(struct frame_queue *queue)
{
    queue->num_free = queue->slots;
    /*@ loop invariant 0 <= i <= queue->slots;
        loop invariant \forall integer j; 0 <= j < i ==>
          queue->order[j] == queue->slots - 1 - j && queue->place[j] == queue->slots - 1 - j;
        loop assigns i, queue->order[0 .. FRAME_QUEUE_SLOTS - 1], queue->place[0 .. FRAME_QUEUE_SLOTS - 1];
        loop variant queue->slots - i; */
    for (uint32_t i = 0; i < queue->slots; i++) {
        queue->order[i] = (uint16_t)(queue->slots - 1 - i);
        queue->place[i] = (uint16_t)(queue->slots - 1 - i);
    }
}

bool frame_queue_setup(struct frame_queue *queue, virtio_device_handle_t *device, uint16_t number,
                       bool device_writes, struct virtio_memory *memory)
{
    uint64_t header_io;
    if (virtio_memory_take(memory, FRAME_HEADER_BYTES, sizeof(uint64_t), &header_io) == NULL) {
        return false;
    }
    if (!virtqueue_setup(&queue->ring, device, number, FRAME_QUEUE_SIZE, memory) || queue->ring.size < 2) {
        return false;
    }
    queue->slots = queue->ring.size / 2u;
    queue->odd_answers = 0;
    free_all(queue);
    for (uint32_t slot = 0; slot < queue->slots; slot++) {
        link_descriptors(queue, slot, header_io, device_writes ? VIRTQ_DESC_F_WRITE : 0);
    }
    return true;
}

void frame_queue_offer(struct frame_queue *queue, uint64_t io_addr, uint32_t len)
{
    queue->num_free--;
    uint16_t slot = queue->order[queue->num_free];
    queue->io_addr[slot] = io_addr;
    queue->ring.desc[2 * slot + 1].addr = io_addr;
    queue->ring.desc[2 * slot + 1].len = len;
    virtqueue_offer(&queue->ring, (uint16_t)(2 * slot));
}

/* True if `head` is the first descriptor of a frame that the device has. */
/*@ requires frame_queue_is_sound(queue);
    assigns \nothing;
    ensures \result <==> head % 2 == 0 && frame_queue_in_device(queue, head / 2); */
static bool is_in_device(const struct frame_queue *queue, uint32_t head)
{
    return head % 2 == 0 && head / 2 < queue->slots && queue->place[head / 2] >= queue->num_free;
}

/* The slot leaves the device: it changes places with the first one that the device has. */
/*@ requires frame_queue_is_sound(queue) && frame_queue_in_device(queue, slot);
    assigns queue->num_free, queue->order[0 .. FRAME_QUEUE_SLOTS - 1], queue->place[0 .. FRAME_QUEUE_SLOTS - 1];
    ensures frame_queue_is_sound(queue) && queue->num_free == \old(queue->num_free) + 1;
    ensures frame_queue_next(queue) == slot && !frame_queue_in_device(queue, slot);
    ensures frame_queue_others_stay{Pre,Post}(queue, slot); */
static void release(struct frame_queue *queue, uint16_t slot)
{
    uint16_t first = queue->order[queue->num_free];
    uint16_t place = queue->place[slot];

    queue->order[place] = first;
    queue->place[first] = place;
    queue->order[queue->num_free] = slot;
    queue->place[slot] = (uint16_t)queue->num_free;
    queue->num_free++;
}

enum virtqueue_answer frame_queue_take(struct frame_queue *queue, uint64_t *io_addr, uint32_t *written)
{
    uint32_t head;
    enum virtqueue_answer answer = virtqueue_take(&queue->ring, &head, written);
    /*@ loop invariant queue->patience <= \at(queue->patience, Pre) && frame_queue_is_sound(queue);
        loop invariant answer == VIRTQUEUE_NONE || answer == VIRTQUEUE_CHAIN || answer == VIRTQUEUE_BROKEN;
        loop assigns head, answer, *written, queue->patience, queue->odd_answers, queue->ring.used_idx;
        loop variant queue->patience; */
    while (answer == VIRTQUEUE_CHAIN && !is_in_device(queue, head)) {
        if (!frame_queue_tolerate(queue)) {
            return VIRTQUEUE_BROKEN;
        }
        answer = virtqueue_take(&queue->ring, &head, written);
    }
    if (answer == VIRTQUEUE_CHAIN) {
        uint16_t slot = (uint16_t)(head / 2);
        release(queue, slot);
        *io_addr = queue->io_addr[slot];
    }
    return answer;
}
