/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The physical timer of the Arm generic timer (TMR-20), which the kernel leaves to user level. Its comparator
 * is level sensitive, so a deadline that passes while it is being set is not missed.
 */
#include "counter.h"

#define CTL_ENABLE 1ull

void counter_init(void)
{
    counter_set_deadline(UINT64_MAX);
    __asm__ volatile("msr cntp_ctl_el0, %0" ::"r"(CTL_ENABLE));
}

uint64_t counter_frequency(void)
{
    uint64_t frequency;

    __asm__("mrs %0, cntfrq_el0" : "=r"(frequency));
    return frequency;
}

uint64_t counter_now(void)
{
    uint64_t now;

    /* Without the barrier the counter may be read ahead of instructions before it, and time run backwards. */
    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(now)::"memory");
    return now;
}

void counter_set_deadline(uint64_t deadline)
{
    /* The barrier makes the interrupt line follow before the driver acknowledges the interrupt. */
    __asm__ volatile("msr cntp_cval_el0, %0\n\tisb" ::"r"(deadline) : "memory");
}
