/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of the banked registers as the kernel at EL1 uses them; for C and assembly. */
#pragma once

#define ELR_KERNEL      elr_el1
#define SPSR_KERNEL     spsr_el1
#define ESR_KERNEL      esr_el1
#define FAR_KERNEL      far_el1
#define VBAR_KERNEL     vbar_el1
#define MAIR_KERNEL     mair_el1
#define TTBR_KERNEL     ttbr1_el1

/* The virtual timer (IRQ-1); CNTVOFF is 0 (LDR-11). */
#define TIMER_COUNT     cntvct_el0
#define TIMER_CONTROL   cntv_ctl_el0
#define TIMER_DEADLINE  cntv_cval_el0

#define TLBI_KERNEL_ALL "tlbi vmalle1"

/* Only the kernel writes TPIDRRO_EL0: the saved value is never out of date. */
#define SAVE_TLS_READ_ONLY(base, at)

/* Root of the address space of users, with its ASID (translation.h). */
#define USER_ROOT       ttbr0_el1

/* PSTATE of the idle thread: EL1h, interrupts unmasked, everything else masked. */
#define SPSR_IDLE       0x345
