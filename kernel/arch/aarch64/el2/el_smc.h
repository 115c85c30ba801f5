/* SPDX-License-Identifier: BSD-2-Clause */
/* SMC from EL2: machines that boot there have firmware (or an emulation of it) that answers. */
#pragma once

#include "arch/aarch64/smc.h"

static inline struct smc_registers el_smc(struct smc_registers arguments)
{
    return smc_instruction(arguments);
}
