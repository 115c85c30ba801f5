/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exception entry and return.
 *
 * While a thread runs, the kernel's stack pointer points to that thread's saved registers, so that entry
 * needs no scratch register. In the kernel it points into the one kernel stack, which is empty at each entry:
 * nothing on it survives a return to user mode. Interrupts stay masked in the kernel; the idle thread alone
 * takes them at the kernel's level, with its own register area as stack pointer like any other thread.
 */
#include "registers.h"
#include <el_registers.h>

#define EC_SHIFT   26
#define EC_SVC64   0x15
#define EC_HVC64   0x16

/* Leaves the exception's return address in x10, TPIDR_EL0 in x12, and keeps x0 to x8. */
.macro save_registers
    stp x0, x1, [sp, #8 * 0]
    stp x2, x3, [sp, #8 * 2]
    stp x4, x5, [sp, #8 * 4]
    stp x6, x7, [sp, #8 * 6]
    stp x8, x9, [sp, #8 * 8]
    stp x10, x11, [sp, #8 * 10]
    stp x12, x13, [sp, #8 * 12]
    stp x14, x15, [sp, #8 * 14]
    stp x16, x17, [sp, #8 * 16]
    stp x18, x19, [sp, #8 * 18]
    stp x20, x21, [sp, #8 * 20]
    stp x22, x23, [sp, #8 * 22]
    stp x24, x25, [sp, #8 * 24]
    stp x26, x27, [sp, #8 * 26]
    stp x28, x29, [sp, #8 * 28]
    mrs x9, sp_el0
    mrs x10, ELR_KERNEL
    mrs x11, SPSR_KERNEL
    mrs x12, tpidr_el0
    stp x30, x9, [sp, #8 * 30]
    stp x10, x11, [sp, #8 * REG_NEXT_IP]
    SAVE_TLS_READ_ONLY
.endm

/* \fault_ip: the register with GEN-9's restartPC. */
.macro enter_kernel fault_ip
    stp \fault_ip, x12, [sp, #8 * REG_FAULT_IP]
    adrp x9, kernel_stack_top
    mov sp, x9
.endm

.macro vector target
    .balign 0x80
    b \target
.endm

.section .text.vectors, "ax"
.balign 0x800
.global exception_vectors
exception_vectors:
    /* Kernel's level, stack pointer of EL0: never used. */
    vector kernel_exception
    vector kernel_exception
    vector kernel_exception
    vector kernel_exception
    /* Kernel's level: only an interrupt of the idle thread is expected. */
    vector kernel_exception
    vector interrupt_entry
    vector kernel_exception
    vector kernel_exception
    /* Users, AArch64. */
    vector synchronous_entry
    vector interrupt_entry
    vector kernel_exception
    vector kernel_exception
    /* Users, AArch32: never entered. */
    vector kernel_exception
    vector kernel_exception
    vector kernel_exception
    vector kernel_exception

synchronous_entry:
    save_registers
    mrs x13, ESR_KERNEL
    lsr x13, x13, #EC_SHIFT
    cmp x13, #EC_SVC64
    ccmp x13, #EC_HVC64, #4, ne
    b.ne 1f
    sub x13, x10, #4
    enter_kernel x13
    bl handle_syscall
    b user_return
1:  enter_kernel x10
    bl handle_exception
    b user_return

interrupt_entry:
    save_registers
    enter_kernel x10
    bl handle_interrupt
    b user_return

/* A broken kernel, or a system error that no thread can be blamed for: report and stop. */
kernel_exception:
    adrp x9, kernel_stack_top
    mov sp, x9
    mrs x0, ESR_KERNEL
    mrs x1, ELR_KERNEL
    mrs x2, FAR_KERNEL
    bl handle_kernel_exception
    b .

/* Continues kernel.cur. `kernel` starts with cur. */
.global user_return
user_return:
    adrp x0, kernel
    ldr x0, [x0, :lo12:kernel]
    add x0, x0, #TCB_CONTEXT_OFFSET
    mov sp, x0
    ldp x30, x9, [sp, #8 * 30]
    ldp x10, x11, [sp, #8 * REG_NEXT_IP]
    ldp x12, x13, [sp, #8 * REG_TLS]
    msr sp_el0, x9
    msr ELR_KERNEL, x10
    msr SPSR_KERNEL, x11
    msr tpidr_el0, x12
    msr tpidrro_el0, x13
    ldp x0, x1, [sp, #8 * 0]
    ldp x2, x3, [sp, #8 * 2]
    ldp x4, x5, [sp, #8 * 4]
    ldp x6, x7, [sp, #8 * 6]
    ldp x8, x9, [sp, #8 * 8]
    ldp x10, x11, [sp, #8 * 10]
    ldp x12, x13, [sp, #8 * 12]
    ldp x14, x15, [sp, #8 * 14]
    ldp x16, x17, [sp, #8 * 16]
    ldp x18, x19, [sp, #8 * 18]
    ldp x20, x21, [sp, #8 * 20]
    ldp x22, x23, [sp, #8 * 22]
    ldp x24, x25, [sp, #8 * 24]
    ldp x26, x27, [sp, #8 * 26]
    ldp x28, x29, [sp, #8 * 28]
    eret

/* The idle thread's program: it has no stack. */
.global idle_loop
idle_loop:
    wfi
    b idle_loop

/* Its top is on a page boundary, so that one instruction finds it. */
.section .bss.kernel_stack, "aw", %nobits
.balign 4096
    .space KERNEL_STACK_BYTES /* check_calls.py shows at build time that it suffices */
.global kernel_stack_top
kernel_stack_top:
