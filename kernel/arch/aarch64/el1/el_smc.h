/* SPDX-License-Identifier: BSD-2-Clause */
/* SMC from EL1. */
#pragma once

#include "arch/aarch64/smc.h"
#include "arch/aarch64/sysreg.h"

#define SMC_NOT_SUPPORTED UINT64_MAX

/* Without EL3 the instruction is undefined at EL1 and would end in the kernel's own exception handler. */
static inline struct smc_registers el_smc(struct smc_registers arguments)
{
    bool has_el3 = (SYSREG_READ(id_aa64pfr0_el1) >> 12 & 15u) != 0;

    if (!has_el3) {
        arguments.x[0] = SMC_NOT_SUPPORTED;
        return arguments;
    }
    return smc_instruction(arguments);
}
