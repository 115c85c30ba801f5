/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signals, and messages to receivers that run on their own scheduling context. A thread of higher priority that is
 * woken runs at once; others wait for their turn.
 */
#include "syscall/fastpath_steps.h"

/* Is t, which waits, ready to run on its own scheduling context where CUR runs? */
static inline bool fastpath_can_wake(const struct tcb *cur, const struct tcb *t)
{
    return t->sc && sc_active(t->sc) && t->domain == cur->domain;
}

/* IPC-4 without a call. */
static inline struct tcb *fastpath_send_message(struct tcb *cur, struct cap cap, struct message_words words,
                                                word_t info)
{
    struct endpoint *ep = endpoint_at(cap.object);
    struct tcb *receiver = ep->queue.head;

    if (!cap_allows(cap, RIGHT_WRITE) || !fastpath_message(info) || !receiver || receiver->state != RECV_BLOCKED ||
        !fastpath_can_wake(cur, receiver) || receiver->priority <= cur->priority || !fastpath_account_is_good()) {
        return NULL;
    }
    fastpath_dequeue(&ep->queue, receiver);
    if (receiver->reply) {
        reply_disarm(receiver->reply);
    }
    return fastpath_deliver(END_PREEMPT, cur, receiver, words, info, cap.data);
}

/* NTF-4, NTF-5: t is the first waiter, or the bound thread, which receives. */
static inline struct tcb *fastpath_wake(struct tcb *cur, struct notification *n, struct tcb *t, word_t badge)
{
    bool preempts = t->priority > cur->priority;

    if (!fastpath_can_wake(cur, t)) {
        return NULL;
    }
    if (preempts ? !fastpath_account_is_good() : t->sc->sporadic || ready_highest() > (int32_t)cur->priority) {
        return NULL;
    }
    if (t->state == NTFN_BLOCKED) {
        fastpath_dequeue(&n->queue, t);
    } else {
        endpoint_dequeue(t);
        if (t->reply) {
            reply_disarm(t->reply);
        }
    }
    t->context.reg[REG_BADGE] = badge;
    return preempts ? fastpath_end(END_PREEMPT, cur, t) : fastpath_make_ready(cur, t);
}

/* NTF-3 to NTF-6 */
static inline struct tcb *fastpath_signal(struct tcb *cur, struct cap cap)
{
    struct notification *n = notification_at(cap.object);
    struct tcb *waiter = n->queue.head;
    struct tcb *bound = n->bound_tcb;

    if (!cap_allows(cap, RIGHT_WRITE)) {
        return NULL;
    }
    if (n->active) {
        n->word |= cap.data;
        return cur;
    }
    if (waiter) {
        return fastpath_wake(cur, n, waiter, cap.data);
    }
    if (bound && bound->state == RECV_BLOCKED) {
        return fastpath_wake(cur, n, bound, cap.data);
    }
    n->word = cap.data;
    n->active = true;
    return cur;
}

struct tcb *fastpath_send(const struct slot *slot, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3)
{
    struct tcb *cur = kernel.cur;
    struct cap cap = slot->cap;

    if ((info & INFO_EXTRA_CAPS) != 0) {
        return NULL;
    }
    switch (cap.kind) {
    case CAP_NOTIFICATION:
        return fastpath_signal(cur, cap);
    case CAP_ENDPOINT:
        return fastpath_send_message(cur, cap, (struct message_words){mr0, mr1, mr2, mr3}, info);
    case CAP_NULL:
        return cur; /* OUT-1: dropped */
    default:
        return NULL;
    }
}
