/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First instruction of the kernel (LDR-4 to LDR-6).
 *
 * The loader has turned the MMU on with a mapping of the kernel image at its link address, and has zeroed
 * what the ELF file does not contain. x0 to x5 are the arguments of boot_kernel().
 */
.section .boot.head, "ax"
.global _start
_start:
    msr daifset, #15
    msr spsel, #1
    adrp x9, kernel_stack_top
    mov sp, x9
    mov x29, xzr
    mov x30, xzr
    bl boot_kernel
    b user_return
