/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The network queues as clients see them: layout and library (NET-1..10).
 *
 * Each link has a pair of single-producer single-consumer queues of equal capacity: `free` carries
 * empty buffers, `active` carries frames. Only the producer writes `tail`, only the consumer writes
 * `head`; publishing an index hands over the descriptor and its buffer (GEN-18). Indices run freely
 * over 16 bits, so every slot is usable and lengths are differences modulo 65536 (NET-4).
 *
 * Both indices lie in memory that the peer can write. Here an inconsistent pair (length above the
 * capacity) reads as full to the producer and as empty to the consumer. Components with an untrusted
 * peer use os/net/queue/ends.h instead, which also keeps their own index private (GEN-12).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <os/queue/signal.h>
#include <os/queue/spsc.h>
#include <sddf/network/constants.h>

/*
 * One buffer (NET-2). `io_or_offset` is an IO address on the driver's links and a byte offset in a
 * data region elsewhere; `len` is the frame length in bytes, meaningful in active queues only;
 * `oid` selects the data region where there are several, and is 0 otherwise.
 */
typedef struct net_buff_desc {
    uint64_t io_or_offset;
    uint16_t len;
    uint8_t oid : 6;
} net_buff_desc_t;

/* What `oid` can hold. */
#define NET_OID_MAX 63u

/* `consumer_signalled`: 0 asks the producer for a notification, 1 says none is needed (SIG-2). */
typedef struct net_queue {
    uint16_t tail;
    uint16_t head;
    uint32_t consumer_signalled;
    net_buff_desc_t buffers[];
} net_queue_t;

/* Local memory of one component: where its two queues are. `capacity` is a power of two (NET-6). */
typedef struct net_queue_handle {
    net_queue_t *free;
    net_queue_t *active;
    uint32_t capacity;
} net_queue_handle_t;

_Static_assert(sizeof(net_buff_desc_t) == 16 && offsetof(net_buff_desc_t, len) == 8, "NET-2");
_Static_assert(offsetof(net_queue_t, head) == 2 && offsetof(net_queue_t, consumer_signalled) == 4, "NET-3");
_Static_assert(offsetof(net_queue_t, buffers) == 8, "NET-3");

/* Bytes a queue of `capacity` descriptors takes, before rounding up to pages (NET-3). */
#define NET_QUEUE_BYTES(capacity) (offsetof(net_queue_t, buffers) + sizeof(net_buff_desc_t) * (capacity))

/*
 * Number of descriptors in `queue`, 0 to 65535. A value above the capacity means that the peer wrote
 * nonsense; the functions below cope with it.
 */
static inline uint16_t net_queue_length(net_queue_t *queue)
{
    return spsc16_distance(load_acquire_16(&queue->tail), load_acquire_16(&queue->head));
}

/* Consumer: true if there is nothing to take. */
static inline bool net_queue_empty(net_queue_t *queue, uint32_t capacity)
{
    return spsc16_length(load_acquire_16(&queue->tail), load_acquire_16(&queue->head), capacity) == 0;
}

/* Producer: true if there is no room. */
static inline bool net_queue_full(net_queue_t *queue, uint32_t capacity)
{
    return spsc16_space(load_acquire_16(&queue->tail), load_acquire_16(&queue->head), capacity) == 0;
}

/* Producer: appends `buffer`; 0, or -1 if the queue is full. */
static inline int net_enqueue(net_queue_t *queue, uint32_t capacity, net_buff_desc_t buffer)
{
    if (net_queue_full(queue, capacity)) {
        return -1;
    }
    uint16_t tail = load_relaxed_16(&queue->tail);
    queue->buffers[spsc16_slot(tail, capacity)] = buffer;
    store_release_16(&queue->tail, (uint16_t)(tail + 1));
    return 0;
}

