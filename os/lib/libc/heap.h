/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory below malloc(): whole pages, handed out in order from the region that os_libc_init() was given.
 */
#pragma once

#include <stddef.h>

void os_libc_heap_init(void *heap, size_t size);

/* `length` bytes, zero-filled and page-aligned, or NULL when the region is used up. */
void *os_libc_heap_take(size_t length);
