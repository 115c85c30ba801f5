/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Setting budgets and periods (SCI-1 to SCI-6).
 */
#include "ipc/message.h"
#include "sched/invoke.h"
#include "sched/refill.h"
#include "sched/release_queue.h"
#include "sched/scheduler.h"
#include "sched/time.h"
#include "state.h"
#include "syscall/invocation.h"

struct sched_parameters {
    ticks_t budget;
    ticks_t period;
    word_t extra_refills;
    word_t badge;
    bool sporadic;
};

static void sched_control_set_refills(struct sched_context *sc, struct sched_parameters p)
{
    uint32_t capacity = (uint32_t)p.extra_refills + 2u;

    if (p.budget == p.period) {
        refill_new(sc, 2, p.budget, 0);
    } else if (sc_active(sc) && sc->tcb && thread_runnable(sc->tcb)) {
        refill_update(sc, p.period, p.budget, capacity);
    } else {
        refill_new(sc, capacity, p.budget, p.period);
    }
}

/* SCI-3 */
static void sched_control_configure(struct sched_context *sc, uint32_t core, struct sched_parameters p)
{
    struct tcb *t = sc->tcb;

    if (t) {
        release_remove(t);
        ready_remove(t);
        if (sc == kernel.cur_sc) {
            time_commit();
        }
    }
    sched_control_set_refills(sc, p);
    sc->core = core;
    if (t) {
        sc_resume(sc);
        if (t == kernel.cur) {
            scheduler_resched();
        } else if (thread_runnable(t)) {
            scheduler_offer(t);
        }
    }
    sc->badge = p.badge;
    sc->sporadic = p.sporadic;
}

/* SCI-2, checks 3 to 7. */
static outcome_t sched_control_check_times(word_t budget_us, word_t period_us)
{
    if (budget_us > MAX_PERIOD_US || period_us > MAX_PERIOD_US) {
        return error_range(MIN_BUDGET_US, MAX_PERIOD_US);
    }
    ticks_t budget = ticks_from_us(budget_us);
    ticks_t period = ticks_from_us(period_us);
    if (budget < min_budget() || period < min_budget()) {
        return error_range(MIN_BUDGET_US, MAX_PERIOD_US);
    }
    if (budget > period) {
        return error_range(MIN_BUDGET_US, period_us);
    }
    return DONE;
}

outcome_t sched_control_invoke(const struct invocation *request)
{
    if (request->label != SchedControlConfigureFlags) {
        return error_illegal_operation();
    }
    if (!request->extra[0] || request->length < 5) {
        return error_truncated();
    }
    word_t budget_us = invocation_arg(request, 0);
    word_t period_us = invocation_arg(request, 1);
    word_t extra_refills = invocation_arg(request, 2);
    if (sched_control_check_times(budget_us, period_us) != DONE) {
        return FAILED;
    }
    struct cap cap = request->extra[0]->cap;
    if (!cap_is(cap, CAP_SCHED_CONTEXT)) {
        return error_invalid_capability(1);
    }
    if (extra_refills > sc_capacity(cap.size) - 2) {
        return error_range(0, sc_capacity(cap.size) - 2);
    }
    struct sched_parameters p = {
        .budget = ticks_from_us(budget_us),
        .period = ticks_from_us(period_us),
        .extra_refills = extra_refills,
        .badge = invocation_arg(request, 3),
        .sporadic = (invocation_arg(request, 4) & seL4_SchedContext_Sporadic) != 0,
    };
    invocation_commit();
    sched_control_configure(sched_context_at(cap.object), (uint32_t)request->cap.data, p);
    return DONE;
}
