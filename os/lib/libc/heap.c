/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages for malloc(). They are never taken back one by one: musl returns only very large blocks to the
 * system, and a component that lives for the system's life reuses them through malloc()'s own lists.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#define PAGE_SIZE ((size_t)4096)

static struct {
    unsigned char *next;
    size_t left;
} heap;

void os_libc_heap_init(void *start, size_t size)
{
    heap.next = start;
    heap.left = size - size % PAGE_SIZE;
}

void *os_libc_heap_take(size_t length)
{
    if (length == 0 || length > SIZE_MAX - PAGE_SIZE) {
        return NULL;
    }
    size_t rounded = (length + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
    if (rounded > heap.left) {
        return NULL;
    }
    void *pages = heap.next;
    heap.next += rounded;
    heap.left -= rounded;
    /* The caller's static array is in zeroed memory, but it may also hand in a region that was used before.
     */
    return memset(pages, 0, rounded);
}
