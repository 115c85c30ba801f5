/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Heap memory of the tool. Everything lives until the process ends: the tool is a short run over a bounded
 * input, and a model that is never freed cannot dangle. Running out of memory ends the process with a
 * message.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Zeroed memory for `count` items of `size` bytes (at least one byte). Never NULL; a product that does not
 * fit a size_t is treated as out of memory. */
void *mem_array(size_t count, size_t size);

/* A typed, zeroed array. */
#define MEM_ARRAY(type, count) ((type *)mem_array((count), sizeof(type)))

/* A fresh copy of `length` bytes of `text`, NUL-terminated. */
char *mem_string(const char *text, size_t length);

/* A fresh string made like sprintf would make it. */
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Room for one more item at the end of `items`, which holds `count` and came from mem_append or is NULL with
 * count 0. Returns the array, perhaps moved; the new item is zeroed. The caller then counts it. */
void *mem_append(void *items, size_t count, size_t size);
