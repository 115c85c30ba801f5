/* SPDX-License-Identifier: BSD-2-Clause */
/* The host port's clock advances only when a test says so; it has 10 ticks a microsecond. */
#pragma once

#include "types.h"

enum { TICKS_PER_US = 10 };

#define MAX_PERIOD_US (UINT64_MAX / TICKS_PER_US / 8u)
/* Smaller than need be, as in ports whose conversion overflows (SCI-23). */
#define TICKS_MAX_TO_US (UINT64_MAX / 2)
#define TIMER_PRECISION_TICKS UINT64_C(0)

static inline ticks_t ticks_from_us(word_t us)
{
    return us * TICKS_PER_US;
}

static inline word_t us_from_ticks(ticks_t ticks)
{
    return ticks / TICKS_PER_US;
}
