/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signals, and messages to receivers that run on their own scheduling context. A thread of higher priority that is
 * woken runs at once; others wait for their turn.
 */
#include "syscall/fastpath_steps.h"

/* IPC-4 without a call. */
static inline struct tcb *fastpath_send_message(struct tcb *cur, struct cap cap, struct message_words words,
                                                word_t info)
{
    struct endpoint *ep = endpoint_at(cap.object);
    struct tcb *receiver = ep->queue.head;

    if (!cap_allows(cap, RIGHT_WRITE) || !fastpath_message(info) || !receiver || receiver->state != RECV_BLOCKED ||
        !fastpath_can_run(receiver, receiver->sc) || receiver->priority <= cur->priority ||
        !fastpath_account_is_good()) {
        return NULL;
    }
    fastpath_stop_receiving(ep, receiver);
    return fastpath_deliver(END_PREEMPT, cur, receiver, words, info, cap.data);
}

/* NTF-7: t, which waits for n and has no time of its own, is to run on that which n lends. */
APART static struct tcb *fastpath_wake_passive(struct tcb *cur, struct notification *n, struct tcb *t, word_t badge)
{
    struct sched_context *sc = n->sc;
    bool above = fastpath_is_above(t, cur);

    if (!fastpath_can_run(t, sc) || sc->tcb || (sc->sporadic && !above) || !fastpath_account_is_good_apart() ||
        !sc_ready(sc) || !sc_sufficient(sc, 0)) {
        return NULL;
    }
    sc->tcb = t;
    t->sc = sc;
    fastpath_end_wait(n, t, badge);
    return above ? fastpath_end(END_PREEMPT, cur, t) : fastpath_make_ready(cur, t);
}

/* CUR, if it waits already, gives way to a thread below it as well. */
static inline bool fastpath_runs_at_once(const struct tcb *t, const struct tcb *cur)
{
    return fastpath_is_above(t, cur) || (cur->state != RUNNING && fastpath_is_next(cur, t));
}

/* NTF-4, NTF-5: t, which waits for n, gets the signal. */
static inline struct tcb *fastpath_wake(struct tcb *cur, struct notification *n, struct tcb *t, word_t badge,
                                        word_t account_is_good)
{
    struct sched_context *sc = t->sc;

    if (!sc) {
        return fastpath_wake_passive(cur, n, t, badge);
    }
    if (!fastpath_can_run(t, sc)) {
        return NULL;
    }
    if (fastpath_runs_at_once(t, cur)) {
        if (!account_is_good && !fastpath_account_is_good()) {
            return NULL;
        }
        fastpath_end_wait(n, t, badge);
        return fastpath_end(END_PREEMPT, cur, t);
    }
    if (sc->sporadic) {
        return NULL;
    }
    fastpath_end_wait(n, t, badge);
    return fastpath_make_ready(cur, t);
}

APART struct tcb *fastpath_signal(struct tcb *cur, const struct slot *slot, word_t account_is_good)
{
    struct cap cap = slot->cap;
    struct notification *n = notification_at(cap.object);
    struct tcb *waiter = NULL;

    if (!cap_allows(cap, RIGHT_WRITE)) {
        return NULL;
    }
    if (n->active) {
        n->word |= cap.data;
        return cur;
    }
    if (!fastpath_find_waiter(n, &waiter)) {
        return NULL;
    }
    if (waiter) {
        return fastpath_wake(cur, n, waiter, cap.data, account_is_good);
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
    if (!cap_is(slot->cap, CAP_NOTIFICATION) || !fastpath_signal(kernel.cur, slot, true)) {
        return false;
    }
    arch_irq_mask(irq);
    arch_irq_end(irq);
    return true;
}

APART struct tcb *fastpath_send(const struct slot *slot, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3)
{
    struct tcb *cur = kernel.cur;

    if (cap_is(slot->cap, CAP_ENDPOINT)) {
        return fastpath_send_message(cur, slot->cap, (struct message_words){mr0, mr1, mr2, mr3}, info);
    }
    if ((info & INFO_EXTRA_CAPS) != 0) {
        return NULL;
    }
    if (cap_is(slot->cap, CAP_NOTIFICATION)) {
        return fastpath_signal(cur, slot, false);
    }
    return cap_is(slot->cap, CAP_NULL) ? cur : NULL; /* OUT-1: dropped */
}
