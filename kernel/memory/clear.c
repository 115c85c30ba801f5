/* SPDX-License-Identifier: BSD-2-Clause */
#include "memory/clear.h"

#include "memory/address.h"

void memory_clear(paddr_t start, word_t bytes)
{
    word_t *words = words_at(start);

    for (word_t i = 0; i < bytes / sizeof(word_t); i += 2u) {
        words[i] = 0;
        words[i + 1u] = 0;
    }
}
