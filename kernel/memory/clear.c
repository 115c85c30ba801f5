/* SPDX-License-Identifier: BSD-2-Clause */
#include "memory/clear.h"

#include "memory/address.h"

#include <arch_clear.h>

enum { CLEAR_BLOCK_WORDS = CLEAR_BLOCK_BYTES / sizeof(word_t) };

void memory_clear(paddr_t start, word_t bytes)
{
    word_t blocks = start % CLEAR_BLOCK_BYTES == 0 ? bytes / CLEAR_BLOCK_BYTES : 0;
    word_t *word = words_at(start);
    word_t *end = word + bytes / sizeof(word_t);
    word_t *blocks_end = word + blocks * CLEAR_BLOCK_WORDS;

    for (; word != blocks_end; word += CLEAR_BLOCK_WORDS) {
        arch_clear_block(word);
    }
    for (; word != end; word++) {
        *word = 0;
    }
}
