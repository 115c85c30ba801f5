/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Receives that need no switch: a signal is there already, or a poll finds nothing.
 */
#pragma once

#include "cspace/lookup.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "state.h"

/* NTF-8, NTF-10 for a thread that runs on its own scheduling context, as CUR does at entry. */
static inline bool fastpath_take_signal(struct notification *n)
{
    kernel.cur->context.reg[REG_BADGE] = n->word;
    n->active = false;
    n->word = 0;
    return true;
}

/* IPC-16; a blocking call is left to the general path. */
static inline bool fastpath_nothing(bool blocking)
{
    if (!blocking) {
        kernel.cur->context.reg[REG_BADGE] = 0;
    }
    return !blocking;
}

/* IPC-10.2, IPC-11.1: a reply object that needs no cancelling; a receive without one needs none. */
static inline bool fastpath_reply_is_free(bool with_reply)
{
    const struct tcb *cur = kernel.cur;
    const struct slot *slot;

    if (!with_reply) {
        return true;
    }
    slot = cspace_lookup(cur, cur->context.reg[REG_REPLY]);
    return slot && cap_is(slot->cap, CAP_REPLY) && !reply_at(slot->cap.object)->tcb;
}

static inline bool fastpath_receive_endpoint_now(struct cap cap, bool blocking, bool with_reply)
{
    struct notification *bound = kernel.cur->bound_notification;
    const struct tcb *head = endpoint_at(cap.object)->queue.head;
    bool signalled = bound && bound->active;

    if (!signalled && (blocking || (head && head->state == SEND_BLOCKED))) {
        return false;
    }
    if (!fastpath_reply_is_free(with_reply)) {
        return false;
    }
    return signalled ? fastpath_take_signal(bound) : fastpath_nothing(blocking);
}

static inline bool fastpath_receive_notification_now(struct cap cap, bool blocking)
{
    struct notification *n = notification_at(cap.object);

    if (n->bound_tcb && n->bound_tcb != kernel.cur) {
        return false;
    }
    return n->active ? fastpath_take_signal(n) : fastpath_nothing(blocking);
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
