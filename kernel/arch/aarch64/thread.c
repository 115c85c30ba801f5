/* SPDX-License-Identifier: BSD-2-Clause */
/* What a thread has of the processor: creation, destruction, switching. */
#include "abi.h"
#include "arch.h"

#include "arch/aarch64/fpu.h"
#include "arch/aarch64/user_status.h"
#include "arch/aarch64/vspace.h"
#include "state.h"

#include <arch_switch.h>

#include <el_vcpu.h>
#include <hardware_debug.h>

_Static_assert(offsetof(struct tcb, context) == TCB_CONTEXT_OFFSET, "vectors.S finds the registers of CUR");
_Static_assert(offsetof(struct kernel, cur) == 0, "vectors.S finds kernel.cur");
_Static_assert(TCB_CONTEXT_OFFSET + 8 * REG_TOTAL == offsetof(struct tcb, state), "the hot line begins with registers");
_Static_assert(offsetof(struct tcb, space) % 64 == 0, "the hot line ends");
_Static_assert(sizeof(struct tcb) <= 1u << seL4_TCBBits, "TCB size is part of the ABI");
_Static_assert(offsetof(struct tcb, arch.fpu) % 16 == 0, "FPU registers are stored in pairs");

void arch_thread_create(struct tcb *t)
{
    t->context.reg[REG_STATUS] = USER_STATUS;
}

void arch_thread_destroy(struct tcb *t)
{
    el_vcpu_thread_destroyed(t);
    fpu_release(t);
}

APART void arch_switch_fully(struct tcb *t)
{
    vspace_activate(t);
    el_vcpu_switch_to(t);
    fpu_switch_to(t);
    hardware_debug_switch_to(t);
}

outcome_t arch_thread_invoke(const struct invocation *request, struct tcb *t)
{
    return hardware_debug_invoke(request, t);
}

bool arch_debug_reply(struct tcb *t, word_t instructions)
{
    return hardware_debug_reply(t, instructions);
}

void arch_thread_flags_changed(struct tcb *t)
{
    if ((t->flags & TCB_FPU_DISABLED) != 0) {
        fpu_release(t);
    }
}

void arch_thread_leaves_domain(struct tcb *t)
{
    el_vcpu_thread_leaves_domain(t);
    fpu_release(t);
}

void arch_leave_domain(void)
{
    el_vcpu_leave_domain();
    fpu_release_owner();
}
