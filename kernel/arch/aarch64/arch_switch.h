/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Switching the processor to another thread: address space, VCPU, FPU, breakpoints (SCH-12).
 *
 * Most threads have nothing but registers and an address space, and the base register's value for that was found at an
 * earlier switch. It holds until a new epoch begins; what ends one is in translation.h.
 */
#pragma once

#include "arch/aarch64/sysreg.h"
#include "state.h"

#include <el_registers.h>

/* Address space, VCPU, FPU and breakpoints: those of t into the processor. */
void arch_switch_fully(struct tcb *t);

static inline bool arch_switch_simply(const struct tcb *from, const struct tcb *t)
{
    if (t->space.epoch != kernel.space_epoch || from->arch_extras != 0 || t->arch_extras != 0) {
        return false;
    }
    SYSREG_WRITE(USER_ROOT, t->space.root);
    return true;
}

/* Does nothing that t does to other objects change its registers? Those of a guest change when its VCPU is deleted
 * (VCPU-4). */
static inline bool arch_registers_stay(const struct tcb *t)
{
    return (t->arch_extras & ~EXTRA_FPU) == 0;
}
