/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two functions that the compiler calls by itself for structures: memset and memcpy of the C library,
 * with their contracts. Structures are whole words, so words are the fast case.
 */
.section .text.memory, "ax"

.global memset
memset:
    mov x3, x0
    and x1, x1, #0xff
    mov x4, #0x0101010101010101
    mul x1, x1, x4
1:  subs x2, x2, #8
    b.lo 2f
    str x1, [x3], #8
    b 1b
2:  adds x2, x2, #8
    b.eq 4f
3:  strb w1, [x3], #1
    subs x2, x2, #1
    b.ne 3b
4:  ret

.global memcpy
memcpy:
    mov x3, x0
1:  subs x2, x2, #8
    b.lo 2f
    ldr x4, [x1], #8
    str x4, [x3], #8
    b 1b
2:  adds x2, x2, #8
    b.eq 4f
3:  ldrb w4, [x1], #1
    strb w4, [x3], #1
    subs x2, x2, #1
    b.ne 3b
4:  ret
