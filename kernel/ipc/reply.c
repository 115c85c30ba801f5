/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reply objects and call stacks (RPL-1 to RPL-12).
 */
#include "ipc/reply.h"

#include "ipc/fault.h"
#include "ipc/transfer.h"
#include "sched/sched_context.h"
#include "sched/scheduler.h"
#include "thread/tcb.h"

static inline void reply_set_top(struct sched_context *sc, struct reply *k)
{
    sc->top = k;
    if (k) {
        k->newer = NULL;
        k->sc = sc;
    }
}

inline void reply_stack_push(struct sched_context *sc, struct reply *k)
{
    struct reply *old = sc->top;

    /* k, which is free, has no neighbours. */
    if (old) {
        old->newer = k;
        old->sc = NULL;
        k->older = old;
    }
    reply_set_top(sc, k);
}

inline void reply_stack_pop(struct sched_context *sc)
{
    struct reply *k = sc->top;

    reply_set_top(sc, k->older);
    k->older = NULL;
    k->sc = NULL;
}

void reply_push(struct tcb *caller, struct tcb *callee, struct reply *k, bool may_donate)
{
    struct sched_context *sc = caller->sc;

    k->tcb = caller;
    caller->reply = k;
    thread_set_state(caller, REPLY_BLOCKED);
    if (!sc || callee->sc || !may_donate) {
        return;
    }
    reply_stack_push(sc, k);
    sc_donate(sc, callee);
}

void reply_disarm(struct reply *k)
{
    k->tcb->reply = NULL;
    k->tcb = NULL;
}

/* Unlinks k, which is not the newest of its stack, on both sides. */
static void reply_cut(struct reply *k)
{
    if (k->newer) {
        k->newer->older = NULL;
    }
    if (k->older) {
        k->older->newer = NULL;
    }
}

/* Makes k free and its thread Inactive; k is on no stack any more. */
static void reply_free(struct reply *k)
{
    struct tcb *t = k->tcb;

    k->older = NULL;
    k->newer = NULL;
    k->sc = NULL;
    reply_disarm(k);
    thread_set_state(t, INACTIVE);
}

void reply_remove(struct reply *k)
{
    struct sched_context *sc = k->sc;

    if (sc) {
        reply_stack_pop(sc);
        if (!k->tcb->sc) {
            sc_donate(sc, k->tcb);
        }
    } else {
        reply_cut(k);
    }
    reply_free(k);
}

void reply_cancel_caller(struct tcb *t)
{
    struct reply *k = t->reply;

    if (k->sc) {
        k->sc->top = NULL;
    }
    reply_cut(k);
    reply_free(k);
}

/* RPL-5.5: the answered thread c is runnable if its budget allows it. */
static void reply_let_run(struct tcb *c, bool after_timeout)
{
    struct sched_context *sc = c->sc;

    if (!sc || !thread_runnable(c)) {
        return;
    }
    if (sc_ready(sc) && sc_sufficient(sc, 0)) {
        scheduler_offer(c);
    } else if (fault_has_timeout_handler(c) && !after_timeout) {
        fault_raise_timeout(c, sc->badge);
    } else {
        sc_postpone(sc);
    }
}

void reply_send(struct reply *k, struct tcb *replier, bool grant)
{
    struct tcb *c = k->tcb;
    bool after_timeout;

    if (!c || c->state != REPLY_BLOCKED) {
        return;
    }
    after_timeout = c->fault.kind == FAULT_TIMEOUT;
    reply_remove(k);
    sc_wake(c->sc);
    if (c->fault.kind == FAULT_NONE) {
        message_transfer(replier, c, 0, grant, NULL);
        thread_set_state(c, RUNNING);
    } else {
        bool restart = fault_reply(replier, c);
        c->fault.kind = FAULT_NONE;
        thread_set_state(c, restart ? RESTART : INACTIVE);
    }
    reply_let_run(c, after_timeout);
}

void reply_destroy(struct reply *k)
{
    if (!k->tcb) {
        return;
    }
    if (k->tcb->state == REPLY_BLOCKED) {
        reply_remove(k);
    } else {
        thread_cancel_ipc(k->tcb);
    }
}
