/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial queue: a byte stream in one direction over one link (SER-1..4). Wire layout, and the public
 * functions.
 *
 * The handle of the public interface has no room for a private index, so these functions take the own index
 * from shared memory. That is right for a client, which can hurt only itself; virtualisers and drivers use
 * the ends of os/serial/ring.h, which keep theirs in private memory. An impossible distance of the two
 * indices reads as an empty queue to its consumer and as a full one to its producer, so no function ever
 * leaves the data region.
 *
 * P: producer only. C: consumer only.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <os/queue/signal.h>
#include <os/queue/spsc.h>

/*
 * Shared by both ends, in a region of its own: 12 bytes. The characters are in a second region; its size, a
 * power of two known from the configuration, is the capacity. Byte i of the stream is at data[i % capacity].
 */
typedef struct serial_queue {
    uint32_t tail;              /* written by the producer */
    uint32_t head;              /* written by the consumer */
    uint32_t producer_signalled; /* 0: the producer waits for space and wants a signal */
} serial_queue_t;

_Static_assert(sizeof(serial_queue_t) == 12, "SER-1");

/* One end of a queue, in private memory. */
typedef struct serial_queue_handle {
    serial_queue_t *queue;
    uint32_t capacity;
    char *data_region;
} serial_queue_handle_t;

/* Fills in a handle; touches no shared memory. `capacity` is a power of two of at most 2^31. */
static inline void serial_queue_init(serial_queue_handle_t *handle, serial_queue_t *queue, uint32_t capacity,
                                     char *data_region)
{
    handle->queue = queue;
    handle->capacity = capacity;
    handle->data_region = data_region;
}

/* C: characters that can be taken now. */
static inline uint32_t serial_queue_length_consumer(serial_queue_handle_t *handle)
{
    uint32_t head = load_relaxed_32(&handle->queue->head);

    return spsc32_length(load_acquire_32(&handle->queue->tail), head, handle->capacity);
}

/* P: characters not yet taken by the consumer. */
static inline uint32_t serial_queue_length_producer(serial_queue_handle_t *handle)
{
    uint32_t tail = load_relaxed_32(&handle->queue->tail);

    return handle->capacity - spsc32_space(tail, load_acquire_32(&handle->queue->head), handle->capacity);
}

/* C: nothing to take, if everything before `local_head` has been taken? */
static inline bool serial_queue_empty(serial_queue_handle_t *handle, uint32_t local_head)
{
    return spsc32_length(load_acquire_32(&handle->queue->tail), local_head, handle->capacity) == 0;
}

/* P: no space, if everything before `local_tail` has been added? */
static inline bool serial_queue_full(serial_queue_handle_t *handle, uint32_t local_tail)
{
    return spsc32_space(local_tail, load_acquire_32(&handle->queue->head), handle->capacity) == 0;
}

/* P: characters that can be added now. */
static inline uint32_t serial_queue_free(serial_queue_handle_t *handle)
{
    return handle->capacity - serial_queue_length_producer(handle);
}

/* C: characters that can be taken now from one piece of the data region. */
static inline uint32_t serial_queue_contiguous_length(serial_queue_handle_t *handle)
{
    uint32_t length = serial_queue_length_consumer(handle);
    uint32_t to_end = handle->capacity - spsc32_slot(load_relaxed_32(&handle->queue->head), handle->capacity);

    return length < to_end ? length : to_end;
}

/* P: characters that can be added now to one piece of the data region. */
static inline uint32_t serial_queue_contiguous_free(serial_queue_handle_t *handle)
{
    uint32_t space = serial_queue_free(handle);
    uint32_t to_end = handle->capacity - spsc32_slot(load_relaxed_32(&handle->queue->tail), handle->capacity);

    return space < to_end ? space : to_end;
}

/* P: makes everything written before `local_tail` visible to the consumer. */
static inline void serial_update_shared_tail(serial_queue_handle_t *handle, uint32_t local_tail)
{
    store_release_32(&handle->queue->tail, local_tail);
}

/* C: gives everything before `local_head` back to the producer. */
static inline void serial_update_shared_head(serial_queue_handle_t *handle, uint32_t local_head)
{
    store_release_32(&handle->queue->head, local_head);
}

