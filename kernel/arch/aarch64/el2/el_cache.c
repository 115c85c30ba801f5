/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance checks of a kernel at EL2: the memory must be in the kernel's own window. */
#include "arch/aarch64/invoke_cache.h"

#include "arch/aarch64/kernel_space.h"

outcome_t el_check_frame_cache(struct cap frame, pte_t *root, enum cache_operation operation, paddr_t start,
                               paddr_t end)
{
    (void)frame;
    (void)root;
    (void)operation;
    (void)start;
    return end > kernel_space_window_end() ? error_illegal_operation() : DONE;
}

outcome_t el_check_vspace_cache(pte_t pte, enum cache_operation operation, paddr_t start, paddr_t end)
{
    (void)pte;
    (void)operation;
    (void)start;
    return end > kernel_space_window_end() ? error_illegal_operation() : DONE;
}
