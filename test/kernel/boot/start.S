/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First and last instructions of the boot stub: from the reset state of QEMU's loader device into C with the
 * MMU off, and from there into the kernel with the MMU on, at the exception level that it is made for
 * (LDR-4, LDR-5, LDR-6).
 */
#define MAIR_VALUE       0x0000bbff440c0400  /* nGnRnE, nGnRE, GRE, non-cacheable, write-back, write-through */
#define TCR_EL1_VALUE    0x00000002b5103510  /* 48-bit halves, 4 KiB granule, write-back walks, 40-bit output */
#define TCR_EL2_VALUE    0x0000000080823510  /* the same for the one EL2 range, with the RES1 bits */
#define SCTLR_EL1_ON     0x30d01805          /* RES1, M, C, I */
#define SCTLR_EL2_ON     0x30c51835
#define SCTLR_EL1_OFF    0x30d00800
#define HCR_EL2_RW       0x0000000080000000
#define CNTHCTL_EL2_ALL  3
#define SPSR_EL1H        0x3c5

    .section .text.start, "ax"
    .global _start
_start:
    msr     daifset, #0xf
    adrp    x0, boot_stack_top
    mov     sp, x0
    bl      boot_main

/* enter_kernel(const uint64_t arguments[6], uint64_t entry, uint64_t low_table, uint64_t high_table) */
    .global enter_kernel
enter_kernel:
    mov     x9, x0
    mov     x10, x1
    ldr     x11, =MAIR_VALUE
    mrs     x12, CurrentEL
    cmp     x12, #(2 << 2)
    b.ne    enter_at_el1
    tbz     x10, #63, enter_at_el2

    /* The machine offers EL2 to a kernel that does not want it. */
    ldr     x12, =HCR_EL2_RW
    msr     hcr_el2, x12
    mov     x12, #CNTHCTL_EL2_ALL
    msr     cnthctl_el2, x12
    msr     cntvoff_el2, xzr
    ldr     x12, =SCTLR_EL1_OFF
    msr     sctlr_el1, x12
    mov     x12, #SPSR_EL1H
    msr     spsr_el2, x12
    adr     x12, enter_at_el1
    msr     elr_el2, x12
    eret

enter_at_el1:
    msr     mair_el1, x11
    ldr     x11, =TCR_EL1_VALUE
    msr     tcr_el1, x11
    msr     ttbr0_el1, x2
    msr     ttbr1_el1, x3
    isb
    tlbi    vmalle1
    dsb     sy
    ldr     x11, =SCTLR_EL1_ON
    msr     sctlr_el1, x11
    isb
    b       jump

enter_at_el2:
    msr     mair_el2, x11
    ldr     x11, =TCR_EL2_VALUE
    msr     tcr_el2, x11
    msr     ttbr0_el2, x2
    isb
    tlbi    alle2
    dsb     sy
    ldr     x11, =SCTLR_EL2_ON
    msr     sctlr_el2, x11
    isb

jump:
    ldp     x0, x1, [x9]
    ldp     x2, x3, [x9, #16]
    ldp     x4, x5, [x9, #32]
    br      x10

    .section .rodata
    .balign 16
    .global kernel_elf, root_elf
kernel_elf:
    .incbin KERNEL_ELF
    .balign 16
root_elf:
    .incbin ROOT_ELF

    .section .bss
    .balign 4096
    .skip   16384
boot_stack_top:
