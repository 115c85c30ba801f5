/* SPDX-License-Identifier: BSD-2-Clause */
/* Fields of the control registers that the kernel programs, by their architectural names. */
#pragma once

#include "arch/aarch64/user_access.h"
#include "types.h"

/* TCR_EL1, TCR_EL2, VTCR_EL2 share the low half. shift 16 is the second half of TCR_EL1. */
#define TCR_T0SZ(bits)        UINT64_C(bits)
#define TCR_WALK_CACHED(shift) (UINT64_C(0x3500) << (shift)) /* inner shareable, write-back, allocate */
#define TCR_EL1_T1SZ(bits)    (UINT64_C(bits) << 16)
#define TCR_EL1_TG1_4K        (UINT64_C(2) << 30)
#define TCR_EL1_IPS_40        (UINT64_C(2) << 32)
#define TCR_EL1_ASID_16       BIT(36)
#define TCR_EL2_RESERVED_ONE_31 BIT(31)
#define TCR_EL2_RESERVED_ONE  (BIT(31) | BIT(23))
#define TCR_EL2_PS_40         (UINT64_C(2) << 16)
#define VTCR_START_LEVEL_1    (UINT64_C(1) << 6)

/* SCTLR_EL1: reserved ones; EL0 may use WFI and WFE (nTWI, nTWE); caches on; alignment checks off (ENV-4,
 * ENV-5). */
#define SCTLR_EL1_RESERVED_ONE UINT64_C(0x30d00800)
#define SCTLR_NTWE             BIT(18)
#define SCTLR_NTWI             BIT(16)
#define SCTLR_INSTRUCTION_CACHE BIT(12)
#define SCTLR_CP15BEN          BIT(5)
#define SCTLR_DATA_CACHE       BIT(2)
#define SCTLR_MMU_ON           BIT(0)
#define SCTLR_EL1_USER \
    (SCTLR_EL1_RESERVED_ONE | SCTLR_USER_CACHE | SCTLR_NTWE | SCTLR_NTWI | SCTLR_INSTRUCTION_CACHE | \
     SCTLR_CP15BEN | SCTLR_DATA_CACHE)

#define SCTLR_EL2_RESERVED_ONE UINT64_C(0x30c50830)
#define SCTLR_EL2_VALUE (SCTLR_EL2_RESERVED_ONE | SCTLR_INSTRUCTION_CACHE | SCTLR_DATA_CACHE | SCTLR_MMU_ON)

#define CNTHCTL_EL2_PHYSICAL   UINT64_C(3)
/* HPMN: how many event counters EL1 may use; a reset value that must not become 0. */
#define MDCR_EL2_COUNTERS      UINT64_C(0x1f)

/* HCR_EL2 (VCPU-22) */
#define HCR_VM    BIT(0)
#define HCR_SWIO  BIT(1)
#define HCR_FMO   BIT(3)
#define HCR_IMO   BIT(4)
#define HCR_AMO   BIT(5)
#define HCR_DC    BIT(12)
#define HCR_TWI   BIT(13)
#define HCR_TWE   BIT(14)
#define HCR_TSC   BIT(19)
#define HCR_TAC   BIT(21)
#define HCR_TTLB  BIT(25)
#define HCR_TVM   BIT(26)
#define HCR_TGE   BIT(27)
#define HCR_RW    BIT(31)
#ifdef CONFIG_DISABLE_WFI_WFE_TRAPS
#define HCR_TRAP_WAITING UINT64_C(0)
#else
#define HCR_TRAP_WAITING (HCR_TWI | HCR_TWE)
#endif
#define HCR_GUEST (HCR_VM | HCR_RW | HCR_AMO | HCR_IMO | HCR_FMO | HCR_TSC | HCR_TRAP_WAITING)
#define HCR_NATIVE \
    (HCR_VM | HCR_RW | HCR_AMO | HCR_IMO | HCR_FMO | HCR_TSC | HCR_TGE | HCR_TVM | HCR_TTLB | HCR_DC | \
     HCR_TAC | HCR_SWIO)

/* FPU access: CPACR_EL1.FPEN; CPTR_EL2 with its reserved ones and without TCPAC (VCPU-17). */
#define CPACR_FPU_KERNEL_ONLY  (UINT64_C(1) << 20)
#define CPACR_FPU_ALL          (UINT64_C(3) << 20)
#define CPTR_EL2_NO_TRAP       UINT64_C(0x33ff)
#define CPTR_EL2_TRAP_FPU      (CPTR_EL2_NO_TRAP | BIT(10))
