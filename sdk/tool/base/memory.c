/* SPDX-License-Identifier: BSD-2-Clause */
/* Heap memory that lives as long as the process. */
#include "base/memory.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

/* Keeps every block reachable, so that a leak checker reports only memory that bypasses this module. */
struct block {
    struct block *next;
    _Alignas(max_align_t) unsigned char bytes[];
};

static struct block *blocks;

void *mem_array(size_t count, size_t size)
{
    size_t bytes;
    struct block *block = NULL;

    if (!__builtin_mul_overflow(count, size, &bytes) && bytes <= SIZE_MAX - sizeof *block) {
        block = calloc(1, sizeof *block + bytes);
    }
    if (block == NULL) {
        tool_error(NULL, "out of memory");
    }
    block->next = blocks;
    blocks = block;
    return block->bytes;
}

char *mem_string(const char *text, size_t length)
{
    char *copy = mem_array(length + 1, 1);

    memcpy(copy, text, length);
    return copy;
}

char *mem_format(const char *format, ...)
{
    va_list measure;
    va_start(measure, format);
    int length = vsnprintf(NULL, 0, format, measure);
    va_end(measure);

    char *text = mem_array((size_t)length + 1, 1);
    va_list args;
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

void *mem_append(void *items, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0; /* capacities are the powers of two */

    if (!full) {
        return items;
    }
    void *grown = mem_array(count == 0 ? 1 : 2 * count, size);
    if (count != 0) {
        memcpy(grown, items, count * size);
    }
    return grown;
}
