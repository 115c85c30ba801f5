/* SPDX-License-Identifier: BSD-2-Clause */
/* A set of cache lines that is emptied in constant time: entries of an older generation do not count. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define LINE_SHIFT 6
#define LINE_SLOTS (1u << 14)

struct line_set {
    uint64_t line[LINE_SLOTS];
    uint64_t generation[LINE_SLOTS];
    uint64_t current;
    uint64_t size;
};

static inline void line_set_clear(struct line_set *set)
{
    set->current++;
    set->size = 0;
}

/* A set that is half full stays as it is; line_set_size tells. */
static inline void line_set_add(struct line_set *set, uint64_t address)
{
    uint64_t line = address >> LINE_SHIFT;
    uint64_t slot = line * 0x9e3779b97f4a7c15u >> 50;

    while (set->generation[slot] == set->current) {
        if (set->line[slot] == line) {
            return;
        }
        slot = (slot + 1) % LINE_SLOTS;
    }
    if (set->size < LINE_SLOTS / 2) {
        set->line[slot] = line;
        set->generation[slot] = set->current;
        set->size++;
    }
}

/* The number of lines, or 0 if there were too many to tell. */
static inline uint64_t line_set_size(const struct line_set *set)
{
    return set->size < LINE_SLOTS / 2 ? set->size : 0;
}
