/* SPDX-License-Identifier: BSD-2-Clause */
/* Typed lists that grow (mem_append in memory.h). */
#pragma once

#include <stddef.h>
#include <string.h>

#include "base/memory.h"

/* A list of `type`; an all-zero list is empty. */
#define LIST(type)    \
    struct {          \
        type *items;  \
        size_t count; \
    }

/* Appends a zeroed item to `list` and evaluates to a pointer to it, valid until the next append. */
#define LIST_ADD(list)                                                                          \
    ((list)->items = mem_append((list)->items, (list)->count, sizeof *(list)->items), \
     &(list)->items[(list)->count++])
