/* SPDX-License-Identifier: BSD-2-Clause */
/* Overlap of ranges. */
#include "base/ranges.h"

#include <stdlib.h>

#include "base/memory.h"

struct range range_of_one(uint64_t number)
{
    return (struct range){number, number + 1};
}

static size_t document_offset(const struct named_range *range)
{
    return range->at.element->offset;
}

static int compare(const void *a, const void *b)
{
    const struct named_range *left = a;
    const struct named_range *right = b;

    if (left->range.start != right->range.start) {
        return left->range.start < right->range.start ? -1 : 1;
    }
    return (document_offset(left) > document_offset(right)) -
           (document_offset(left) < document_offset(right));
}

struct range_clash ranges_clash(struct named_range *ranges, size_t count)
{
    if (count > 0) {
        qsort(ranges, count, sizeof *ranges, compare);
    }
    /* If any two overlap, some two neighbours do: a range that reaches over several starts meets the next. */
    for (size_t i = 1; i < count; i++) {
        const struct named_range *a = &ranges[i - 1];
        const struct named_range *b = &ranges[i];
        if (a->range.end > b->range.start) {
            return document_offset(a) < document_offset(b) ? (struct range_clash){a, b}
                                                           : (struct range_clash){b, a};
        }
    }
    return (struct range_clash){NULL, NULL};
}

const char *range_text(struct range range)
{
    return mem_format("[0x%jx, 0x%jx)", (uintmax_t)range.start, (uintmax_t)range.end);
}
