/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signals, and messages to receivers that run on their own scheduling context. A thread of higher priority that is
 * woken runs at once; others wait for their turn.
 */
#include "syscall/fastpath_steps.h"

/* Is t, which waits, ready to run on its own scheduling context, and in this domain? */
static inline bool fastpath_can_wake(const struct tcb *t)
{
    return t->sc && sc_active(t->sc) && t->domain == kernel.direct_domain;
}

/* The idle thread gives way to all. */
static inline bool fastpath_is_above(const struct tcb *t, const struct tcb *cur)
{
    return t->priority > cur->priority || cur->state == IDLE;
}

/* t is the first that receives on ep; its reply object becomes free. */
static inline void fastpath_stop_receiving(struct endpoint *ep, struct tcb *t)
{
    fastpath_dequeue(&ep->queue, t);
    if (t->reply) {
        t->reply->tcb = NULL;
        t->reply = NULL;
    }
}

/* IPC-4 without a call. */
static inline struct tcb *fastpath_send_message(struct tcb *cur, struct cap cap, struct message_words words,
                                                word_t info)
{
    struct endpoint *ep = endpoint_at(cap.object);
    struct tcb *receiver = ep->queue.head;

    if (!cap_allows(cap, RIGHT_WRITE) || !fastpath_message(info) || !receiver || receiver->state != RECV_BLOCKED ||
        !fastpath_can_wake(receiver) || receiver->priority <= cur->priority || !fastpath_account_is_good()) {
        return NULL;
    }
    fastpath_stop_receiving(ep, receiver);
    return fastpath_deliver(END_PREEMPT, cur, receiver, words, info, cap.data);
}

static inline void fastpath_end_wait(struct notification *n, struct tcb *t, word_t badge)
{
    if (t->state == NTFN_BLOCKED) {
        fastpath_dequeue(&n->queue, t);
    } else {
        fastpath_stop_receiving(t->wait_endpoint, t);
    }
    t->context.reg[REG_BADGE] = badge;
}

/* NTF-4, NTF-5: t is the first waiter, or the bound thread, which receives. */
static inline struct tcb *fastpath_wake(struct tcb *cur, struct notification *n, struct tcb *t, word_t badge)
{
    if (!fastpath_can_wake(t)) {
        return NULL;
    }
    if (fastpath_is_above(t, cur)) {
        if (!fastpath_account_is_good()) {
            return NULL;
        }
        fastpath_end_wait(n, t, badge);
        return fastpath_end(END_PREEMPT, cur, t);
    }
    if (t->sc->sporadic) {
        return NULL;
    }
    fastpath_end_wait(n, t, badge);
    return fastpath_make_ready(cur, t);
}

/* NTF-3 to NTF-6, through the notification capability in slot. */
APART static struct tcb *fastpath_signal(struct tcb *cur, const struct slot *slot)
{
    struct cap cap = slot->cap;
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
    if (!waiter && bound && bound->state == RECV_BLOCKED) {
        if (bound->wait_endpoint->queue.head != bound) {
            return NULL;
        }
        waiter = bound;
    }
    if (waiter) {
        return fastpath_wake(cur, n, waiter, cap.data);
    }
    n->word = cap.data;
    n->active = true;
    return cur;
}

bool fastpath_interrupt(word_t irq)
{
    if (irq >= IRQ_COUNT || kernel.irq_state[irq] != IRQ_SIGNAL || !fastpath_account_is_good()) {
        return false;
    }
    const struct slot *slot = &kernel.irq_slot[irq];
    if (!cap_is(slot->cap, CAP_NOTIFICATION) || !fastpath_signal(kernel.cur, slot)) {
        return false;
    }
    arch_irq_mask(irq);
    arch_irq_end(irq);
    return true;
}

struct tcb *fastpath_send(const struct slot *slot, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3)
{
    struct tcb *cur = kernel.cur;

    if (cap_is(slot->cap, CAP_ENDPOINT)) {
        return fastpath_send_message(cur, slot->cap, (struct message_words){mr0, mr1, mr2, mr3}, info);
    }
    if ((info & INFO_EXTRA_CAPS) != 0) {
        return NULL;
    }
    if (cap_is(slot->cap, CAP_NOTIFICATION)) {
        return fastpath_signal(cur, slot);
    }
    return cap_is(slot->cap, CAP_NULL) ? cur : NULL; /* OUT-1: dropped */
}
