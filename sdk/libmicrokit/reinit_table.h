/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a parent needs to put children back to their original images: written by the tool, mapped read-only into
 * the parent, read by microkit_pd_reinit(). All of it is 64-bit words: a header, then each child followed by
 * its ranges. Addresses are those of the parent unless said otherwise.
 */
#pragma once

#include <stdint.h>

struct reinit_header {
    uint64_t child_count;
};

struct reinit_child {
    uint64_t id;
    uint64_t entry;      /* in the child */
    uint64_t stack_top;  /* in the child */
    uint64_t generation; /* of the child's variable microkit_generation; 0: its program has none */
    uint64_t range_count;
};

/* Memory that the child can write: whole pages. */
struct reinit_range {
    uint64_t view;
    uint64_t size;
    uint64_t original;      /* of the bytes that it starts with; the rest is zero */
    uint64_t original_size; /* a multiple of 8, at most `size` */
};
