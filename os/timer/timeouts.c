/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table, not a heap: with at most 62 channels a scan of the armed ones is short, and its time is bounded.
 */
#include "timeouts.h"

/* The lowest channel of a mask that is not empty. */
static unsigned int first(uint64_t mask)
{
    return (unsigned int)__builtin_ctzll(mask);
}

void timeouts_set(struct timeouts *timeouts, unsigned int channel, uint64_t deadline)
{
    timeouts->deadlines[channel] = deadline;
    timeouts->armed |= UINT64_C(1) << channel;
}

uint64_t timeouts_expire(struct timeouts *timeouts, uint64_t now)
{
    uint64_t expired = 0;

    for (uint64_t left = timeouts->armed; left != 0; left &= left - 1) {
        if (timeouts->deadlines[first(left)] <= now) {
            expired |= UINT64_C(1) << first(left);
        }
    }
    timeouts->armed &= ~expired;
    return expired;
}

uint64_t timeouts_next(const struct timeouts *timeouts)
{
    uint64_t next = TIMEOUT_NONE;

    for (uint64_t left = timeouts->armed; left != 0; left &= left - 1) {
        if (timeouts->deadlines[first(left)] < next) {
            next = timeouts->deadlines[first(left)];
        }
    }
    return next;
}
