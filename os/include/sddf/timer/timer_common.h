/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conversions between ticks and nanoseconds (TMR-8). All round down, and are exact and free of overflow as
 * long as the result fits 64 bits and frequency * 10^9 does, which holds up to 18 GHz.
 */
#pragma once

#include <stdint.h>

#include <sddf/util/si_units.h>

typedef uint64_t sddf_timer_freq_hz_t;

#define ONE_GHZ ((sddf_timer_freq_hz_t)1000000000u)

/* Frequency behind a prescaler of 2^prescaler_log2. */
static inline sddf_timer_freq_hz_t find_true_freq(sddf_timer_freq_hz_t f, uint64_t prescaler_log2)
{
    return f >> prescaler_log2;
}

/* `period`, counted at frequency `input`, in counts of frequency `target`. */
/*@ requires 0 < input && input * target <= UINT64_MAX;
    assigns \nothing;
    ensures period * target < input * 0x10000000000000000 ==>
      \result * input <= period * target < (\result + 1) * input; */
static inline uint64_t period_transform(uint64_t period, sddf_timer_freq_hz_t target,
                                        sddf_timer_freq_hz_t input)
{
    /*@ assert 0 <= (period % input) * target <= (input - 1) * target <= UINT64_MAX; */
    /*@ assert period * target == (period / input) * target * input + (period % input) * target; */
    /*@ assert \let part = ((period % input) * target) / input;
          0 <= part && part * input <= (period % input) * target < (part + 1) * input; */
    /*@ assert \let sum = (period / input) * target + ((period % input) * target) / input;
          sum * input <= period * target < (sum + 1) * input; */
    /*@ assert \let sum = (period / input) * target + ((period % input) * target) / input;
          period * target < input * 0x10000000000000000 ==>
          0 <= (period / input) * target <= sum < 0x10000000000000000; */
    /*@ assert \let sum = (period / input) * target + ((period % input) * target) / input;
          period * target < input * 0x10000000000000000 ==>
          (uint64_t)((uint64_t)((period / input) * target) + ((uint64_t)((period % input) * target)) / input) == sum; */
    return (period / input) * target + ((period % input) * target) / input;
}

/*@ requires 0 < f && f * ONE_GHZ <= UINT64_MAX;
    assigns \nothing;
    ensures ticks * ONE_GHZ < f * 0x10000000000000000 ==>
      \result * f <= ticks * ONE_GHZ < (\result + 1) * f; */
static inline uint64_t ticks_to_ns(uint64_t ticks, sddf_timer_freq_hz_t f)
{
    return period_transform(ticks, ONE_GHZ, f);
}

/*@ requires ONE_GHZ * f <= UINT64_MAX;
    assigns \nothing;
    ensures ns * f < ONE_GHZ * 0x10000000000000000 ==>
      \result * ONE_GHZ <= ns * f < (\result + 1) * ONE_GHZ; */
static inline uint64_t ns_to_ticks(uint64_t ns, sddf_timer_freq_hz_t f)
{
    return period_transform(ns, f, ONE_GHZ);
}

static inline uint64_t ticks_to_ns_prescaled(uint64_t ticks, uint64_t prescaler_log2, sddf_timer_freq_hz_t f)
{
    return ticks_to_ns(ticks, find_true_freq(f, prescaler_log2));
}

static inline uint64_t ns_to_ticks_prescaled(uint64_t ns, uint64_t prescaler_log2, sddf_timer_freq_hz_t f)
{
    return ns_to_ticks(ns, find_true_freq(f, prescaler_log2));
}
