/* SPDX-License-Identifier: BSD-2-Clause */
/* Access to the FPU, kernel at EL1 (ENV-7): only EL0 is ever denied it. */
#pragma once

#include "arch/aarch64/processor_bits.h"
#include "arch/aarch64/sysreg.h"

static inline void el_fpu_allow(bool allow)
{
    SYSREG_WRITE(cpacr_el1, allow ? CPACR_FPU_ALL : CPACR_FPU_KERNEL_ONLY);
}

/* Before the kernel touches the registers itself. */
static inline void el_fpu_synchronise(void)
{
}
