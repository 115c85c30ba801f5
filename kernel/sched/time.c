/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accounting of time: who pays for it, when budgets end, when the timer fires (SC-20 to SC-30).
 */
#include "sched/time.h"

#include "arch.h"
#include "ipc/fault.h"
#include "sched/refill.h"
#include "sched/scheduler.h"
#include "state.h"

enum { WORK_LIMIT = CONFIG_MAX_NUM_WORK_UNITS_PER_PREEMPTION }; /* units of work between preemption checks (CFG-4) */

bool time_domain_expired(void)
{
    return NUM_DOMAINS > 1 && kernel.domain_time == 0;
}

inline void time_sample(void)
{
    ticks_t now = arch_timer_now();
    ticks_t elapsed = now - kernel.now;

    kernel.pending += elapsed;
    kernel.now = now;
    if (NUM_DOMAINS > 1) {
        bool expired = elapsed + min_budget() >= kernel.domain_time;
        kernel.domain_time = expired ? 0 : kernel.domain_time - elapsed;
    }
}

bool time_budget_ok(void)
{
    if (sc_sufficient(kernel.cur_sc, kernel.pending)) {
        return !time_domain_expired();
    }
    time_charge_end(kernel.pending, true);
    return false;
}

void time_commit(void)
{
    struct sched_context *sc = kernel.cur_sc;

    if (sc_round_robin(sc)) {
        time_commit_slice();
        return;
    }
    if (sc_active(sc)) {
        if (kernel.pending > 0) {
            refill_charge(sc, kernel.pending);
        }
        sc->consumed += kernel.pending;
    }
    kernel.pending = 0;
}

/* SC-26 */
static void time_end_slice(bool may_fault)
{
    struct sched_context *sc = kernel.cur_sc;

    if (may_fault && !sc_round_robin(sc) && fault_has_timeout_handler(kernel.cur)) {
        fault_raise_timeout(kernel.cur, sc->badge);
    } else if (sc_ready(sc) && sc_sufficient(sc, 0)) {
        ready_insert_tail(kernel.cur);
    } else {
        sc_postpone(sc);
    }
}

void time_charge_end(ticks_t usage, bool may_fault)
{
    struct sched_context *sc = kernel.cur_sc;

    if (sc != kernel.idle_sc) {
        if (sc_round_robin(sc)) {
            refill_new_slice(sc);
        } else {
            refill_charge(sc, usage);
        }
        sc->consumed += usage;
    }
    kernel.pending = 0;
    if (thread_schedulable(kernel.cur)) {
        time_end_slice(may_fault);
        scheduler_resched();
        kernel.rearm = true;
    }
}

void time_after_preemption(void)
{
    if (thread_schedulable(kernel.cur)) {
        (void)time_budget_ok();
    } else if (sc_active(kernel.cur_sc)) {
        time_charge_end(kernel.pending, false);
    } else {
        kernel.pending = 0;
    }
}

bool preemption_point(void)
{
    kernel.work++;
    /* PRE-1 but for one thing: an interrupt does not wait for the limit. To look for it costs an instruction, and user
     * level sees nothing of it but less delay. */
    if (kernel.work < WORK_LIMIT && !arch_irq_pending()) {
        return false;
    }
    kernel.work = 0;
    time_sample();
    return arch_irq_pending() || time_domain_expired() || !sc_active(kernel.cur_sc) ||
           !sc_sufficient(kernel.cur_sc, kernel.pending);
}

void time_yield(void)
{
    struct sched_context *sc = kernel.cur_sc;
    ticks_t consumed = sc->consumed + kernel.pending;

    time_charge_end(refill_head(sc)->amount, false);
    sc->consumed = consumed;
}
