/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/sched/sched_context.c, sched_context.h and arch_time.h: state of a scheduling context, conversion of times. */
#include "frama_c.h"
#include "sched/time.h"
#include "state.h"

#define MIN_BUDGET_TICKS (MIN_BUDGET_US * TICK_NUMERATOR / TICK_DIVISOR)
#define PERIOD_LIMIT     (MAX_PERIOD_US * TICK_NUMERATOR / TICK_DIVISOR)
#define HORIZON          (UINT64_MAX - 5 * PERIOD_LIMIT)

/*@ requires us <= 5 * MAX_PERIOD_US;
    assigns \nothing; ensures \result == us * TICK_NUMERATOR / TICK_DIVISOR; */
static inline ticks_t ticks_from_us(word_t us);
/*@ requires ticks <= TICKS_MAX_TO_US;
    assigns \nothing; ensures \result == ticks * TICK_DIVISOR / TICK_NUMERATOR; */
static inline word_t us_from_ticks(ticks_t ticks);
/*@ assigns \nothing; ensures \result == MIN_BUDGET_TICKS; */
static inline ticks_t min_budget(void);
/*@ assigns \nothing; ensures \result == HORIZON; */
static inline ticks_t time_horizon(void);
/*@ requires \valid_read(&sc->period); assigns \nothing; ensures \result <==> sc->period == 0; */
static inline bool sc_round_robin(const struct sched_context *sc);
/*@ requires \valid_read(&sc->capacity); assigns \nothing; ensures \result <==> sc->capacity > 0; */
static inline bool sc_active(const struct sched_context *sc);

#include "sched/sched_context.c"