/* Consumer: takes the oldest descriptor into `*buffer`; 0, or -1 if the queue is empty. */
static inline int net_dequeue(net_queue_t *queue, uint32_t capacity, net_buff_desc_t *buffer)
{
    if (net_queue_empty(queue, capacity)) {
        return -1;
    }
    uint16_t head = load_relaxed_16(&queue->head);
    *buffer = queue->buffers[spsc16_slot(head, capacity)];
    store_release_16(&queue->head, (uint16_t)(head + 1));
    return 0;
}

static inline bool net_queue_empty_free(net_queue_handle_t *queue)
{
    return net_queue_empty(queue->free, queue->capacity);
}

static inline bool net_queue_empty_active(net_queue_handle_t *queue)
{
    return net_queue_empty(queue->active, queue->capacity);
}

static inline bool net_queue_full_free(net_queue_handle_t *queue)
{
    return net_queue_full(queue->free, queue->capacity);
}

static inline bool net_queue_full_active(net_queue_handle_t *queue)
{
    return net_queue_full(queue->active, queue->capacity);
}

/* Producer of the free queue: 0, or -1 if it is full. */
static inline int net_enqueue_free(net_queue_handle_t *queue, net_buff_desc_t buffer)
{
    return net_enqueue(queue->free, queue->capacity, buffer);
}

/* Producer of the active queue: 0, or -1 if it is full. */
static inline int net_enqueue_active(net_queue_handle_t *queue, net_buff_desc_t buffer)
{
    return net_enqueue(queue->active, queue->capacity, buffer);
}

/* Consumer of the free queue: 0, or -1 if it is empty. */
static inline int net_dequeue_free(net_queue_handle_t *queue, net_buff_desc_t *buffer)
{
    return net_dequeue(queue->free, queue->capacity, buffer);
}

/* Consumer of the active queue: 0, or -1 if it is empty. */
static inline int net_dequeue_active(net_queue_handle_t *queue, net_buff_desc_t *buffer)
{
    return net_dequeue(queue->active, queue->capacity, buffer);
}

/* Fills the handle; the shared memory, all zero at boot, is an empty pair already (GEN-17). */
static inline void net_queue_init(net_queue_handle_t *queue, net_queue_t *free, net_queue_t *active,
                                  uint32_t capacity)
{
    queue->free = free;
    queue->active = active;
    queue->capacity = capacity;
}

/*
 * Producer of the free queue: puts every buffer of a region in it, `base` being the address or
 * offset of the first (NET-9). Call once, on an empty queue.
 */
static inline void net_buffers_init(net_queue_handle_t *queue, uintptr_t base)
{
    for (uint32_t i = 0; i < queue->capacity; i++) {
        net_buff_desc_t buffer = { .io_or_offset = (uint64_t)base + (uint64_t)NET_BUFFER_SIZE * i };
        (void)net_enqueue_free(queue, buffer);
    }
}

/*
 * Consumer: asks for a notification at the next enqueue. The queue must be checked again afterwards:
 * a buffer that came just before is not signalled (SIG-4).
 */
static inline void net_request_signal_free(net_queue_handle_t *queue)
{
    queue_signal_request(&queue->free->consumer_signalled);
}

static inline void net_request_signal_active(net_queue_handle_t *queue)
{
    queue_signal_request(&queue->active->consumer_signalled);
}

/* Either end: no further notification is needed for now. */
static inline void net_cancel_signal_free(net_queue_handle_t *queue)
{
    queue_signal_cancel(&queue->free->consumer_signalled);
}

static inline void net_cancel_signal_active(net_queue_handle_t *queue)
{
    queue_signal_cancel(&queue->active->consumer_signalled);
}

/* Producer, after enqueueing: true if the consumer wants a signal; cancel before notifying (SIG-3 phase 3). */
static inline bool net_require_signal_free(net_queue_handle_t *queue)
{
    return queue_signal_required(&queue->free->consumer_signalled);
}

static inline bool net_require_signal_active(net_queue_handle_t *queue)
{
    return queue_signal_required(&queue->active->consumer_signalled);
}
