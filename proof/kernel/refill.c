/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/sched/refill.c: order and sum of refills, and when they come back. No number overflows. */
#include "refill_logic.h"
#include "state.h"

/*@ requires us <= 5 * MAX_PERIOD_US;
    assigns \nothing; ensures \result == us * TICK_NUMERATOR / TICK_DIVISOR; */
static inline ticks_t ticks_from_us(word_t us);
/*@ assigns \nothing; ensures \result == MIN_BUDGET_TICKS; */
static inline ticks_t min_budget(void);
/*@ assigns \nothing; ensures \result == HORIZON; */
static inline ticks_t time_horizon(void);
/*@ requires \valid_read(&sc->period); assigns \nothing; ensures \result <==> sc->period == 0; */
static inline bool sc_round_robin(const struct sched_context *sc);
/*@ requires ring((struct sched_context *)sc);
    assigns \nothing; ensures \result <==> time((struct sched_context *)sc, 0) <= kernel.now; */
bool sc_ready(const struct sched_context *sc);

#include "sched/refill.c"
