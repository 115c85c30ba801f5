/* SPDX-License-Identifier: BSD-2-Clause */
/* How much time a PD of higher priority takes from this one: it has a tenth of the processor (T-86). */

#include <stdint.h>

#include "say.h"

#define MEASURE_US 200000
#define NOISE_US 30

static uint64_t now_us(void)
{
    uint64_t count, frequency;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(count));
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    return count * 1000000 / frequency;
}

void init(void)
{
    uint64_t start = now_us();
    uint64_t last = start;
    uint64_t lost = 0;

    while (last - start < MEASURE_US) {
        uint64_t now = now_us();

        if (now - last > NOISE_US) {
            lost += now - last;
        }
        last = now;
    }
    microkit_dbg_puts("share: others took ");
    microkit_dbg_put32((seL4_Uint32)(lost * 100 / (last - start)));
    microkit_dbg_puts(" percent\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
