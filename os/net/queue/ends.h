/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ends of network queues for components whose peer may be hostile (GEN-12): descriptors on top
 * of the private-index ends of <os/queue/spsc.h>.
 *
 * A link carries frames one way. `net_in` is the end where frames arrive: it takes from the active
 * queue and gives empty buffers back. `net_out` is the end where frames leave.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <os/queue/signal.h>
#include <os/queue/spsc.h>
#include <os/sddf.h>
#include <sddf/network/config.h>
#include <sddf/network/queue.h>

struct net_consumer {
    struct spsc16_consumer index;
    net_queue_t *queue;
};

struct net_producer {
    struct spsc16_producer index;
    net_queue_t *queue;
};

struct net_in {
    struct net_producer free;
    struct net_consumer active;
    sddf_channel channel;
};

struct net_out {
    struct net_consumer free;
    struct net_producer active;
    sddf_channel channel;
};

/*@ predicate net_queue_valid(net_queue_t *queue, integer capacity) =
      \valid(&queue->tail) && \valid(&queue->head) && \valid(&queue->consumer_signalled) &&
      \valid(queue->buffers + (0 .. capacity - 1));

    predicate net_is_consumer(struct net_consumer *c) =
      spsc16_is_consumer(&c->index) && net_queue_valid(c->queue, c->index.capacity) && \valid(c) &&
      \base_addr(c->queue) != \base_addr(c) &&
      c->index.shared_tail == &c->queue->tail && c->index.shared_head == &c->queue->head;

    predicate net_is_producer(struct net_producer *p) =
      spsc16_is_producer(&p->index) && net_queue_valid(p->queue, p->index.capacity) && \valid(p) &&
      \base_addr(p->queue) != \base_addr(p) &&
      p->index.shared_tail == &p->queue->tail && p->index.shared_head == &p->queue->head;

    // The two ends of a link do not share a queue.
    predicate net_is_in(struct net_in *link) =
      net_is_producer(&link->free) && net_is_consumer(&link->active) && link->channel < SDDF_MAX_CHANNELS &&
      \base_addr(link->free.queue) != \base_addr(link->active.queue);
    predicate net_is_out(struct net_out *link) =
      net_is_consumer(&link->free) && net_is_producer(&link->active) && link->channel < SDDF_MAX_CHANNELS &&
      \base_addr(link->free.queue) != \base_addr(link->active.queue);

    // Exactly one descriptor was taken between the two moments, or none.
    predicate net_took{L1,L2}(struct net_consumer *c) =
      \at(c->index.head, L2) == (uint16_t)(\at(c->index.head, L1) + 1);
    predicate net_took_none{L1,L2}(struct net_consumer *c) =
      \at(c->index.head, L2) == \at(c->index.head, L1);

    // Exactly one was given, or none.
    predicate net_gave{L1,L2}(struct net_producer *p) =
      \at(p->index.tail, L2) == (uint16_t)(\at(p->index.tail, L1) + 1);
    predicate net_gave_none{L1,L2}(struct net_producer *p) =
      \at(p->index.tail, L2) == \at(p->index.tail, L1);

    // Where the next descriptor goes.
    logic net_buff_desc_t *net_next(struct net_producer *p) =
      &p->queue->buffers[p->index.tail & (p->index.capacity - 1)]; */

/* True if `region` can hold a queue of `capacity` descriptors and the capacity is legal (NET-3, NET-4). */
/*@ requires \valid_read(region);
    assigns \nothing;
    ensures \result ==> 0 < capacity <= SDDF_NET_MAX_CAPACITY && region->vaddr != NULL &&
                        region->size >= 8 + 16 * capacity; */
static inline bool net_region_holds_queue(const region_resource_t *region, uint32_t capacity)
{
    return spsc16_capacity_valid(capacity) && region->vaddr != NULL
        && region->size >= NET_QUEUE_BYTES((uint64_t)capacity);
}

/* True if both queues of a connection lie in their regions. */
/*@ requires \valid_read(conn);
    assigns \nothing;
    ensures \result ==> 0 < conn->num_buffers <= SDDF_NET_MAX_CAPACITY &&
      conn->free_queue.size >= 8 + 16 * conn->num_buffers && conn->free_queue.vaddr != NULL &&
      conn->active_queue.size >= 8 + 16 * conn->num_buffers && conn->active_queue.vaddr != NULL; */
static inline bool net_connection_valid(const net_connection_resource_t *conn)
{
    return net_region_holds_queue(&conn->free_queue, conn->num_buffers)
        && net_region_holds_queue(&conn->active_queue, conn->num_buffers);
}

