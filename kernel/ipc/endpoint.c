/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sending and receiving through endpoints (IPC-1 to IPC-29).
 */
#include "ipc/endpoint.h"

#include "ipc/notification.h"
#include "ipc/reply.h"
#include "ipc/restart.h"
#include "ipc/transfer.h"
#include "sched/sched_context.h"
#include "sched/scheduler.h"
#include "state.h"

/* The first thread of the queue if the queue is in the given state. */
static struct tcb *endpoint_first(const struct endpoint *ep, enum thread_state state)
{
    struct tcb *head = ep->queue.head;
    return head && head->state == (uint8_t)state ? head : NULL;
}

void endpoint_dequeue(struct tcb *t)
{
    wait_queue_remove(&t->wait_endpoint->queue, t);
}

/* IPC-3: nothing is copied before a receiver comes. */
static void endpoint_block_sender(struct endpoint *ep, struct send_options options, struct tcb *t)
{
    t->wait_endpoint = ep;
    t->wait_badge = options.badge;
    t->wait_grant = options.grant;
    t->wait_grant_reply = options.grant_reply;
    t->wait_is_call = options.is_call;
    thread_set_state(t, SEND_BLOCKED);
    wait_queue_insert(&ep->queue, t);
}

/* Takes the reply object that a waiting receiver offered, or null. */
static struct reply *endpoint_take_reply(struct tcb *receiver)
{
    struct reply *k = receiver->reply;

    if (k) {
        reply_disarm(k);
        thread_set_state(receiver, INACTIVE);
    }
    return k;
}

void endpoint_send(struct endpoint *ep, struct send_options options, struct tcb *t)
{
    struct tcb *receiver = endpoint_first(ep, RECV_BLOCKED);

    if (!receiver) {
        if (options.blocking) {
            endpoint_block_sender(ep, options, t);
        }
        return;
    }
    endpoint_dequeue(receiver);
    message_transfer(t, receiver, options.badge, options.grant, ep);

    struct reply *k = endpoint_take_reply(receiver);
    if (options.is_call || t->fault.kind != FAULT_NONE) {
        if (k && (options.grant || options.grant_reply)) {
            reply_push(t, receiver, k, options.may_donate);
        } else {
            thread_set_state(t, INACTIVE);
        }
    } else if (options.may_donate && t->sc && !receiver->sc) {
        sc_donate(t->sc, receiver);
    }
    thread_set_state(receiver, RUNNING);
    sc_wake(receiver->sc);
    scheduler_offer(receiver);
}

static void endpoint_block_receiver(struct endpoint *ep, struct reply *reply)
{
    struct tcb *t = kernel.cur;

    t->wait_endpoint = ep;
    t->reply = reply;
    if (reply) {
        reply->tcb = t;
    }
    thread_set_state(t, RECV_BLOCKED);
    wait_queue_insert(&ep->queue, t);
}

/* IPC-12 */
static void endpoint_receive_from(struct endpoint *ep, struct tcb *sender, struct reply *reply)
{
    struct tcb *t = kernel.cur;
    bool is_timeout = sender->fault.kind == FAULT_TIMEOUT;

    endpoint_dequeue(sender);
    message_transfer(sender, t, sender->wait_badge, sender->wait_grant, ep);
    sc_wake(sender->sc);
    if (!sender->wait_is_call && sender->fault.kind == FAULT_NONE) {
        thread_set_state(sender, RUNNING);
        scheduler_offer(sender);
    } else if (reply && (sender->wait_grant || sender->wait_grant_reply)) {
        reply_push(sender, t, reply, sender->sc && !is_timeout);
    } else {
        thread_set_state(sender, INACTIVE);
    }
}

void endpoint_receive(struct endpoint *ep, struct reply *reply, bool blocking)
{
    struct tcb *t = kernel.cur;
    struct notification *bound = t->bound_notification;

    if (reply && reply->tcb && reply->tcb != t) {
        thread_cancel_ipc(reply->tcb);
    }
    if (bound && bound->active) {
        notification_deliver_bound(bound);
        return;
    }
    if (bound && blocking) {
        notification_return_sc(bound, t);
    }

    struct tcb *sender = endpoint_first(ep, SEND_BLOCKED);
    if (sender) {
        endpoint_receive_from(ep, sender, reply);
    } else if (blocking) {
        endpoint_block_receiver(ep, reply);
    } else {
        t->context.reg[REG_BADGE] = 0;
    }
}

void endpoint_destroy(struct endpoint *ep)
{
    bool was_idle = ep->queue.head == NULL;

    while (ep->queue.head) {
        struct tcb *t = ep->queue.head;
        endpoint_dequeue(t);
        if (t->reply) {
            reply_disarm(t->reply);
        }
        restart_waiter(t);
    }
    if (!was_idle) {
        scheduler_resched();
    }
}

void endpoint_cancel_badged(struct endpoint *ep, word_t badge)
{
    struct tcb *t = endpoint_first(ep, SEND_BLOCKED);

    if (!t) {
        return;
    }
    while (t) {
        struct tcb *next = t->wait_next;
        if (t->wait_badge == badge) {
            endpoint_dequeue(t);
            restart_waiter(t);
        }
        t = next;
    }
    scheduler_resched();
}
