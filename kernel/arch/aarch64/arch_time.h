/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conversion between microseconds and ticks of the generic timer (SC-2, SCH-1, SCH-2).
 *
 * The frequency is a whole number of kHz; k = ticks a millisecond. Reducing k/1000 to lowest terms leaves
 * more of the 64 bits to the number itself.
 */
#pragma once

#include <autoconf.h>

#include "types.h"

#define TICKS_PER_MS    (UINT64_C(CONFIG_TIMER_FREQUENCY) / 1000u)
#define TICK_FACTOR     UINT64_C(500) /* common divisor of k and 1000 */
#define TICK_NUMERATOR  (TICKS_PER_MS / TICK_FACTOR)
#define TICK_DIVISOR    (1000u / TICK_FACTOR)

_Static_assert(CONFIG_TIMER_FREQUENCY % 1000 == 0, "ticks are converted by whole kHz");
_Static_assert(TICKS_PER_MS % TICK_FACTOR == 0 && 1000u % TICK_FACTOR == 0, "TICK_FACTOR divides both");

/* SC-4: as configured, or an eighth of the largest time that converts without overflow; users see it in error replies.
 * No option is larger. */
#if CONFIG_KERNEL_STATIC_MAX_PERIOD_US
#define MAX_PERIOD_US UINT64_C(CONFIG_KERNEL_STATIC_MAX_PERIOD_US)
#else
#define MAX_PERIOD_US (UINT64_MAX / TICKS_PER_MS / 8u)
#endif

#define TICKS_MAX_TO_US (UINT64_MAX / TICK_DIVISOR)

/* SC-31: the comparator fires on the tick it was given. */
#define TIMER_PRECISION_TICKS UINT64_C(0)

/* us <= 5 * MAX_PERIOD_US */
static inline ticks_t ticks_from_us(word_t us)
{
    return us * TICK_NUMERATOR / TICK_DIVISOR;
}

/* ticks <= TICKS_MAX_TO_US */
static inline word_t us_from_ticks(ticks_t ticks)
{
    return ticks * TICK_DIVISOR / TICK_NUMERATOR;
}
