/* SPDX-License-Identifier: BSD-2-Clause */
/* Access to the FPU, kernel at EL2 (ENV-7): the trap catches all levels, the kernel's own included. */
#pragma once

#include "arch/aarch64/processor_bits.h"
#include "arch/aarch64/sysreg.h"

static inline void el_fpu_allow(bool allow)
{
    SYSREG_WRITE(cptr_el2, allow ? CPTR_EL2_NO_TRAP : CPTR_EL2_TRAP_FPU);
}

/* Before the kernel touches the registers itself. */
static inline void el_fpu_synchronise(void)
{
    isb();
}