/* Binds a consumer to a queue in zeroed memory. */
static inline void net_consumer_init(struct net_consumer *consumer, const region_resource_t *region,
                                     uint32_t capacity)
{
    consumer->queue = (net_queue_t *)region->vaddr;
    spsc16_consumer_init(&consumer->index, &consumer->queue->tail, &consumer->queue->head, capacity, 0);
}

/* Binds a producer to a queue in zeroed memory. */
static inline void net_producer_init(struct net_producer *producer, const region_resource_t *region,
                                     uint32_t capacity)
{
    producer->queue = (net_queue_t *)region->vaddr;
    spsc16_producer_init(&producer->index, &producer->queue->tail, &producer->queue->head, capacity, 0);
}

/* Sets up the receiving end of a connection; false if its config is not sound. */
static inline bool net_in_init(struct net_in *link, const net_connection_resource_t *conn)
{
    if (!net_connection_valid(conn)) {
        return false;
    }
    net_producer_init(&link->free, &conn->free_queue, conn->num_buffers);
    net_consumer_init(&link->active, &conn->active_queue, conn->num_buffers);
    link->channel = conn->id;
    return true;
}

/* Sets up the sending end of a connection; false if its config is not sound. */
static inline bool net_out_init(struct net_out *link, const net_connection_resource_t *conn)
{
    if (!net_connection_valid(conn)) {
        return false;
    }
    net_consumer_init(&link->free, &conn->free_queue, conn->num_buffers);
    net_producer_init(&link->active, &conn->active_queue, conn->num_buffers);
    link->channel = conn->id;
    return true;
}

/*
 * Producer of a queue that its consumer filled before it started (NET-9: a client's transmit buffers):
 * goes on after what is there. Whatever the index is, it is private from now on; call it once.
 */
/*@ requires net_is_producer(producer);
    assigns producer->index.tail; */
static inline void net_producer_adopt(struct net_producer *producer)
{
    producer->index.tail = load_acquire_16(&producer->queue->tail);
}

/* True if there is nothing to take. */
/*@ requires net_is_consumer(consumer);
    assigns consumer->index.violations; */
static inline bool net_consumer_empty(struct net_consumer *consumer)
{
    return spsc16_consumer_ready(&consumer->index) == 0;
}

/*
 * Takes the oldest descriptor into private memory; false if there is none. Each field is fetched
 * exactly once, so what the caller checks is what it uses.
 */
/*@ requires net_is_consumer(consumer) && \valid(out);
    requires \separated(out, consumer) && \base_addr(out) != \base_addr(consumer->queue);
    assigns consumer->index.violations, consumer->index.head, consumer->queue->head, *out;
    ensures \result ==> net_took{Pre,Post}(consumer) && consumer->queue->head == consumer->index.head;
    ensures \result ==> out->oid < 64;
    ensures !\result ==> net_took_none{Pre,Post}(consumer) && *out == \old(*out); */
static inline bool net_take(struct net_consumer *consumer, net_buff_desc_t *out)
{
    if (net_consumer_empty(consumer)) {
        return false;
    }
    uint32_t number = spsc16_consumer_slot(&consumer->index, 0);
    const volatile net_buff_desc_t *slot = &consumer->queue->buffers[number];
    out->io_or_offset = slot->io_or_offset; /* [Q5] */
    out->len = slot->len;
    out->oid = slot->oid & NET_OID_MAX;
    spsc16_consumer_release(&consumer->index, 1); /* [E1] */
    return true;
}

/* True if at least one descriptor can be given. */
/*@ requires net_is_producer(producer);
    assigns producer->index.violations; */
static inline bool net_producer_has_room(struct net_producer *producer)
{
    return spsc16_producer_free(&producer->index) != 0;
}

/* Publishes a descriptor; false, and nothing done, if there is no room. */
/*@ requires net_is_producer(producer);
    assigns producer->index.violations, producer->index.tail, producer->queue->tail, *net_next(producer);
    ensures \result ==> net_gave{Pre,Post}(producer) && producer->queue->tail == producer->index.tail;
    ensures \result ==> *\old(net_next(producer)) == desc;
    ensures !\result ==> net_gave_none{Pre,Post}(producer); */
static inline bool net_give(struct net_producer *producer, net_buff_desc_t desc)
{
    if (!net_producer_has_room(producer)) {
        return false;
    }
    producer->queue->buffers[spsc16_producer_slot(&producer->index, 0)] = desc; /* [Q2] */
    spsc16_producer_publish(&producer->index, 1);
    return true;
}

/*
 * Consumer that found the queue empty: asks for a notification and looks again (SIG-3 phase 2). True
 * if something came meanwhile: the request is withdrawn, and the caller must go on taking.
 */
/*@ requires net_is_consumer(consumer);
    assigns consumer->index.violations, consumer->queue->consumer_signalled;
    ensures consumer->queue->consumer_signalled == (\result ? 1 : 0); */
