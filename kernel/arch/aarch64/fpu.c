/* SPDX-License-Identifier: BSD-2-Clause */
/* Who owns the FPU registers. */
#include "arch/aarch64/fpu.h"

#include <el_fpu.h>

static struct tcb *fpu_owner;

void fpu_switch_to(struct tcb *t)
{
    if ((t->flags & TCB_FPU_DISABLED) != 0) {
        el_fpu_disable();
        return;
    }
    el_fpu_enable();
    if (t == fpu_owner) {
        return;
    }
    if (fpu_owner) {
        fpu_save(&fpu_owner->arch.fpu);
    }
    fpu_load(&t->arch.fpu);
    fpu_owner = t;
}

void fpu_release_owner(void)
{
    if (!fpu_owner) {
        return;
    }
    el_fpu_enable();
    fpu_save(&fpu_owner->arch.fpu);
    el_fpu_disable();
    fpu_owner = NULL;
}

void fpu_release(const struct tcb *t)
{
    if (t == fpu_owner) {
        fpu_release_owner();
    }
}
