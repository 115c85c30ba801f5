/* SPDX-License-Identifier: BSD-2-Clause */
/* What the tool tells the monitor of a debug image (../monitor/debug_info.h), and the memory of a PD by name. */
#pragma once

#include "base/list.h"
#include "objects/elf_file.h"
#include "sdf/model.h"
#include "sdk/board.h"

/* Memory of a PD as people speak of it: parts of the program, its stack, its IPC buffer, memory regions. */
struct named_region {
    uint64_t start, end;
    const char *name;
    bool read, write, execute;
};

struct named_regions {
    LIST(struct named_region) list; /* ascending */
};

struct named_regions pd_regions(const struct board *board, const struct protection_domain *pd,
                                const struct elf_image *image);

/* A block of `size` bytes for the monitor. */
struct debug_info {
    uint8_t *bytes; /* NULL: the configuration has none */
    size_t size;
};

struct debug_info debug_info_make(const struct board *board, const struct system *system,
                                  const struct elf_image *images);

/* The image is known only when it is built with an id of 0. */
void debug_info_set_image_id(struct debug_info *info, uint64_t id);

/* Where the monitor finds the block. The views of stacks follow behind it. */
uint64_t debug_info_vaddr(const struct board *board);

/* Where the monitor can read the upper `debug_info_view_size` bytes of the stack of `pd`; 0 for children, whose
 * faults go to their parents. Views are bounded, so that a debug image needs little more than others. */
uint64_t debug_info_stack_view(const struct board *board, const struct system *system,
                               const struct protection_domain *pd);
uint64_t debug_info_view_size(const struct protection_domain *pd);
