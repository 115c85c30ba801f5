/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The counter and comparator that a timer driver needs of its device. One source file a device implements it.
 */
#pragma once

#include <stdint.h>

/* Makes the device ready with its interrupt enabled and no deadline set. */
void counter_init(void);

/* Ticks a second; constant. */
uint64_t counter_frequency(void);

/*
 * Ticks since some moment before counter_init(); never runs backwards, and does not wrap in any machine's
 * life.
 */
uint64_t counter_now(void);

/*
 * The interrupt is raised as long as counter_now() >= deadline: also at once, if the deadline has already
 * passed. UINT64_MAX: never.
 */
void counter_set_deadline(uint64_t deadline);
