/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accounting of time (SC-20 to SC-30, PRE-1).
 */
#pragma once

#include <arch_time.h>
#include <autoconf.h>

#include "arch.h"
#include "sched/refill.h"
#include "state.h"

/*
 * <arch_time.h> owes: ticks_from_us(us), us_from_ticks(ticks) (both inline, exact or rounding down, no overflow
 * in their range), TICKS_MAX_TO_US (largest argument of us_from_ticks), MAX_PERIOD_US (SC-4) and
 * TIMER_PRECISION_TICKS (SC-31).
 */
enum { WCET_US = 10 * CONFIG_KERNEL_WCET_SCALE, MIN_BUDGET_US = 2 * WCET_US };

_Static_assert(MAX_PERIOD_US >= MIN_BUDGET_US, "KERNEL_STATIC_MAX_PERIOD_US: there must be periods");

static inline ticks_t min_budget(void)
{
    return ticks_from_us(MIN_BUDGET_US);
}

/* SC-4: refills at or beyond it are never moved further. */
static inline ticks_t time_horizon(void)
{
    return UINT64_MAX - 5u * ticks_from_us(MAX_PERIOD_US);
}

/* SC-20, DOM-5 */
void time_sample(void);

/* Has the current slot of the domain schedule ended (DOM-5)? */
bool time_domain_expired(void);

/* SC-23: false: CUR must not continue what it asked for. */
bool time_budget_ok(void);

/* SC-22 */
void time_commit(void);

/* The same for a round-robin context, as that of the idle thread is, which is not charged. */
static inline void time_commit_slice(void)
{
    struct sched_context *sc = kernel.cur_sc;
    ticks_t usage = kernel.pending;

    kernel.pending = 0;
    if (usage > 0 && sc_active(sc) && sc != kernel.idle_sc) {
        sc->consumed += usage;
        refill_charge_slice(sc, usage);
    }
}

/* SC-25 */
void time_charge_end(ticks_t usage, bool may_fault);

static inline ticks_t time_earlier(ticks_t a, ticks_t b)
{
    return a < b ? a : b;
}

/* SC-27; kernel.cur_sc is that of the thread that runs next. */
static inline void time_program_deadline(void)
{
    ticks_t deadline = kernel.now + refill_head(kernel.cur_sc)->amount;

    if (NUM_DOMAINS > 1) {
        deadline = time_earlier(deadline, kernel.now + kernel.domain_time);
    }
    if (kernel.release_head) {
        deadline = time_earlier(deadline, refill_head(kernel.release_head->sc)->time);
    }
    arch_timer_set_deadline(deadline - TIMER_PRECISION_TICKS);
}

/* SC-30: settles the account of CUR after a preempted long operation. */
void time_after_preemption(void);

/* PRE-1: true: unwind, the operation is to be restarted. Long operations call it after every bounded step. */
bool preemption_point(void);

/* YLD-1 */
void time_yield(void);
