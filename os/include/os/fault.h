/* SPDX-License-Identifier: BSD-2-Clause */
/* Counting what a peer did wrong, without letting it flood the debug console. */
#pragma once

#include <stdint.h>

#include <os/sddf.h>
#include <sddf/util/printf.h>

/*
 * Counts one fault of the peer at `channel`. The 1st, 2nd, 4th, 8th, ... are printed, in debug builds: a peer
 * that does nothing but wrong costs at most 64 lines. Keep one counter a peer, so that one cannot hide
 * another.
 */
/*@ requires \valid(count);
    assigns *count;
    ensures *count == (uint64_t)(\old(*count) + 1); */
static inline void os_fault(uint64_t *count, const char *what, sddf_channel channel)
{
    *count += 1;
    if ((*count & (*count - 1)) == 0) {
        sddf_dprintf("%s: channel %u: %s (%lu so far)\n", sddf_get_pd_name(), (unsigned int)channel, what,
                     (unsigned long)*count);
    }
}
