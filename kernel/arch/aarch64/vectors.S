/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exception entry and return.
 *
 * While a thread runs, the kernel's stack pointer points to that thread's saved registers, so that entry
 * needs no scratch register. In the kernel it points into the one kernel stack, which is empty at each entry:
 * nothing on it survives a return to user mode. At its top follows `kernel`, which starts with cur: C code that has
 * returned leaves the stack pointer there. Interrupts stay masked in the kernel; the idle thread alone
 * takes them at the kernel's level, with its own register area as stack pointer like any other thread.
 *
 * A system call is first offered to the short paths (syscall/fastpath.h). For those it is enough to save what C
 * code changes. The other registers are still the thread's when C code returns, because it preserves x19 to x29
 * and, by a compiler option, never touches x18: if the thread goes on they stay, else they are saved then. All
 * other C code finds every register of kernel.cur saved.
 */
#include "registers.h"
#include "system_error.h"
#include <el_registers.h>

#define EC_SHIFT   26
#define EC_SVC64   0x15
#define EC_HVC64   0x16

/* What C code may change; sp points to the registers of the thread. */
.macro save_changed
    stp x0, x1, [sp, #8 * 0]
    stp x2, x3, [sp, #8 * 2]
    stp x4, x5, [sp, #8 * 4]
    stp x6, x7, [sp, #8 * 6]
    stp x8, x9, [sp, #8 * 8]
    stp x10, x11, [sp, #8 * 10]
    stp x12, x13, [sp, #8 * 12]
    stp x14, x15, [sp, #8 * 14]
    stp x16, x17, [sp, #8 * 16]
    str x30, [sp, #8 * 30]
.endm

.macro load_changed
    ldp x0, x1, [sp, #8 * 0]
    ldp x2, x3, [sp, #8 * 2]
    ldp x4, x5, [sp, #8 * 4]
    ldp x6, x7, [sp, #8 * 6]
    ldp x8, x9, [sp, #8 * 8]
    ldp x10, x11, [sp, #8 * 10]
    ldp x12, x13, [sp, #8 * 12]
    ldp x14, x15, [sp, #8 * 14]
    ldp x16, x17, [sp, #8 * 16]
.endm

/* All the rest but TPIDRRO_EL0, to \base + \at. The latest entry was caused by the instruction \back bytes before the
 * return address (GEN-9 restartPC). Uses x10 to x13. */
.macro save_rest base, at, back
    stp x18, x19, [\base, #\at + 8 * 18]
    stp x20, x21, [\base, #\at + 8 * 20]
    stp x22, x23, [\base, #\at + 8 * 22]
    stp x24, x25, [\base, #\at + 8 * 24]
    stp x26, x27, [\base, #\at + 8 * 26]
    stp x28, x29, [\base, #\at + 8 * 28]
    mrs x10, sp_el0
    mrs x11, ELR_KERNEL
    mrs x12, SPSR_KERNEL
    mrs x13, tpidr_el0
    str x10, [\base, #\at + 8 * REG_SP]
    stp x11, x12, [\base, #\at + 8 * REG_NEXT_IP]
    .if \back
    sub x11, x11, #\back
    .endif
    stp x11, x13, [\base, #\at + 8 * REG_FAULT_IP]
.endm

.macro enter_kernel
    adrp x9, kernel_stack_top
    mov sp, x9
.endm

/* The label keeps a vector apart from the code before it for tools. */
.macro vector instruction:vararg
    .balign 0x80
vector_\@:
    \instruction
.endm

/* Part of the table; kernel.lds.S puts a function between it and the next one. */
.macro vectors part, instruction:vararg
    .section .text.vectors.\part, "ax"
    vector \instruction
.endm

/*
 * The table has 32 instructions for each vector. Behind the first instruction of the vectors that need no more stands
 * other code, so that no room is lost.
 */
vectors 0
    .balign 0x800
.global exception_vectors
exception_vectors:
    /* Kernel's level, stack pointer of EL0: never used. */

    /* A broken kernel, or a system error that no thread can be blamed for: report and stop. */
kernel_exception:
    adrp x9, kernel_stack_top
    mov sp, x9
    mrs x0, ESR_KERNEL
    mrs x1, ELR_KERNEL
    mrs x2, FAR_KERNEL
    bl handle_kernel_exception
    b .

    /* The idle thread's program: it has no stack. */
.global idle_loop
idle_loop:
    wfi
    b idle_loop

    vector b kernel_exception

    /* A short path has been taken, and the thread with the TCB x0 goes on. */
same_thread:
    add sp, x0, #TCB_CONTEXT_OFFSET
    ldr x30, [sp, #8 * 30]
    load_changed
    eret

    vector b kernel_exception

general_syscall:
    ldr x0, [sp]
    save_rest x0, TCB_CONTEXT_OFFSET, 4
    SAVE_TLS_READ_ONLY(x0, TCB_CONTEXT_OFFSET + 8 * REG_TLS_RO)
    bl handle_syscall
    b user_return

    vector b kernel_exception

other_entry:
    cmp x9, #EC_HVC64 /* from a guest's kernel */
    b.eq system_call
    save_rest sp, 0, 0
    SAVE_TLS_READ_ONLY(sp, 8 * REG_TLS_RO)
    enter_kernel
    bl handle_exception
    b user_return

    /* Kernel's level: only an interrupt of the idle thread is expected. */
    vector b kernel_exception
vectors 1, b interrupt_entry
vectors 2, b kernel_exception
vectors 3, SYSTEM_ERROR_INSTRUCTION /* A64-14: only the idle thread and users take system errors */

    /* Users, AArch64: synchronous exceptions, which save the branch. */
vectors 4
    save_changed
    mrs x9, ESR_KERNEL
    lsr x9, x9, #EC_SHIFT
    cmp x9, #EC_SVC64
    b.ne other_entry
system_call:
    enter_kernel
    bl fastpath_syscall
    cbz x0, general_syscall
    ldr x1, [sp]
    cmp x0, x1
    b.ne switch_threads
    b same_thread

    /* Users, AArch64: interrupts, and the rest. */
    vector
interrupt_entry:
    save_changed
    save_rest sp, 0, 0
    SAVE_TLS_READ_ONLY(sp, 8 * REG_TLS_RO)
    enter_kernel
    bl handle_interrupt

    /* Continues kernel.cur; the stack is empty. */
.global user_return
user_return:
    ldr x1, [sp]
    b resume_thread

    vector b kernel_exception
    vector SYSTEM_ERROR_INSTRUCTION

    /* Users, AArch32: never entered. */
    vector b kernel_exception
    vector b kernel_exception
    vector b kernel_exception
    vector b kernel_exception
.global last_vector
.set last_vector, . - 4

/* A short path has been taken from the thread with the TCB x0 to the one with the TCB x1, kernel.cur. */
switch_threads:
    save_rest x0, TCB_CONTEXT_OFFSET, 4
resume_thread:
    add sp, x1, #TCB_CONTEXT_OFFSET
    ldp x30, x9, [sp, #8 * 30]
    ldp x10, x11, [sp, #8 * REG_NEXT_IP]
    ldp x12, x13, [sp, #8 * REG_TLS]
    msr sp_el0, x9
    msr ELR_KERNEL, x10
    msr SPSR_KERNEL, x11
    msr tpidr_el0, x12
    msr tpidrro_el0, x13
    load_changed
    ldp x18, x19, [sp, #8 * 18]
    ldp x20, x21, [sp, #8 * 20]
    ldp x22, x23, [sp, #8 * 22]
    ldp x24, x25, [sp, #8 * 24]
    ldp x26, x27, [sp, #8 * 26]
    ldp x28, x29, [sp, #8 * 28]
    eret

/* Its top is on a page boundary, so that one instruction finds it; `kernel` follows (kernel.lds.S). */
.section .bss.kernel_stack, "aw", %nobits
.balign 4096
    .space KERNEL_STACK_BYTES /* check_calls.py shows at build time that it suffices */
.global kernel_stack_top
kernel_stack_top:
