/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First instruction of every protection domain (SDK-21, SDK-26). The initialiser has set the stack pointer
 * and memory arrives zeroed, so nothing is left to prepare. It must stay the first instruction of the image:
 * parents restart a child at the image's start address (SDK-22).
 */
    .section .text.start, "ax"
    .global _start
    .type _start, %function
_start:
    b main
    .size _start, . - _start

    .section .note.GNU-stack, "", %progbits
