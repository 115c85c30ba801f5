/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table, not a heap: with at most 62 channels a scan of the armed ones is short, and its time is bounded.
 */
#include "timeouts.h"

/* The lowest channel of a mask that is not empty. */
/*@ requires mask != 0;
    assigns \nothing;
    ensures \result < 64 && has_bit(mask, \result) && (mask & ((1 << \result) - 1)) == 0; */
static unsigned int first(uint64_t mask)
{
    return (unsigned int)__builtin_ctzll(mask);
}

/*@ requires channel < 64;
    assigns \nothing;
    ensures \forall integer c; 0 <= c < 64 ==> (has_bit(\result, c) <==> (has_bit(mask, c) || c == channel)); */
static uint64_t with(uint64_t mask, unsigned int channel)
{
    return mask | UINT64_C(1) << channel;
}

void timeouts_set(struct timeouts *timeouts, unsigned int channel, uint64_t deadline)
{
    timeouts->deadlines[channel] = deadline;
    timeouts->armed = with(timeouts->armed, channel);
}

uint64_t timeouts_expire(struct timeouts *timeouts, uint64_t now)
{
    uint64_t expired = 0;

    /*@ loop invariant \forall integer c; 0 <= c < 64 && has_bit(left, c) ==> has_bit(timeouts->armed, c);
        loop invariant \forall integer c; 0 <= c < 64 ==> (has_bit(expired, c) <==>
          (!has_bit(left, c) && timeout_due(timeouts, c, now)));
        loop assigns left, expired;
        loop variant left; */
    for (uint64_t left = timeouts->armed; left != 0; left &= left - 1) {
        unsigned int channel = first(left);

        if (timeouts->deadlines[channel] <= now) {
            expired = with(expired, channel);
        }
    }
    timeouts->armed &= ~expired;
    return expired;
}

uint64_t timeouts_next(const struct timeouts *timeouts)
{
    uint64_t next = TIMEOUT_NONE;

    /*@ loop invariant \forall integer c; 0 <= c < 64 && has_bit(left, c) ==> has_bit(timeouts->armed, c);
        loop invariant \forall integer c; 0 <= c < 64 && timeout_armed(timeouts, c) && !has_bit(left, c) ==>
          next <= timeouts->deadlines[c];
        loop invariant next == TIMEOUT_NONE || \exists integer c; 0 <= c < 64 &&
          timeout_armed(timeouts, c) && timeouts->deadlines[c] == next;
        loop assigns left, next;
        loop variant left; */
    for (uint64_t left = timeouts->armed; left != 0; left &= left - 1) {
        unsigned int channel = first(left);

        if (timeouts->deadlines[channel] < next) {
            next = timeouts->deadlines[channel];
        }
    }
    return next;
}
