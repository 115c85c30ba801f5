/* SPDX-License-Identifier: BSD-2-Clause */
/* The generic timer as the kernel's clock and deadline (SC-31). */
#include "arch/aarch64/timer.h"

#include "arch.h"
#include "arch/aarch64/sysreg.h"
#include "boot/boot_section.h"

#include <el_registers.h>

#define TIMER_ENABLE UINT64_C(1) /* and not masked */
#define TIMER_NEVER  UINT64_MAX

BOOT_CODE void timer_init(void)
{
    SYSREG_WRITE(TIMER_DEADLINE, TIMER_NEVER);
    SYSREG_WRITE(TIMER_CONTROL, TIMER_ENABLE);
    isb();
}

ticks_t arch_timer_now(void)
{
    return SYSREG_READ(TIMER_COUNT);
}

void arch_timer_set_deadline(ticks_t deadline)
{
    SYSREG_WRITE(TIMER_DEADLINE, deadline);
}

/* The line must have dropped before the controller hears of the end of the interrupt. */
void arch_timer_acknowledge(void)
{
    SYSREG_WRITE(TIMER_DEADLINE, TIMER_NEVER);
    isb();
}
