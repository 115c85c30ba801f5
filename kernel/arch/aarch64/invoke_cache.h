/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance on request of user level (A64-8 to A64-10). */
#pragma once

#include "arch/aarch64/pte.h"
#include "syscall/invocation.h"

enum cache_operation { CACHE_CLEAN, CACHE_INVALIDATE, CACHE_CLEAN_INVALIDATE, CACHE_UNIFY };

/* A64-9 */
COLD APART outcome_t frame_cache_invoke(const struct invocation *request, enum cache_operation operation);

/* el1/, el2/: A64-9, the checks that differ: of [start, end) in physical memory, part of the mapped frame. */
outcome_t el_check_frame_cache(struct cap frame, pte_t *root, enum cache_operation operation, paddr_t start,
                               paddr_t end);

/* el1/, el2/: A64-8, the same for a range named by virtual address; pte is its valid leaf. */
outcome_t el_check_vspace_cache(pte_t pte, enum cache_operation operation, paddr_t start, paddr_t end);
