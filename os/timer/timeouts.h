/* SPDX-License-Identifier: BSD-2-Clause */
/* The pending timeouts of a timer driver's clients: at most one each (TMR-4), by channel. Knows no device. */
#pragma once

#include <stdint.h>

#include <sddf/timer/protocol.h>

#define TIMEOUT_NONE UINT64_MAX

/* Invariant: bit i of `armed` is set exactly while deadlines[i] is the pending deadline of channel i. */
struct timeouts {
    uint64_t armed;
    uint64_t deadlines[SDDF_TIMER_MAX_CLIENTS];
};

/* Sets the deadline of `channel`, in ticks, in place of an earlier one. channel < SDDF_TIMER_MAX_CLIENTS. */
void timeouts_set(struct timeouts *timeouts, unsigned int channel, uint64_t deadline);

/* Removes the deadlines that are not after `now`, and returns their channels as a bit mask. */
uint64_t timeouts_expire(struct timeouts *timeouts, uint64_t now);

/* The earliest pending deadline, or TIMEOUT_NONE. */
uint64_t timeouts_next(const struct timeouts *timeouts);
