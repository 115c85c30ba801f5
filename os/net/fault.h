/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counting what a peer did wrong, without letting it flood the console.
 */
#pragma once

#include <stdint.h>
#include <os/sddf.h>
#include <sddf/util/printf.h>

/*
 * Counts one fault of channel `channel`. It is printed at the 1st, 2nd, 4th, 8th, ... occurrence only:
 * a peer that does nothing but wrong costs at most 64 lines.
 */
static inline void net_fault(uint64_t *count, const char *what, sddf_channel channel)
{
    *count += 1;
    if ((*count & (*count - 1)) == 0) {
        sddf_dprintf("%s: %s (channel %u, %lu so far)\n", sddf_get_pd_name(), what, (unsigned int)channel,
                     (unsigned long)*count);
    }
}
