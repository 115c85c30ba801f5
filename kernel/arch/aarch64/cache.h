/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cache maintenance by address, through the kernel's own mapping of physical memory.
 *
 * The data caches of the supported cores act as physically tagged, and maintenance by address ignores
 * the memory type of the mapping it goes through. So the kernel window serves for frames that user level
 * maps cached, uncached or not at all, and no user address space has to be activated.
 */
#pragma once

#include <stdint.h>

/* Cortex-A53: all levels have 64-byte lines. */
#define CACHE_LINE_BYTES UINT64_C(64)

/* All: [start, end) are kernel-window addresses of one frame, start < end. Partial lines are done whole,
 * except that `cache_invalidate` writes lines back that the range covers only in part: their other bytes
 * belong to data that nobody asked to discard. All end with a barrier that waits for completion. */

/* To the point of coherency: memory holds what the caches held (A64-10). */
void cache_clean(uint64_t start, uint64_t end);

/* Discards what the caches hold. */
void cache_invalidate(uint64_t start, uint64_t end);

void cache_clean_invalidate(uint64_t start, uint64_t end);

/* Instruction fetch sees what was written: clean to the point of unification, drop all instruction lines.
 * The instruction cache may be indexed by virtual address, hence not by line: user level's alias of the
 * range may live in other sets than the kernel's. */
void cache_unify_instruction(uint64_t start, uint64_t end);
