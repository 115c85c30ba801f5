/* SPDX-License-Identifier: BSD-2-Clause */
/* Stopping the machine for good: nothing wakes a core that waits with everything masked, for ever. */
#include "arch/aarch64/machine.h"

NORETURN void machine_halt(void)
{
    for (;;) {
        __asm__ volatile("msr daifset, #15\n\twfi" : : : "memory");
    }
}
