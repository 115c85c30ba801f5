/* SPDX-License-Identifier: BSD-2-Clause */
/* Entry of the initialiser: the kernel gives it the boot information in x0, and no stack (01 BOOT-15). */

    .section .text.start, "ax"
    .global _start
    .type _start, %function
_start:
    adrp x1, stack_top
    add x1, x1, :lo12:stack_top
    mov sp, x1
    b initialise
    .size _start, . - _start

    .bss
    .balign 16
    .space 0x4000
stack_top:

    .section .note.GNU-stack, "", %progbits
