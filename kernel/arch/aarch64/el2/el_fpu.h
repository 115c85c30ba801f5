/* SPDX-License-Identifier: BSD-2-Clause */
/* Access to the FPU, kernel at EL2 (ENV-7): the trap catches the kernel too, so enabling takes effect at once. */
#pragma once

#include "arch/aarch64/processor_bits.h"
#include "arch/aarch64/sysreg.h"

static inline void el_fpu_enable(void)
{
    SYSREG_WRITE(cptr_el2, CPTR_EL2_NO_TRAP);
    isb();
}

static inline void el_fpu_disable(void)
{
    SYSREG_WRITE(cptr_el2, CPTR_EL2_TRAP_FPU);
}
