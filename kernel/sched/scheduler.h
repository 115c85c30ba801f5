/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who runs next (OP-7, OP-8, SCH-10 to SCH-18).
 */
#pragma once

#include "sched/time.h"
#include "state.h"

struct sched_context;
struct tcb;

/* OP-7 */
void scheduler_resched(void);

/* OP-8: t may deserve to run now. */
void scheduler_offer(struct tcb *t);

/* SCH-10: at the end of every kernel entry; afterwards kernel.cur is the thread to return to. */
void schedule(void);

/* Would schedule() do nothing at all? */
bool scheduler_is_settled(void);

/* SCH-11: the first of the ready threads, or the idle thread, becomes kernel.cur. */
void scheduler_pick(void);

/* Would schedule() now, without any decision, only settle the time? */
bool scheduler_is_quiet(void);

/* SCH-10, last part: the account that was charged so far is settled, and the deadline programmed, if they must be.
 * sc is that of the thread to return to. */
void scheduler_settle_time(struct sched_context *sc);

/* The same if both are round robin, for the paths on which it counts. */
static inline bool scheduler_settles_slices(const struct sched_context *sc)
{
    return sc_round_robin(kernel.cur_sc) && sc_round_robin(sc);
}

static inline void scheduler_settle_slices(struct sched_context *sc)
{
    time_commit_slice();
    kernel.cur_sc = sc;
    time_program_deadline();
    kernel.rearm = false;
}

/* SCH-12: t, which is not in a ready queue, becomes kernel.cur. */
void scheduler_switch_to_waiter(struct tcb *t);

/* SYS-3 */
void activate(void);