static inline bool net_rearm(struct net_consumer *consumer)
{
    queue_signal_request(&consumer->queue->consumer_signalled); /* [E2] */
    if (net_consumer_empty(consumer)) {
        return false;
    }
    queue_signal_cancel(&consumer->queue->consumer_signalled); /* [E3] */
    return true;
}

/*
 * The consumer's loop of SIG-3, one descriptor a call: false once the queue is empty and a
 * notification requested. Every look at the queue costs one unit of `*budget`, so that a producer on
 * another core cannot keep us here; when it is used up the answer is false too, with `*budget` 0 and
 * the notification requested, and descriptors may be left. A descriptor costs at most two looks.
 */
/*@ requires net_is_consumer(consumer) && \valid(out) && \valid(budget);
    requires \separated(out, budget, consumer) && \base_addr(out) != \base_addr(consumer->queue) &&
             \base_addr(budget) != \base_addr(consumer->queue);
    assigns consumer->index.violations, consumer->index.head, consumer->queue->head, *out, *budget,
            consumer->queue->consumer_signalled;
    ensures \result ==> net_took{Pre,Post}(consumer) && *budget < \old(*budget);
    ensures \result ==> out->oid < 64;
    ensures !\result ==> net_took_none{Pre,Post}(consumer) && *budget <= \old(*budget);
    ensures !\result ==> consumer->queue->consumer_signalled == 0; */
static inline bool net_take_bounded(struct net_consumer *consumer, uint32_t *budget, net_buff_desc_t *out)
{
    /*@ loop invariant *budget <= \at(*budget, Pre) && net_took_none{Pre,Here}(consumer);
        loop assigns consumer->index.violations, consumer->index.head, consumer->queue->head, *out, *budget,
                     consumer->queue->consumer_signalled;
        loop variant *budget; */
    while (*budget > 0) {
        *budget -= 1;
        if (net_take(consumer, out)) { /* [E5] */
            return true;
        }
        if (!net_rearm(consumer)) { /* [E6] */
            return false;
        }
    }
    queue_signal_request(&consumer->queue->consumer_signalled);
    return false;
}

/*
 * Consumer that does not need to be woken for what may come: it will look again before it needs it.
 * Whoever calls this owes the proof that it will.
 */
/*@ requires net_is_consumer(consumer);
    assigns consumer->queue->consumer_signalled;
    ensures consumer->queue->consumer_signalled == 1; */
static inline void net_leave(struct net_consumer *consumer)
{
    queue_signal_cancel(&consumer->queue->consumer_signalled); /* [E7] */
}

/* Budget for everything that a queue can hold at once. */
/*@ requires \valid_read(consumer) && consumer->index.capacity <= SDDF_NET_MAX_CAPACITY;
    assigns \nothing;
    ensures \result == 2 * consumer->index.capacity; */
static inline uint32_t net_consumer_budget(const struct net_consumer *consumer)
{
    return 2 * consumer->index.capacity;
}

/*
 * Notifies a peer. At the end of a handler (`last`) that is done by the system call that ends it, if no
 * other deferred operation has that place (GEN-7).
 */
/*@ requires channel < SDDF_MAX_CHANNELS;
    assigns sddf_notifications[channel], sddf_deferred;
    ensures sddf_notifications[channel] == (uint64_t)(\old(sddf_notifications[channel]) + 1);
    ensures \old(sddf_deferred) != (unsigned int)-1 || !last ==> sddf_deferred == \old(sddf_deferred); */
static inline void net_notify(sddf_channel channel, bool last)
{
    if (last && sddf_deferred_notify_curr() == (unsigned int)-1) {
        sddf_deferred_notify(channel); /* [E8] */
    } else {
        sddf_notify(channel); /* [E9] */
    }
}

/* Consumer: true if a notification is requested and has not been sent yet. */
/*@ requires net_is_consumer(consumer);
    assigns \nothing; */
static inline bool net_is_armed(const struct net_consumer *consumer)
{
    return queue_signal_required(&consumer->queue->consumer_signalled);
}

/* Producer: true if the consumer waits for a descriptor; nothing changes. */
/*@ requires net_is_producer(producer);
    assigns \nothing; */
static inline bool net_is_awaited(const struct net_producer *producer)
{
    return queue_signal_required(&producer->queue->consumer_signalled);
}

/* Producer that gave something: true if the consumer must be notified now (SIG-3 phase 3). */
/*@ requires net_is_producer(producer);
    assigns producer->queue->consumer_signalled;
    ensures \result ==> producer->queue->consumer_signalled == 1; */
static inline bool net_signal_due(struct net_producer *producer)
{
    return queue_signal_take(&producer->queue->consumer_signalled);
}
