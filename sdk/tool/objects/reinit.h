/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Children that their parent may put back to their original images (reinit="true"): what the parent gets for it,
 * which is its view of all memory that the child can write by itself, the original contents, and a table
 * (../libmicrokit/reinit_table.h).
 */
#pragma once

#include "objects/graph.h"

/* Where the parent finds the table; 0 if it has no such child. */
uint64_t reinit_table_vaddr(const struct board *board, const struct system *system,
                            const struct protection_domain *parent);

/* Adds views, original contents and table to the parent's address space. `spaces` and `images` by PD index. */
void graph_reinit(struct graph *graph, const struct system *system, const struct protection_domain *parent,
                  const struct program_space *spaces, const struct elf_image *images);
