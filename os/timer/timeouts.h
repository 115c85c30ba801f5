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

/*@ predicate timeout_armed{L}(struct timeouts *t, integer channel) = has_bit(\at(t->armed, L), channel);
    predicate timeout_due{L}(struct timeouts *t, integer channel, integer now) =
      timeout_armed{L}(t, channel) && \at(t->deadlines[channel], L) <= now; */

/* Sets the deadline of `channel`, in ticks, in place of an earlier one. channel < SDDF_TIMER_MAX_CLIENTS. */
/*@ requires \valid(timeouts) && channel < SDDF_TIMER_MAX_CLIENTS;
    assigns timeouts->armed, timeouts->deadlines[channel];
    ensures timeout_armed(timeouts, channel) && timeouts->deadlines[channel] == deadline;
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && c != channel ==>
      (timeout_armed(timeouts, c) <==> timeout_armed{Pre}(timeouts, c)); */
void timeouts_set(struct timeouts *timeouts, unsigned int channel, uint64_t deadline);

/* Removes the deadlines that are not after `now`, and returns their channels as a bit mask. */
/*@ requires \valid(timeouts);
    assigns timeouts->armed;
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS ==>
      (has_bit(\result, c) <==> timeout_due{Pre}(timeouts, c, now));
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS ==>
      (timeout_armed(timeouts, c) <==> (timeout_armed{Pre}(timeouts, c) && timeouts->deadlines[c] > now)); */
uint64_t timeouts_expire(struct timeouts *timeouts, uint64_t now);

/* The earliest pending deadline, or TIMEOUT_NONE. */
/*@ requires \valid_read(timeouts);
    assigns \nothing;
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && timeout_armed(timeouts, c) ==>
      \result <= timeouts->deadlines[c];
    ensures \result == TIMEOUT_NONE || \exists integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS &&
      timeout_armed(timeouts, c) && timeouts->deadlines[c] == \result; */
uint64_t timeouts_next(const struct timeouts *timeouts);
