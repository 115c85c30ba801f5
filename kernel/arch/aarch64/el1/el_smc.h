/* SPDX-License-Identifier: BSD-2-Clause */
/* SMC from EL1. */
#pragma once

#include "arch/aarch64/smc.h"
#include "arch/aarch64/sysreg.h"

#define SMC_NOT_SUPPORTED UINT64_MAX

/* Without a level above that answers, the instruction is undefined at EL1 and would end in the kernel's own exception
 * handler. QEMU answers in place of EL3 where there is EL2. */
static inline struct smc_registers el_smc(struct smc_registers arguments)
{
    bool has_monitor = (SYSREG_READ(id_aa64pfr0_el1) >> 8 & 0xffu) != 0;

    if (!has_monitor) {
        arguments.x[0] = SMC_NOT_SUPPORTED;
        return arguments;
    }
    return smc_instruction(arguments);
}
