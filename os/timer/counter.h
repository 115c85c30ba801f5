/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The counter and comparator that a timer driver needs of its device. One source file a device implements it.
 */
#pragma once

#include <stdint.h>

/* What the proofs know of the device: the time that was last read, and the deadline that it has. */
/*@ ghost uint64_t counter_time, counter_deadline; */

/* Makes the device ready with its interrupt enabled and no deadline set. */
/*@ assigns counter_deadline;
    ensures counter_deadline == UINT64_MAX; */
void counter_init(void);

/* Ticks a second; constant. */
/*@ assigns \result \from \nothing; */
uint64_t counter_frequency(void);

/*
 * Ticks since some moment before counter_init(); never runs backwards, and does not wrap in any machine's
 * life.
 */
/*@ assigns counter_time;
    ensures \result == counter_time && \old(counter_time) <= counter_time; */
uint64_t counter_now(void);

/*
 * The interrupt is raised as long as counter_now() >= deadline: also at once, if the deadline has already
 * passed. UINT64_MAX: never.
 */
/*@ assigns counter_deadline;
    ensures counter_deadline == deadline; */
void counter_set_deadline(uint64_t deadline);
