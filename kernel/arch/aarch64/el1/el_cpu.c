/* SPDX-License-Identifier: BSD-2-Clause */
/* Processor set-up for a kernel at EL1. */
#include "arch/aarch64/processor_bits.h"
#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/trap.h"
#include "boot/boot_section.h"

/* Both halves 48 bits wide, 4 KiB granule, walks inner-shareable write-back, 16-bit ASIDs from TTBR0. */
#define TCR_EL1_VALUE \
    (TCR_T0SZ(16) | TCR_WALK_CACHED(0) | TCR_EL1_T1SZ(16) | TCR_WALK_CACHED(16) | TCR_EL1_TG1_4K | \
     TCR_EL1_IPS_40 | TCR_EL1_ASID_16)

BOOT_CODE void el_cpu_init(void)
{
    SYSREG_WRITE(tcr_el1, TCR_EL1_VALUE);
    SYSREG_WRITE(sctlr_el1, SCTLR_EL1_USER | SCTLR_MMU_ON);
    SYSREG_WRITE(cpacr_el1, CPACR_FPU_KERNEL_ONLY);
    SYSREG_WRITE(cntkctl_el1, CNTKCTL_USER);
    SYSREG_WRITE(pmuserenr_el0, USER_PERFORMANCE_COUNTERS);
    SYSREG_WRITE(mdscr_el1, 0);
    isb();
}
