/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations of frames: map, unmap, address; cache operations are in invoke_cache.c. */
#include "arch/aarch64/invoke.h"

#include "arch/aarch64/asid.h"
#include "arch/aarch64/invoke_cache.h"
#include "arch/aarch64/vspace.h"
#include "arch.h"
#include "cspace/derive.h"

#include <el_pte.h>

/* Bits of VMAttributes (VSP-1); bit 1, parity, means nothing here. */
#define ATTRIBUTE_CACHED        UINT64_C(1)
#define ATTRIBUTE_EXECUTE_NEVER UINT64_C(4)

pte_t *mapping_root(const struct slot *vspace)
{
    struct cap cap = vspace->cap;

    if (!arch_vspace_valid(cap)) {
        (void)error_invalid_capability(1);
        return NULL;
    }
    pte_t *root = asid_root(cap.data);
    if (!root) {
        lookup_invalid_root();
        (void)error_failed_lookup(false);
        return NULL;
    }
    if (root != table_at(cap.object)) {
        (void)error_invalid_capability(1);
        return NULL;
    }
    return root;
}

/* A64-5, the checks between the root and the walk. */
static outcome_t frame_check_place(struct cap frame, word_t asid, vaddr_t address)
{
    if ((address & MASK_BITS(frame.size)) != 0) {
        return error_alignment();
    }
    if (cap_mapped_asid(frame) != 0) {
        if (cap_mapped_asid(frame) != asid) {
            return error_invalid_capability(1);
        }
        return cap_mapped_address(frame) != address ? error_invalid_argument(0) : DONE;
    }
    return address + MASK_BITS(frame.size) > USER_TOP ? error_invalid_argument(0) : DONE;
}

static outcome_t frame_map(const struct invocation *request)
{
    struct cap frame = request->cap;

    if (request->length < 3 || !request->extra[0]) {
        return error_truncated();
    }
    vaddr_t address = invocation_arg(request, 0);
    word_t rights = invocation_arg(request, 1);
    word_t attributes = invocation_arg(request, 2);
    pte_t *root = mapping_root(request->extra[0]);
    if (!root) {
        return FAILED;
    }
    word_t asid = request->extra[0]->cap.data;
    outcome_t place = frame_check_place(frame, asid, address);
    if (place != DONE) {
        return place;
    }
    struct walk at = vspace_walk(root, address);
    if (at.shift != frame.size) {
        lookup_missing_capability(at.shift);
        return error_failed_lookup(false);
    }
    invocation_commit();
    vspace_set(at,
               el_pte_user(frame.object, frame.size, derive_frame_rights((uint32_t)(frame.rights & rights)),
                           (attributes & ATTRIBUTE_CACHED) != 0, (attributes & ATTRIBUTE_EXECUTE_NEVER) != 0),
               asid, address);
    request->slot->cap = cap_mapped_at(frame, asid, address);
    return DONE;
}

static outcome_t frame_unmap(const struct invocation *request)
{
    invocation_commit();
    if (cap_mapped_asid(request->cap) != 0) {
        vspace_unmap_frame(request->cap);
    }
    request->slot->cap = cap_unmapped(request->cap);
    return DONE;
}

outcome_t frame_invoke(const struct invocation *request)
{
    switch (request->label) {
    case ARMPageMap:
        return frame_map(request);
    case ARMPageUnmap:
        return frame_unmap(request);
    case ARMPageClean_Data:
        return frame_cache_invoke(request, CACHE_CLEAN);
    case ARMPageInvalidate_Data:
        return frame_cache_invoke(request, CACHE_INVALIDATE);
    case ARMPageCleanInvalidate_Data:
        return frame_cache_invoke(request, CACHE_CLEAN_INVALIDATE);
    case ARMPageUnify_Instruction:
        return frame_cache_invoke(request, CACHE_UNIFY);
    case ARMPageGetAddress:
        invocation_commit();
        return invocation_result(request, request->cap.object);
    default:
        return error_illegal_operation();
    }
}
