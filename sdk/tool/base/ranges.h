/* SPDX-License-Identifier: BSD-2-Clause */
/* Ranges of numbers that must be disjoint: addresses, ports, and (as ranges of one) ids. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "sdf/model.h"

struct named_range {
    struct range range; /* not empty */
    struct place at;
    const char *name;
};

/* A range that holds just `number`, which must be below UINT64_MAX. */
struct range range_of_one(uint64_t number);

/* Two ranges that overlap. */
struct range_clash {
    const struct named_range *first;  /* earlier in the document */
    const struct named_range *second; /* NULL: there is no clash */
};

/* Sorts `ranges` and returns a clash, if there is one. */
struct range_clash ranges_clash(struct named_range *ranges, size_t count);

/* "[0xSTART, 0xEND)" */
const char *range_text(struct range range);
