/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AArch64 part of the loader that cannot be C: the first instructions at an unknown address and exception
 * level (LDR-1, LDR-4, LDR-5), and the last ones before the kernel (LDR-8).
 */

#include <kernel/gen_config.h>

#define STACK_SIZE 0x2000

/* SCR_EL3: RES1 bits, next level is AArch64 (RW), no secure monitor calls trapped here (SMD), non-secure. */
#define SCR_EL3_VALUE ((3 << 4) | (1 << 10) | (1 << 7) | (1 << 0))
/* SPSR: all of DAIF masked, return to ELxh. */
#define SPSR_EL2H 0x3c9
#define SPSR_EL1H 0x3c5
#define HCR_EL2_RW (1 << 31)
/* Attribute indices 0 to 4: Device nGnRnE, nGnRE, GRE, Normal non-cacheable, Normal write-back; 5: Normal
 * write-through. The kernel's boot code relies on these (01 LDR-5). */
#define MAIR_VALUE 0x0000bbff440c0400

/* 48-bit addresses, 4 KiB pages, walks through write-back write-allocate inner-shareable memory. */
#define TCR_WALK(shift) ((16 | (1 << 8) | (1 << 10) | (3 << 12)) << (shift))
#define TCR_EL2_VALUE (TCR_WALK(0) | (2 << 16) | (1 << 23) | (1 << 31))
#define TCR_EL1_VALUE (TCR_WALK(0) | TCR_WALK(16) | (2 << 30) | (2 << 32))

#define SCTLR_MMU_CACHES ((1 << 0) | (1 << 2) | (1 << 12))

    .macro load_constant reg, value
    movz \reg, #((\value) & 0xffff)
    movk \reg, #(((\value) >> 16) & 0xffff), lsl #16
    movk \reg, #(((\value) >> 32) & 0xffff), lsl #32
    movk \reg, #(((\value) >> 48) & 0xffff), lsl #48
    .endm

    .section .text.start, "ax"
    .global _start
_start:
    msr daifset, #0xf
    bl caches_off
    bl relocate
    /* From here on the code runs at its link address. */
    ldr x0, =go
    br x0

/* ---- Relocation: everything here must be independent of the position ---- */

/* Copies loader and payload to the link address if they are elsewhere. The payload may overlap its
 * destination, the code that copies may not. */
