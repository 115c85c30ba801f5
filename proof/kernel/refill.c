/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/sched/refill.c: the ring and the sum of its amounts. */
#include "refill_logic.h"
#include "sched/time.h"
#include "state.h"

#define MIN_BUDGET_TICKS (MIN_BUDGET_US * TICK_NUMERATOR / TICK_DIVISOR)

/*@ assigns \nothing; ensures us <= 1000000 ==> \result == us * TICK_NUMERATOR / TICK_DIVISOR; */
static inline ticks_t ticks_from_us(word_t us);
/*@ assigns \nothing; ensures \result == MIN_BUDGET_TICKS; */
static inline ticks_t min_budget(void);
/*@ assigns \nothing; */
static inline ticks_t time_horizon(void);
/*@ requires \valid_read(&sc->period); assigns \nothing; ensures \result <==> sc->period == 0; */
static inline bool sc_round_robin(const struct sched_context *sc);

#include "sched/refill.c"
