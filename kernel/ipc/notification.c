/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signalling and waiting (NTF-1 to NTF-17).
 */
#include "ipc/notification.h"

#include "ipc/restart.h"
#include "sched/refill.h"
#include "sched/sched_context.h"
#include "sched/scheduler.h"
#include "state.h"

void notification_dequeue(struct tcb *t)
{
    wait_queue_remove(&t->wait_notification->queue, t);
}

/* NTF-7 */
static void notification_donate_if_passive(struct notification *n, struct tcb *t)
{
    if (!t->sc && n->sc && !n->sc->tcb) {
        sc_donate(n->sc, t);
        sc_resume(n->sc);
    }
}

/* NTF-4, NTF-5: t, taken off whatever it waited for, gets the signal. */
static void notification_deliver(struct notification *n, struct tcb *t, word_t badge)
{
    thread_set_state(t, RUNNING);
    t->context.reg[REG_BADGE] = badge;
    notification_donate_if_passive(n, t);
    if (thread_schedulable(t)) {
        scheduler_offer(t);
    }
    sc_wake(t->sc);
}

void notification_signal(struct notification *n, word_t badge)
{
    struct tcb *waiter = n->queue.head;
    struct tcb *bound = n->bound_tcb;

    if (n->active) {
        n->word |= badge;
    } else if (waiter) {
        notification_dequeue(waiter);
        notification_deliver(n, waiter, badge);
    } else if (bound && bound->state == RECV_BLOCKED) {
        thread_cancel_ipc(bound);
        notification_deliver(n, bound, badge);
    } else {
        n->active = true;
        n->word = badge;
    }
}

/* Hands the accumulated word to CUR. */
static void notification_consume(struct notification *n)
{
    kernel.cur->context.reg[REG_BADGE] = n->word;
    n->active = false;
    n->word = 0;
    notification_donate_if_passive(n, kernel.cur);
}

static void notification_replenish_new(struct sched_context *sc)
{
    if (sc && sc != kernel.cur_sc && sc->sporadic && sc_active(sc)) {
        refill_replenish(sc);
    }
}

void notification_wait(struct notification *n, bool blocking)
{
    struct tcb *t = kernel.cur;

    if (n->active) {
        notification_consume(n);
        notification_replenish_new(t->sc);
    } else if (blocking) {
        t->wait_notification = n;
        thread_set_state(t, NTFN_BLOCKED);
        wait_queue_insert(&n->queue, t);
        notification_return_sc(n, t);
    } else {
        t->context.reg[REG_BADGE] = 0;
    }
}

void notification_deliver_bound(struct notification *n)
{
    notification_consume(n);
    if (kernel.cur->sc == n->sc) {
        notification_replenish_new(n->sc);
    }
}

void notification_return_sc(struct notification *n, struct tcb *t)
{
    if (!n->sc || n->sc != t->sc) {
        return;
    }
    t->sc = NULL;
    n->sc->tcb = NULL;
    if (t == kernel.cur) {
        scheduler_resched();
    }
}

void notification_bind(struct notification *n, struct tcb *t)
{
    n->bound_tcb = t;
    t->bound_notification = n;
}

void notification_unbind(struct notification *n)
{
    n->bound_tcb->bound_notification = NULL;
    n->bound_tcb = NULL;
}

void notification_destroy(struct notification *n)
{
    bool waiting = n->queue.head != NULL;

    if (n->sc) {
        sc_unbind_notification(n->sc);
    }
    if (n->bound_tcb) {
        notification_unbind(n);
    }
    while (n->queue.head) {
        struct tcb *t = n->queue.head;
        notification_dequeue(t);
        restart_waiter(t);
    }
    if (waiting) {
        scheduler_resched();
    }
}
