/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clearing memory by what the processor clears at once: a cache line (boot.c checks its size). Each line is cleaned
 * while it is at hand: memory that becomes a frame must not have its zeros in the cache only (UNT-13), and cleaning a
 * large frame when it is made would be a long operation without a preemption point.
 */
#pragma once

#include "types.h"

enum { CLEAR_LINE_BYTES = 64, CLEAR_BLOCK_LINES = 4, CLEAR_BLOCK_BYTES = CLEAR_BLOCK_LINES * CLEAR_LINE_BYTES };

/* block: RAM in the kernel's window, aligned to CLEAR_BLOCK_BYTES. */
static inline void arch_clear_block(word_t *block)
{
#pragma GCC unroll 4
    for (word_t line = 0; line < CLEAR_BLOCK_LINES; line++) {
        word_t *first = block + line * (CLEAR_LINE_BYTES / sizeof(word_t));
        __asm__ volatile("dc zva, %0\n\tdc cvac, %0" : : "r"(first) : "memory");
    }
}
