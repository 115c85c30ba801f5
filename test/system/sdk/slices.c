/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs for ever in its own domain and says when it has been away (T-75): a gap in the counter is a time slice
 * of others. */

#include <stdint.h>

#include "say.h"

#define REPORTS 3
#define GAP_US 2000 /* longer than any interrupt or message */

static uint64_t now_us(void)
{
    uint64_t count, frequency;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(count));
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    return count * 1000000 / frequency;
}

static void report(uint64_t gap_us)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(": away for ");
    microkit_dbg_put32((seL4_Uint32)(gap_us / 1000));
    microkit_dbg_puts(" ms\n");
}

void init(void)
{
    uint64_t last = now_us();
    unsigned reports = 0;

    while (reports < REPORTS) {
        uint64_t now = now_us();

        if (now - last > GAP_US) {
            report(now - last);
            reports++;
        }
        last = now;
    }
    say("done");
    for (;;) {
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
