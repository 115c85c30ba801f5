/* SPDX-License-Identifier: BSD-2-Clause */
/* Clearing memory by blocks, in plain C: the sanitizers see every write. */
#pragma once

#include "types.h"

enum { CLEAR_BLOCK_BYTES = 64 };

static inline void arch_clear_block(word_t *block)
{
    for (word_t i = 0; i < CLEAR_BLOCK_BYTES / sizeof(word_t); i++) {
        block[i] = 0;
    }
}
