/* SPDX-License-Identifier: BSD-2-Clause */
/* Clearing memory by the block that the processor clears at once (boot.c checks its size). */
#pragma once

#include "types.h"

enum { CLEAR_BLOCK_BYTES = 64 };

/* block: RAM in the kernel's window, aligned to CLEAR_BLOCK_BYTES. */
static inline void arch_clear_block(word_t *block)
{
    __asm__ volatile("dc zva, %0" : : "r"(block) : "memory");
}
