/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of the banked registers as the kernel at EL2 uses them; for C and assembly. */
#pragma once

#define ELR_KERNEL      elr_el2
#define SPSR_KERNEL     spsr_el2
#define ESR_KERNEL      esr_el2
#define FAR_KERNEL      far_el2
#define VBAR_KERNEL     vbar_el2
#define MAIR_KERNEL     mair_el2
#define TTBR_KERNEL     ttbr0_el2

/* The hypervisor's physical timer (IRQ-1). */
#define TIMER_COUNT     cntpct_el0
#define TIMER_CONTROL   cnthp_ctl_el2
#define TIMER_DEADLINE  cnthp_cval_el2

#define TLBI_KERNEL_ALL "tlbi alle2"

/* A guest's kernel may have written TPIDRRO_EL0; for vectors.S, where x14 has been saved. Where a short path leaves a
 * guest, vcpu/switch.c does it. */
#define SAVE_TLS_READ_ONLY(base, at) mrs x14, tpidrro_el0; str x14, [base, at]

/* Root of the address space of users, with its VMID (translation.h). */
#define USER_ROOT       vttbr_el2

/* PSTATE of the idle thread: EL2h, interrupts unmasked, everything else masked. */
#define SPSR_IDLE       0x349
