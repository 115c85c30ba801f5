/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules between elements of a system description. Each check ends the process when its rule is broken. */
#pragma once

#include "sdf/model.h"
#include "sdk/board.h"

/* All checks, in an order that lets later ones rely on earlier ones. Also completes the model: chooses page
 * sizes (SDF-31) and marks the PDs that need an endpoint (ABI-4). Warns of regions that nobody maps. */
void check_system(struct system *system, const struct board *board);

/* check_ids.c: ids and interrupt numbers are unique where they must be (SDF-11, SDF-21, SDF-44). */
void check_ids(const struct system *system);

/* check_overlap.c: maps, fixed physical ranges, I/O ports and I/O maps are disjoint. */
void check_overlaps(const struct system *system);

/* check_memory.c: fixed regions lie in memory or devices, and the others fit into the memory (T-39, T-40).
 * The back end repeats this exactly when it allocates; here it stops absurd sizes before they cost time. */
void check_memory(const struct system *system, const struct board *board);

/* page_size.c: SDF-31. */
void choose_page_sizes(struct system *system);