/* P: writes a character at *local_tail and advances it, publishing nothing. 0, or -1 if the queue is full. */
static inline int serial_enqueue_local(serial_queue_handle_t *handle, uint32_t *local_tail, char character)
{
    if (serial_queue_full(handle, *local_tail)) {
        return -1;
    }
    handle->data_region[spsc32_slot(*local_tail, handle->capacity)] = character;
    (*local_tail)++;
    return 0;
}

/* P: adds and publishes a character. 0, or -1 if the queue is full. */
static inline int serial_enqueue(serial_queue_handle_t *handle, char character)
{
    uint32_t tail = load_relaxed_32(&handle->queue->tail);
    int result = serial_enqueue_local(handle, &tail, character);

    if (result == 0) {
        serial_update_shared_tail(handle, tail);
    }
    return result;
}

/* P: adds as many of the `num` characters at `src` as fit, publishes them at once, and returns how many. */
static inline uint32_t serial_enqueue_batch(serial_queue_handle_t *handle, uint32_t num, const char *src)
{
    uint32_t tail = load_relaxed_32(&handle->queue->tail);
    uint32_t space = spsc32_space(tail, load_acquire_32(&handle->queue->head), handle->capacity);
    uint32_t count = num < space ? num : space;

    for (uint32_t i = 0; i < count; i++) {
        handle->data_region[spsc32_slot(tail + i, handle->capacity)] = src[i];
    }
    serial_update_shared_tail(handle, tail + count);
    return count;
}

/*
 * C: takes the character at *local_head and advances it, publishing nothing. 0, or -1 if the queue is empty.
 */
static inline int serial_dequeue_local(serial_queue_handle_t *handle, uint32_t *local_head, char *character)
{
    if (serial_queue_empty(handle, *local_head)) {
        return -1;
    }
    *character = handle->data_region[spsc32_slot(*local_head, handle->capacity)];
    (*local_head)++;
    return 0;
}

/* C: takes a character and gives its place back. 0, or -1 if the queue is empty. */
static inline int serial_dequeue(serial_queue_handle_t *handle, char *character)
{
    uint32_t head = load_relaxed_32(&handle->queue->head);
    int result = serial_dequeue_local(handle, &head, character);

    if (result == 0) {
        serial_update_shared_head(handle, head);
    }
    return result;
}

/*
 * C of `active` and P of `free_queue`: moves prefix, everything ready, and suffix; drops what does not fit.
 */
static inline void serial_transfer_all_colour(serial_queue_handle_t *free_queue,
                                              serial_queue_handle_t *active, const char *prefix,
                                              uint32_t prefix_length, const char *suffix,
                                              uint32_t suffix_length)
{
    uint32_t count = serial_queue_length_consumer(active);
    uint32_t head = load_relaxed_32(&active->queue->head);
    uint32_t tail = load_relaxed_32(&free_queue->queue->tail);

    for (uint32_t i = 0; i < prefix_length; i++) {
        serial_enqueue_local(free_queue, &tail, prefix[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        serial_enqueue_local(free_queue, &tail, active->data_region[spsc32_slot(head + i, active->capacity)]);
    }
    for (uint32_t i = 0; i < suffix_length; i++) {
        serial_enqueue_local(free_queue, &tail, suffix[i]);
    }
    serial_update_shared_head(active, head + count);
    serial_update_shared_tail(free_queue, tail);
}

/* C of `active` and P of `free_queue`: moves everything that is ready; drops what does not fit. */
static inline void serial_transfer_all(serial_queue_handle_t *free_queue, serial_queue_handle_t *active)
{
    serial_transfer_all_colour(free_queue, active, 0, 0, 0, 0);
}

/* P: asks the consumer for a signal when there is space. Test for space again before sleeping (SER-4). */
static inline void serial_request_consumer_signal(serial_queue_handle_t *handle)
{
    queue_signal_request(&handle->queue->producer_signalled);
}

/* Either end: the producer needs no signal. */
static inline void serial_cancel_consumer_signal(serial_queue_handle_t *handle)
{
    queue_signal_cancel(&handle->queue->producer_signalled);
}

/* C: does the producer want a signal, now that there is space? */
static inline bool serial_require_consumer_signal(serial_queue_handle_t *handle)
{
    return queue_signal_required(&handle->queue->producer_signalled);
}
