/* SPDX-License-Identifier: BSD-2-Clause */
/* Access to the FPU, kernel at EL1 (ENV-7): only EL0 is ever denied it. */
#pragma once

#include "arch/aarch64/processor_bits.h"
#include "arch/aarch64/sysreg.h"

static inline void el_fpu_enable(void)
{
    SYSREG_WRITE(cpacr_el1, CPACR_FPU_ALL);
}

static inline void el_fpu_disable(void)
{
    SYSREG_WRITE(cpacr_el1, CPACR_FPU_KERNEL_ONLY);
}
