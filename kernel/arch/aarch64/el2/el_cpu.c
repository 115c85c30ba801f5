/* SPDX-License-Identifier: BSD-2-Clause */
/* Processor set-up for a kernel at EL2: its own level, and EL1 as native threads see it (ENV-5, VCPU-22). */
#include "arch/aarch64/processor_bits.h"
#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/trap.h"
#include "boot/boot_section.h"

#define TCR_EL2_VALUE (TCR_EL2_RESERVED_ONE | TCR_T0SZ(16) | TCR_WALK_CACHED(0) | TCR_EL2_PS_40)

/* 40-bit input addresses, walk starts at level 1 with two concatenated tables. */
#define VTCR_EL2_VALUE \
    (TCR_EL2_RESERVED_ONE_31 | TCR_T0SZ(24) | VTCR_START_LEVEL_1 | TCR_WALK_CACHED(0) | TCR_EL2_PS_40)

BOOT_CODE static void el2_own_level_init(void)
{
    SYSREG_WRITE(tcr_el2, TCR_EL2_VALUE);
    SYSREG_WRITE(sctlr_el2, SCTLR_EL2_VALUE);
    SYSREG_WRITE(cptr_el2, CPTR_EL2_TRAP_FPU);
    SYSREG_WRITE(hstr_el2, 0);
    SYSREG_WRITE(cnthctl_el2, CNTHCTL_EL2_PHYSICAL);
    SYSREG_WRITE(mdcr_el2, SYSREG_READ(mdcr_el2) & MDCR_EL2_COUNTERS);
    isb();
}

BOOT_CODE static void el2_native_threads_init(void)
{
    SYSREG_WRITE(vtcr_el2, VTCR_EL2_VALUE);
    SYSREG_WRITE(hcr_el2, HCR_NATIVE);
    SYSREG_WRITE(sctlr_el1, SCTLR_EL1_USER);
    SYSREG_WRITE(cpacr_el1, CPACR_FPU_ALL);
    SYSREG_WRITE(cntkctl_el1, CNTKCTL_USER);
    SYSREG_WRITE(cntvoff_el2, 0);
    SYSREG_WRITE(cntv_ctl_el0, 0);
    SYSREG_WRITE(pmuserenr_el0, USER_PERFORMANCE_COUNTERS);
    SYSREG_WRITE(mdscr_el1, 0);
    SYSREG_WRITE(vpidr_el2, SYSREG_READ(midr_el1));
    SYSREG_WRITE(vmpidr_el2, SYSREG_READ(mpidr_el1));
    isb();
}

BOOT_CODE void el_cpu_init(void)
{
    el2_own_level_init();
    el2_native_threads_init();
}
