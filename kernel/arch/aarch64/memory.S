/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two functions that the compiler calls by itself for structures: memset and memcpy of the C library, with
 * their contracts. Two words at a time; then what the low bits of the length still ask for.
 */
.section .text.memset, "ax"
.global memset
memset:
    mov x3, x0
    and x1, x1, #0xff
    mov x4, #0x0101010101010101
    mul x1, x1, x4
    subs x2, x2, #16
    b.lo 2f
1:  stp x1, x1, [x3], #16
    subs x2, x2, #16
    b.hs 1b
    /* x2 is the rest minus 16: the low four bits are those of the rest. */
2:  tbz x2, #3, 3f
    str x1, [x3], #8
3:  tbz x2, #2, 4f
    str w1, [x3], #4
4:  tbz x2, #1, 5f
    strh w1, [x3], #2
5:  tbz x2, #0, 6f
    strb w1, [x3]
6:  ret

.section .text.memcpy, "ax"
.global memcpy
memcpy:
    mov x3, x0
    subs x2, x2, #16
    b.lo 2f
1:  ldp x4, x5, [x1], #16
    stp x4, x5, [x3], #16
    subs x2, x2, #16
    b.hs 1b
2:  tbz x2, #3, 3f
    ldr x4, [x1], #8
    str x4, [x3], #8
3:  tbz x2, #2, 4f
    ldr w4, [x1], #4
    str w4, [x3], #4
4:  tbz x2, #1, 5f
    ldrh w4, [x1], #2
    strh w4, [x3], #2
5:  tbz x2, #0, 6f
    ldrb w4, [x1]
    strb w4, [x3]
6:  ret