relocate:
    adr x0, _start
    ldr x1, =_start
    cmp x0, x1
    b.eq 9f
    ldr x2, =_payload
    sub x2, x2, x1              /* bytes of the loader */
    add x3, x0, x2              /* the payload header here */
    ldr x4, [x3]
    ldr x5, =0x5e14dead14de5ead
    cmp x4, x5
    b.ne hang
    ldr x4, [x3, #8]
    add x4, x4, x2              /* bytes of loader and payload */
    add x4, x4, #7
    bic x4, x4, #7
    add x5, x0, x2              /* end of the code here */
    add x6, x1, x4              /* end of the destination */
    cmp x5, x1
    b.ls 1f                     /* code lies below the destination */
    cmp x0, x6
    b.lo hang                   /* code would overwrite itself */
1:  cmp x0, x1
    b.lo 3f
    mov x7, #0                  /* moving down: first byte first */
2:  ldr x8, [x0, x7]
    str x8, [x1, x7]
    add x7, x7, #8
    cmp x7, x4
    b.lo 2b
    b 4f
3:  sub x4, x4, #8              /* moving up: last byte first */
    ldr x8, [x0, x4]
    str x8, [x1, x4]
    cbnz x4, 3b
4:  dsb sy
    ic iallu
    dsb sy
    isb
9:  ret

hang:
    wfe
    b hang

/* ---- Turn off MMU and caches of the current level, after writing dirty lines back (LDR-5) ---- */

caches_off:
    mov x20, x30
    bl flush_dcache
    mrs x0, CurrentEL
    cmp x0, #(2 << 2)
    b.eq 2f
    b.hi 3f
    mrs x0, sctlr_el1
    bl mmu_bits_off
    msr sctlr_el1, x0
    b 4f
2:  mrs x0, sctlr_el2
    bl mmu_bits_off
    msr sctlr_el2, x0
    b 4f
3:  mrs x0, sctlr_el3
    bl mmu_bits_off
    msr sctlr_el3, x0
4:  isb
    bl flush_dcache
    ic iallu
    dsb sy
    isb
    ret x20

mmu_bits_off:
    load_constant x1, SCTLR_MMU_CACHES
    bic x0, x0, x1
    ret

/* Cleans and invalidates all data caches by set and way; uses no memory. */
flush_dcache:
    dsb sy
    mrs x0, clidr_el1
    ubfx x1, x0, #24, #3        /* level of coherency */
    mov x2, #0                  /* level, counted from 0 */
1:  cmp x2, x1
    b.hs 5f
    add x3, x2, x2, lsl #1
    lsr x3, x0, x3
    and x3, x3, #7
    cmp x3, #2                  /* is there a data cache at this level? */
    b.lo 4f
    lsl x4, x2, #1
    msr csselr_el1, x4
    isb
    mrs x5, ccsidr_el1
    and x6, x5, #7
    add x6, x6, #4              /* log2 of the line size */
    ubfx x7, x5, #3, #10        /* highest way */
    clz w8, w7                  /* position of the way field */
    ubfx x9, x5, #13, #15       /* highest set */
2:  mov x10, x7
3:  lsl x11, x10, x8
    orr x11, x11, x4
    lsl x12, x9, x6
    orr x11, x11, x12
    dc cisw, x11
    subs x10, x10, #1
    b.ge 3b
    subs x9, x9, #1
    b.ge 2b
4:  add x2, x2, #1
    b 1b
5:  msr csselr_el1, xzr
    dsb sy
    isb
    ret

/* ---- At the link address ---- */

    .text
go:
    ldr x0, =stack_top
    mov sp, x0
    bl drop_from_el3
    ldr x0, =vectors
    bl set_vectors
    b loader_main

/* EL3 to EL2, non-secure; sp is shared by hand because each level has its own. */
drop_from_el3:
    mrs x0, CurrentEL
    cmp x0, #(3 << 2)
    b.ne 1f
    ldr x0, =SCR_EL3_VALUE
    msr scr_el3, x0
    msr cptr_el3, xzr
    mov x0, #SPSR_EL2H
    msr spsr_el3, x0
    msr elr_el3, x30
    mov x0, sp
    msr sp_el2, x0
    load_constant x1, 0x30c50830 /* SCTLR_EL2: only RES1 bits */
    msr sctlr_el2, x1
    isb
    eret
1:  ret

set_vectors:
    mrs x1, CurrentEL
    cmp x1, #(2 << 2)
    b.eq 2f
    msr vbar_el1, x0
    isb
    ret
2:  msr vbar_el2, x0
    isb
    ret

    .global current_el
current_el:
    mrs x0, CurrentEL
    lsr x0, x0, #2
    ret

    .global enter_kernel
enter_kernel:
    mov x19, x0
    mrs x0, CurrentEL
    cmp x0, #(2 << 2)
    b.ne 1f
    msr cntvoff_el2, xzr
#if !defined(CONFIG_ARM_HYPERVISOR_SUPPORT)
    bl drop_to_el1
#endif
1:  bl mmu_on
    msr tpidr_el1, xzr          /* logical number of this core */
    ldr x8, [x19, #16]          /* kernel_entry */
    ldp x0, x1, [x19, #24]      /* ui_p_start, ui_p_end */
    ldp x2, x3, [x19, #40]      /* pv_offset, v_entry */
    mov x4, #0                  /* no device tree */
    mov x5, #0
    br x8

/* EL2 to EL1h: traps off, no stage 2. */
drop_to_el1:
    ldr x0, =HCR_EL2_RW
    msr hcr_el2, x0
    mov x0, #3                  /* physical counter and timer are EL1's */
    msr cnthctl_el2, x0
    mov x0, #0x33ff             /* no FPU traps */
    msr cptr_el2, x0
    msr hstr_el2, xzr
    msr vttbr_el2, xzr
    mrs x0, midr_el1
    msr vpidr_el2, x0
    mrs x0, mpidr_el1
    msr vmpidr_el2, x0
    load_constant x0, 0x30d00800 /* SCTLR_EL1: only RES1 bits */
    msr sctlr_el1, x0
    mov x0, #SPSR_EL1H
    msr spsr_el2, x0
    msr elr_el2, x30
    mov x0, sp
    msr sp_el1, x0
    isb
    eret

#if defined(CONFIG_ARM_HYPERVISOR_SUPPORT)

mmu_on:
    ldr x0, =MAIR_VALUE
    msr mair_el2, x0
    ldr x0, =TCR_EL2_VALUE
    msr tcr_el2, x0
    ldr x0, =page_table_low
    msr ttbr0_el2, x0
    dsb sy
    tlbi alle2
    dsb sy
    isb
    mrs x0, sctlr_el2
    ldr x1, =SCTLR_MMU_CACHES
    orr x0, x0, x1
    msr sctlr_el2, x0
    ic iallu
    dsb sy
    isb
    ret

#else

mmu_on:
    ldr x0, =MAIR_VALUE
    msr mair_el1, x0
    ldr x0, =TCR_EL1_VALUE
    msr tcr_el1, x0
    ldr x0, =page_table_low
    msr ttbr0_el1, x0
    ldr x0, =page_table_kernel
    msr ttbr1_el1, x0
    dsb sy
    tlbi vmalle1
    dsb sy
    isb
    mrs x0, sctlr_el1
    ldr x1, =SCTLR_MMU_CACHES
    orr x0, x0, x1
    msr sctlr_el1, x0
    ic iallu
    dsb sy
    isb
    ret

#endif

/* ---- Exceptions of the loader itself: report and stop ---- */

    .macro vector
    .balign 0x80
    b exception
    .endm

    .balign 0x800
vectors:
    .rept 16
    vector
    .endr

exception:
    ldr x0, =stack_top
    mov sp, x0
    mrs x0, CurrentEL
    cmp x0, #(2 << 2)
    b.eq 1f
    mrs x0, esr_el1
    mrs x1, far_el1
    mrs x2, elr_el1
    b loader_exception
1:  mrs x0, esr_el2
    mrs x1, far_el2
    mrs x2, elr_el2
    b loader_exception

    .bss
    .balign 16
    .space STACK_SIZE
stack_top:

    .section .note.GNU-stack, "", %progbits
