/* SPDX-License-Identifier: BSD-2-Clause */
/* Arrays that grow. Old blocks stay allocated like everything else in the tool (memory.h). */
#pragma once

#include <stddef.h>
#include <string.h>

#include "memory.h"

/* A list of `type`; an all-zero list is empty. */
#define LIST(type)      \
    struct {            \
        type *items;    \
        size_t count;   \
        size_t capacity; \
    }

/* Appends a zeroed item to `list` and evaluates to a pointer to it, valid until the next append. */
#define LIST_ADD(list) \
    (list_reserve((void **)&(list)->items, (list)->count, &(list)->capacity, sizeof *(list)->items), \
     &(list)->items[(list)->count++])

/* Makes room for one more item; new memory is zero. */
static inline void list_reserve(void **items, size_t count, size_t *capacity, size_t item_size)
{
    if (count < *capacity) {
        return;
    }
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *grown = mem_array(wanted, item_size);

    if (count != 0) {
        memcpy(grown, *items, count * item_size);
    }
    *items = grown;
    *capacity = wanted;
}
