/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Receiving: a signal is there already, a poll finds nothing, or CUR waits, as the only one, and another thread runs.
 */
#include "syscall/fastpath_steps.h"

/* NTF-8, NTF-10 for a thread that runs on its own scheduling context, as CUR does at entry. */
static inline struct tcb *fastpath_take_signal(struct tcb *cur, struct notification *n)
{
    cur->context.reg[REG_BADGE] = n->word;
    n->active = false;
    n->word = 0;
    return cur;
}

/* IPC-16 */
static inline struct tcb *fastpath_take_nothing(struct tcb *cur)
{
    cur->context.reg[REG_BADGE] = 0;
    return cur;
}

/* IPC-11.4; a scheduling context that the bound notification lent must be given back: general path. */
static inline struct tcb *fastpath_wait_endpoint(struct tcb *cur, struct endpoint *ep, struct reply *reply)
{
    const struct notification *bound = cur->bound_notification;

    if ((bound && bound->sc == cur->sc) || ep->queue.head || !fastpath_account_is_good()) {
        return NULL;
    }
    cur->wait_endpoint = ep;
    cur->reply = reply;
    if (reply) {
        reply->tcb = cur;
    }
    cur->state = RECV_BLOCKED;
    fastpath_enqueue(&ep->queue, cur);
    return fastpath_run_next(cur);
}

static inline struct tcb *fastpath_wait_notification(struct tcb *cur, struct notification *n)
{
    if (n->sc == cur->sc || n->queue.head || !fastpath_account_is_good()) {
        return NULL;
    }
    cur->wait_notification = n;
    cur->state = NTFN_BLOCKED;
    fastpath_enqueue(&n->queue, cur);
    return fastpath_run_next(cur);
}

static inline struct tcb *fastpath_receive_endpoint_now(struct tcb *cur, struct cap cap, struct reply *reply,
                                                              bool blocking)
{
    struct endpoint *ep = endpoint_at(cap.object);
    struct notification *bound = cur->bound_notification;

    if (bound && bound->active) {
        return fastpath_take_signal(cur, bound);
    }
    if (ep->queue.head && ep->queue.head->state == SEND_BLOCKED) {
        return NULL;
    }
    return blocking ? fastpath_wait_endpoint(cur, ep, reply) : fastpath_take_nothing(cur);
}

static inline struct tcb *fastpath_receive_notification(struct tcb *cur, struct cap cap, bool blocking)
{
    struct notification *n = notification_at(cap.object);

    if (n->bound_tcb && n->bound_tcb != cur) {
        return NULL;
    }
    if (n->active) {
        return fastpath_take_signal(cur, n);
    }
    return blocking ? fastpath_wait_notification(cur, n) : fastpath_take_nothing(cur);
}

struct tcb *fastpath_receive(const struct slot *slot, bool blocking)
{
    struct tcb *cur = kernel.cur;
    struct cap cap = slot->cap;

    if (!cap_allows(cap, RIGHT_READ)) {
        return NULL;
    }
    if (cap_is(cap, CAP_NOTIFICATION)) {
        return fastpath_receive_notification(cur, cap, blocking);
    }
    if (cap_is(cap, CAP_ENDPOINT)) {
        return fastpath_receive_endpoint_now(cur, cap, NULL, blocking);
    }
    return NULL;
}

/* IPC-10.2, IPC-11.1: a reply object that is not free must be cancelled, and a missing one complained of. */
struct tcb *fastpath_receive_with_reply(const struct slot *slot, const struct slot *reply, bool blocking)
{
    if (!cap_is(slot->cap, CAP_ENDPOINT)) {
        return fastpath_receive(slot, blocking);
    }
    if (!cap_allows(slot->cap, RIGHT_READ) || !reply || !cap_is(reply->cap, CAP_REPLY) ||
        reply_at(reply->cap.object)->tcb) {
        return NULL;
    }
    return fastpath_receive_endpoint_now(kernel.cur, slot->cap, reply_at(reply->cap.object), blocking);
}
