/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance checks of a kernel at EL1: the user mapping must be there and allow it. */
#include "arch/aarch64/invoke_cache.h"

#include "arch/aarch64/vspace.h"

#include <el_pte.h>

outcome_t el_check_frame_cache(struct cap frame, pte_t *root, enum cache_operation operation, paddr_t start,
                               paddr_t end)
{
    struct walk at = vspace_walk(root, cap_mapped_address(frame));

    (void)start;
    (void)end;
    if (!pte_is_page(*at.entry, at.shift) || pte_address(*at.entry) != frame.object) {
        return error_invalid_capability(0);
    }
    return el_check_vspace_cache(*at.entry, operation, start, end);
}

outcome_t el_check_vspace_cache(pte_t pte, enum cache_operation operation, paddr_t start, paddr_t end)
{
    (void)start;
    (void)end;
    return operation == CACHE_INVALIDATE && !el_pte_may_invalidate(pte) ? error_illegal_operation() : DONE;
}
