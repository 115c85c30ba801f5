/* SPDX-License-Identifier: BSD-2-Clause */
/* Never gives the processor up, and says how long it was away each time that it gets it back. */

#include <microkit.h>

#define REPORTS 3
#define NOTICEABLE_US 2000

unsigned reports;

static seL4_Word microseconds(void)
{
    seL4_Word count, hertz;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0\n\tmrs %1, cntfrq_el0" : "=r"(count), "=r"(hertz));
    return count / (hertz / 1000000);
}

static void report(seL4_Word away)
{
    reports++;
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(": away for ");
    microkit_dbg_put32((seL4_Uint32)(away / 1000));
    microkit_dbg_puts(" ms\n");
}

void init(void)
{
    seL4_Word last = microseconds();

    while (reports < REPORTS) {
        seL4_Word now = microseconds();

        if (now - last > NOTICEABLE_US) {
            report(now - last);
        }
        last = now;
    }
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(": done\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
