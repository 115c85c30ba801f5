/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Short paths of receiving: a signal is there already, a poll finds nothing, or CUR waits and another thread runs.
 */
#pragma once

#include "cspace/lookup.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "sched/scheduler.h"
#include "sched/time.h"
#include "state.h"

/* Paths that change the account must charge the time. True: nothing else is due now. False leaves everything to the
 * general path, which samples again. */
static inline bool fastpath_account_is_good(void)
{
    time_sample();
    return sc_sufficient(kernel.cur_sc, kernel.pending) && scheduler_is_quiet();
}

/* NTF-8, NTF-10 for a thread that runs on its own scheduling context, as CUR does at entry. */
static inline bool fastpath_take_signal(struct notification *n)
{
    kernel.cur->context.reg[REG_BADGE] = n->word;
    n->active = false;
    n->word = 0;
    return true;
}

/* IPC-16 */
static inline bool fastpath_take_nothing(void)
{
    kernel.cur->context.reg[REG_BADGE] = 0;
    return true;
}

/* CUR has become blocked: whoever comes next runs. */
static inline bool fastpath_run_next(void)
{
    scheduler_pick();
    scheduler_settle_time();
    activate();
    return true;
}

/* IPC-11.4; a scheduling context that the bound notification lent must be given back: general path. */
static inline bool fastpath_wait_endpoint(struct endpoint *ep, struct reply *reply)
{
    struct tcb *cur = kernel.cur;
    const struct notification *bound = cur->bound_notification;

    if ((bound && bound->sc == cur->sc) || !fastpath_account_is_good()) {
        return false;
    }
    cur->wait_endpoint = ep;
    cur->reply = reply;
    if (reply) {
        reply->tcb = cur;
    }
    cur->state = RECV_BLOCKED;
    wait_queue_insert(&ep->queue, cur);
    return fastpath_run_next();
}

static inline bool fastpath_wait_notification(struct notification *n)
{
    struct tcb *cur = kernel.cur;

    if (n->sc == cur->sc || !fastpath_account_is_good()) {
        return false;
    }
    cur->wait_notification = n;
    cur->state = NTFN_BLOCKED;
    wait_queue_insert(&n->queue, cur);
    return fastpath_run_next();
}

/* IPC-10.2, IPC-11.1: the free reply object that CUR names; null: there is something to cancel or to complain of. */
static inline struct reply *fastpath_free_reply(void)
{
    const struct tcb *cur = kernel.cur;
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_REPLY]);

    if (!slot || !cap_is(slot->cap, CAP_REPLY) || reply_at(slot->cap.object)->tcb) {
        return NULL;
    }
    return reply_at(slot->cap.object);
}

static inline bool fastpath_receive_endpoint_now(struct cap cap, bool blocking, bool with_reply)
{
    struct endpoint *ep = endpoint_at(cap.object);
    struct notification *bound = kernel.cur->bound_notification;
    struct reply *reply = with_reply ? fastpath_free_reply() : NULL;

    if (with_reply && !reply) {
        return false;
    }
    if (bound && bound->active) {
        return fastpath_take_signal(bound);
    }
    if (ep->queue.head && ep->queue.head->state == SEND_BLOCKED) {
        return false;
    }
    return blocking ? fastpath_wait_endpoint(ep, reply) : fastpath_take_nothing();
}

static inline bool fastpath_receive_notification_now(struct cap cap, bool blocking)
{
    struct notification *n = notification_at(cap.object);

    if (n->bound_tcb && n->bound_tcb != kernel.cur) {
        return false;
    }
    if (n->active) {
        return fastpath_take_signal(n);
    }
    return blocking ? fastpath_wait_notification(n) : fastpath_take_nothing();
}

static inline bool fastpath_receive(bool blocking, bool with_reply)
{
    const struct tcb *cur = kernel.cur;
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);

    if (!slot || !cap_allows(slot->cap, RIGHT_READ)) {
        return false;
    }
    switch (slot->cap.kind) {
    case CAP_ENDPOINT:
        return fastpath_receive_endpoint_now(slot->cap, blocking, with_reply);
    case CAP_NOTIFICATION:
        return fastpath_receive_notification_now(slot->cap, blocking);
    default:
        return false;
    }
}
