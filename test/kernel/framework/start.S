/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the kernel starts the root task: x0 holds the boot information's address, there is no stack (BOOT-15). */
    .section .text.start, "ax"
    .global _start
_start:
    mov     x29, sp
    adrp    x9, runner_stack_top
    add     x9, x9, :lo12:runner_stack_top
    mov     sp, x9
    mov     x1, x29
    mov     x29, xzr
    mov     x30, xzr
    bl      runner_main

    .section .bss
    .balign 16
    .skip   16384
runner_stack_top:
