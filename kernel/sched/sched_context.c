/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scheduling contexts and the threads that run on them.
 */
#include "sched/sched_context.h"

#include "ipc/message.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "sched/refill.h"
#include "sched/release_queue.h"
#include "sched/scheduler.h"
#include "sched/time.h"
#include "state.h"

/*@ requires \valid_read(&sc->head) && \valid_read(&sc->refills[sc->head]);
    assigns \nothing;
    ensures \result <==> sc->refills[sc->head].time <= kernel.now; */
inline bool sc_ready(const struct sched_context *sc)
{
    return sc->refills[sc->head].time <= kernel.now;
}

/*@ requires \valid_read(&sc->head) && \valid_read(&sc->refills[sc->head]);
    requires usage <= UINT64_MAX - MIN_BUDGET_TICKS;
    assigns \nothing;
    ensures \result <==> usage + MIN_BUDGET_TICKS <= sc->refills[sc->head].amount; */
bool sc_sufficient(const struct sched_context *sc, ticks_t usage)
{
    /* usage is time that has passed: the sum does not overflow. */
    return sc->refills[sc->head].amount >= usage + min_budget();
}

/*@ requires \valid_read(&sc->capacity) && \valid_read(&sc->head) && \valid_read(&sc->refills[sc->head]);
    assigns \nothing;
    ensures \result <==> sc->capacity > 0 && sc->refills[sc->head].time <= kernel.now; */
bool sc_released(const struct sched_context *sc)
{
    return sc_active(sc) && sc_ready(sc);
}

void sc_donate(struct sched_context *sc, struct tcb *t)
{
    struct tcb *from = sc->tcb;

    if (from) {
        ready_remove(from);
        release_remove(from);
        from->sc = NULL;
        if (from == kernel.cur || (kernel.decision == DECISION_SWITCH && kernel.chosen == from)) {
            scheduler_resched();
        }
    }
    sc->tcb = t;
    t->sc = sc;
}

void sc_resume(struct sched_context *sc)
{
    if (sc && sc->tcb && thread_schedulable(sc->tcb) && !(sc_ready(sc) && sc_sufficient(sc, 0))) {
        sc_postpone(sc);
    }
}

void sc_wake(struct sched_context *sc)
{
    if (sc && sc->sporadic && sc != kernel.cur_sc && sc_active(sc)) {
        refill_replenish(sc);
    }
}

void sc_postpone(struct sched_context *sc)
{
    ready_remove(sc->tcb);
    release_insert(sc->tcb);
    kernel.rearm = true;
}

void sc_bind(struct sched_context *sc, struct tcb *t)
{
    sc->tcb = t;
    t->sc = sc;
    sc_wake(sc);
    sc_resume(sc);
    if (thread_schedulable(t)) {
        ready_insert_head(t);
        scheduler_resched();
    }
}

void sc_unbind_tcb(struct sched_context *sc)
{
    struct tcb *t = sc->tcb;

    if (t == kernel.cur) {
        scheduler_resched();
    }
    ready_remove(t);
    release_remove(t);
    t->sc = NULL;
    sc->tcb = NULL;
}

/*@ requires \valid(&sc->notification) && \valid(sc->notification);
    requires \separated(&sc->notification, sc->notification);
    assigns sc->notification->sc, sc->notification;
    ensures sc->notification == \null && \old(sc->notification)->sc == \null; */
void sc_unbind_notification(struct sched_context *sc)
{
    sc->notification->sc = NULL;
    sc->notification = NULL;
}

/*@ requires \valid(&sc->top) && (sc->top != \null ==> \valid(sc->top) && \separated(&sc->top, sc->top));
    assigns sc->top->sc, sc->top;
    ensures sc->top == \null && (\old(sc->top) != \null ==> \old(sc->top)->sc == \null); */
void sc_cut_stack(struct sched_context *sc)
{
    if (sc->top) {
        sc->top->sc = NULL;
        sc->top = NULL;
    }
}

void sc_complete_yield(struct sched_context *sc)
{
    struct tcb *t = sc->yield_from;

    if (!t) {
        return;
    }
    sc->yield_from = NULL;
    t->yield_to = NULL;
    t->context.reg[REG_MR0] = sc_take_consumed(sc);
    message_reply(t, 0, 1);
}

/*@ requires \valid(&sc->consumed);
    assigns sc->consumed;
    ensures sc->consumed + (\old(sc->consumed) < TICKS_MAX_TO_US ? \old(sc->consumed) : TICKS_MAX_TO_US) ==
      \old(sc->consumed);
    ensures \result == (\old(sc->consumed) < TICKS_MAX_TO_US ? \old(sc->consumed) : TICKS_MAX_TO_US) *
      TICK_DIVISOR / TICK_NUMERATOR; */
word_t sc_take_consumed(struct sched_context *sc)
{
    ticks_t consumed = sc->consumed < TICKS_MAX_TO_US ? sc->consumed : TICKS_MAX_TO_US;

    sc->consumed -= consumed;
    return us_from_ticks(consumed);
}

void sc_destroy(struct sched_context *sc)
{
    if (sc->tcb) {
        sc_unbind_tcb(sc);
    }
    if (sc->notification) {
        sc_unbind_notification(sc);
    }
    sc_cut_stack(sc);
    sc_complete_yield(sc);
    sc->capacity = 0;
    sc->sporadic = false;
}
