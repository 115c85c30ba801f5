/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations of page tables. */
#include "arch/aarch64/invoke.h"

#include "arch/aarch64/vspace.h"
#include "arch.h"
#include "cspace/tree.h"
#include "memory/clear.h"

#include <el_pte.h>

static outcome_t page_table_map(const struct invocation *request)
{
    if (request->length < 2 || !request->extra[0]) {
        return error_truncated();
    }
    if (request->cap.flag != 0) {
        return error_invalid_capability(0);
    }
    if (!arch_vspace_valid(request->extra[0]->cap)) {
        return error_invalid_capability(1);
    }
    vaddr_t address = invocation_arg(request, 0);
    if (address > USER_TOP) {
        return error_invalid_argument(0);
    }
    pte_t *root = mapping_root(request->extra[0]);
    if (!root) {
        return FAILED;
    }
    struct walk at = vspace_walk(root, address);
    if (at.shift == PAGE_SHIFT || pte_is_valid(*at.entry)) {
        return error_delete_first();
    }
    word_t asid = request->extra[0]->cap.data;
    invocation_commit();
    vspace_set(at, pte_table(request->cap.object), asid, address);
    request->slot->cap = cap_mapped_at(request->cap, asid, address & ~MASK_BITS(at.shift));
    return DONE;
}

static outcome_t page_table_unmap(const struct invocation *request)
{
    if (!tree_is_final(request->slot)) {
        return error_revoke_first();
    }
    invocation_commit();
    if (request->cap.flag != 0) {
        vspace_unmap_table(request->cap);
        memory_clear(request->cap.object, TABLE_BYTES);
    }
    request->slot->cap = cap_unmapped(request->cap);
    return DONE;
}

outcome_t page_table_invoke(const struct invocation *request)
{
    switch (request->label) {
    case ARMPageTableMap:
        return page_table_map(request);
    case ARMPageTableUnmap:
        return page_table_unmap(request);
    default:
        return error_illegal_operation();
    }
}
