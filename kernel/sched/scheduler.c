/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scheduler (OP-7, OP-8, SCH-10 to SCH-18).
 */
#include "sched/scheduler.h"

#include "arch.h"
#include "benchmark_hooks.h"
#include "sched/domain.h"
#include "sched/refill.h"
#include "sched/release_queue.h"
#include "sched/time.h"
#include "state.h"

#include <arch_switch.h>

void scheduler_resched(void)
{
    if (kernel.decision == DECISION_SWITCH && thread_schedulable(kernel.chosen)) {
        ready_insert_head(kernel.chosen);
    }
    kernel.decision = DECISION_PICK;
}

void scheduler_offer(struct tcb *t)
{
    if (!thread_schedulable(t)) {
        return;
    }
    if (t->domain != kernel.domain) {
        ready_insert_head(t);
    } else if (kernel.decision != DECISION_KEEP) {
        scheduler_resched();
        ready_insert_head(t);
    } else {
        kernel.decision = DECISION_SWITCH;
        kernel.chosen = t;
    }
}

void scheduler_switch_to_waiter(struct tcb *t)
{
    benchmark_switch(kernel.cur, t);
    if (!arch_switch_simply(kernel.cur, t)) {
        arch_switch_fully(t);
    }
    kernel.cur = t;
}

static void scheduler_switch_to(struct tcb *t)
{
    ready_remove(t);
    scheduler_switch_to_waiter(t);
}

void scheduler_pick(void)
{
    if (kernel.domain_time == 0) {
        domain_advance();
    }
    kernel.direct_domain = kernel.domain;
    struct tcb *t = ready_first();
    scheduler_switch_to(t ? t : kernel.idle);
}

/* SCH-10, middle part: a woken thread competes with CUR and with the ready ones. */
static void scheduler_choose(struct tcb *chosen, bool was_schedulable)
{
    bool cur_is_lower = kernel.cur == kernel.idle || chosen->priority < kernel.cur->priority;

    if (!thread_schedulable(chosen)) {
        scheduler_pick(); /* OP-14 */
    } else if (cur_is_lower && (int32_t)chosen->priority < ready_highest()) {
        ready_insert_head(chosen);
        scheduler_pick();
    } else if (was_schedulable && chosen->priority == kernel.cur->priority) {
        ready_insert_tail(chosen);
        scheduler_pick();
    } else {
        scheduler_switch_to(chosen);
    }
}

static void scheduler_awaken(void)
{
    while (kernel.release_head && sc_ready(kernel.release_head->sc)) {
        struct tcb *t = kernel.release_head;
        release_remove(t);
        scheduler_offer(t);
    }
}

static void scheduler_decide(void)
{
    bool was_schedulable = thread_schedulable(kernel.cur);

    if (was_schedulable) {
        ready_insert_head(kernel.cur);
    }
    if (kernel.decision == DECISION_SWITCH) {
        scheduler_choose(kernel.chosen, was_schedulable);
    } else {
        scheduler_pick();
    }
    kernel.decision = DECISION_KEEP;
}

bool scheduler_is_settled(void)
{
    return kernel.decision == DECISION_KEEP && !kernel.rearm && kernel.cur->sc == kernel.cur_sc &&
           !time_domain_expired() && !kernel.release_head;
}

inline bool scheduler_is_quiet(void)
{
    return !time_domain_expired() && !(kernel.release_head && sc_ready(kernel.release_head->sc));
}

APART void scheduler_settle_time(struct sched_context *sc)
{
    if (kernel.cur_sc != sc) {
        kernel.rearm = true;
        if (!sc->sporadic) {
            refill_replenish(sc);
        }
    }
    if (kernel.rearm) {
        time_commit();
        kernel.cur_sc = sc;
        time_program_deadline();
        kernel.rearm = false;
    }
}

void schedule(void)
{
    scheduler_awaken();
    if (NUM_DOMAINS > 1 && kernel.domain_time == 0) {
        kernel.rearm = true;
        scheduler_resched();
    }
    if (kernel.decision != DECISION_KEEP) {
        scheduler_decide();
    }
    scheduler_settle_time(kernel.cur->sc);
}

void activate(void)
{
    struct tcb *t = kernel.cur;

    if (t->yield_to) {
        sc_complete_yield(t->yield_to);
    }
    if (t->state == RESTART) {
        t->context.reg[REG_NEXT_IP] = t->context.reg[REG_FAULT_IP];
        t->state = RUNNING;
    }
}
