/* SPDX-License-Identifier: BSD-2-Clause */
/* Who owns the FPU registers. */
#include "arch/aarch64/fpu.h"

#include <el_fpu.h>

/* Invariants: user level has access to the FPU only if the thread that runs is fpu_owner and not disabled; the owner
 * alone has EXTRA_FPU. */
static struct tcb *fpu_owner;
static bool fpu_allowed; /* what the processor is set to */

static void fpu_allow(bool allow)
{
    if (allow != fpu_allowed) {
        el_fpu_allow(allow);
        fpu_allowed = allow;
    }
}

void fpu_switch_to(const struct tcb *t)
{
    fpu_allow(t == fpu_owner && (t->flags & TCB_FPU_DISABLED) == 0);
}

bool fpu_take(struct tcb *t)
{
    if ((t->flags & TCB_FPU_DISABLED) != 0) {
        return false;
    }
    fpu_release_owner();
    fpu_allow(true);
    el_fpu_synchronise();
    fpu_load(&t->arch.fpu);
    fpu_owner = t;
    t->arch_extras |= EXTRA_FPU;
    return true;
}

void fpu_release_owner(void)
{
    if (!fpu_owner) {
        return;
    }
    fpu_allow(true);
    el_fpu_synchronise();
    fpu_save(&fpu_owner->arch.fpu);
    fpu_allow(false);
    fpu_owner->arch_extras &= (uint8_t)~EXTRA_FPU;
    fpu_owner = NULL;
}

void fpu_release(struct tcb *t)
{
    if (t == fpu_owner) {
        fpu_release_owner();
    }
}
