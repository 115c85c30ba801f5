/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of CNode capabilities: decoding, and the operations themselves, which cannot fail.
 */
#include "cspace/cnode.h"

#include <abi/invocation_arguments.h>

#include "abi.h"
#include "cspace/delete.h"
#include "cspace/derive.h"
#include "cspace/lookup.h"
#include "cspace/tree.h"
#include "ipc/endpoint.h"
#include "syscall/invocation.h"

/* Words that name the destination, common to all invocations, and both slots of those with a source (CNO-1,
 * CNO-2). */
enum { CNODE_DESTINATION_WORDS = CNodeDelete_Words, CNODE_TRANSFER_WORDS = CNodeMove_Words };

/* CNO-2.4, CNO-6.6 and CNO-6.7 */
COLD static outcome_t cnode_missing(word_t depth, bool source)
{
    lookup_missing_capability(depth);
    return error_failed_lookup(source);
}

static outcome_t cnode_insert(struct slot *source, struct cap cap, struct slot *dest)
{
    struct derived derived = cap_derive(source, cap);

    if (derived.outcome != DONE) {
        return derived.outcome;
    }
    if (cap_is(derived.cap, CAP_NULL)) {
        return error_illegal_operation();
    }
    invocation_commit();
    cap_mark_copied(source, derived.cap);
    tree_insert_derived(derived.cap, source, dest);
    return DONE;
}

COLD static outcome_t cnode_move(struct slot *source, struct cap cap, struct slot *dest)
{
    if (cap_is(cap, CAP_NULL)) {
        return error_illegal_operation();
    }
    invocation_commit();
    tree_move(cap, source, dest);
    return DONE;
}

/* CNO-2, steps 5 and 6: both slots have been checked. */
static outcome_t cnode_transfer_checked(const struct invocation *r, struct slot *source, struct slot *dest)
{
    struct cap cap = source->cap;

    switch (r->label) {
    case CNodeCopy:
        if (r->length < CNodeCopy_Words) {
            return error_truncated();
        }
        return cnode_insert(source, cap_mask_rights(cap, invocation_arg(r, CNodeCopy_rights)), dest);
    case CNodeMint:
        if (r->length < CNodeMint_Words) {
            return error_truncated();
        }
        cap = cap_mask_rights(cap, invocation_arg(r, CNodeMint_rights));
        return cnode_insert(source, cap_update(false, invocation_arg(r, CNodeMint_badge), cap), dest);
    case CNodeMutate:
        if (r->length < CNodeMutate_Words) {
            return error_truncated();
        }
        return cnode_move(source, cap_update(true, invocation_arg(r, CNodeMutate_badge), cap), dest);
    default:
        return cnode_move(source, cap, dest);
    }
}

/* CNO-2: Copy, Mint, Move, Mutate. */
static outcome_t cnode_transfer(const struct invocation *r, struct slot *dest)
{
    struct slot *source;
    word_t index;
    word_t depth;

    if (r->length < CNODE_TRANSFER_WORDS || !r->extra[CNodeCopy_X_src_root]) {
        return error_truncated();
    }
    if (!slot_is_empty(dest)) {
        return error_delete_first();
    }
    index = invocation_arg(r, CNodeCopy_src_index);
    depth = invocation_arg(r, CNodeCopy_src_depth);
    source = cspace_operation_slot(r->extra[CNodeCopy_X_src_root]->cap, index, depth, true);
    if (!source) {
        return FAILED;
    }
    if (slot_is_empty(source)) {
        return cnode_missing(depth, true);
    }
    return cnode_transfer_checked(r, source, dest);
}

/* The slots of a rotation, and the depths that named two of them. */
struct cnode_rotation {
    struct slot *source;
    struct slot *pivot;
    struct slot *dest;
    word_t source_depth;
    word_t pivot_depth;
};

/* CNO-6, the effect: pivot goes to destination, source to pivot. */
COLD static void cnode_rotate_slots(struct cnode_rotation slots, struct cap source_cap, struct cap pivot_cap)
{
    if (slots.source == slots.dest) {
        tree_swap(slots.source, pivot_cap, slots.pivot, source_cap);
    } else {
        tree_move(pivot_cap, slots.pivot, slots.dest);
        tree_move(source_cap, slots.source, slots.pivot);
    }
}

/* CNO-6, checks 4 to 9. */
COLD static outcome_t cnode_rotate_checked(const struct invocation *r, struct cnode_rotation slots)
{
    struct cap source_cap;
    struct cap pivot_cap;

    if (slots.pivot == slots.source || slots.pivot == slots.dest) {
        return error_illegal_operation();
    }
    if (slots.source != slots.dest && !slot_is_empty(slots.dest)) {
        return error_delete_first();
    }
    if (slot_is_empty(slots.source)) {
        return cnode_missing(slots.source_depth, true);
    }
    if (slot_is_empty(slots.pivot)) {
        return cnode_missing(slots.pivot_depth, false);
    }
    source_cap = cap_update(true, invocation_arg(r, CNodeRotate_pivot_badge), slots.source->cap);
    pivot_cap = cap_update(true, invocation_arg(r, CNodeRotate_dest_badge), slots.pivot->cap);
    if (cap_is(source_cap, CAP_NULL) || cap_is(pivot_cap, CAP_NULL)) {
        return error_illegal_operation();
    }
    invocation_commit();
    cnode_rotate_slots(slots, source_cap, pivot_cap);
    return DONE;
}

/* CNO-6 */
COLD static outcome_t cnode_rotate(const struct invocation *r, struct slot *dest)
{
    const struct slot *pivot_root = r->extra[CNodeRotate_X_pivot_root];
    const struct slot *source_root = r->extra[CNodeRotate_X_src_root];
    struct cnode_rotation slots = {.dest = dest};

    if (r->length < CNodeRotate_Words || !pivot_root || !source_root) {
        return error_truncated();
    }
    slots.source_depth = invocation_arg(r, CNodeRotate_src_depth);
    slots.source = cspace_operation_slot(source_root->cap, invocation_arg(r, CNodeRotate_src_index),
                                         slots.source_depth, true);
    if (!slots.source) {
        return FAILED;
    }
    slots.pivot_depth = invocation_arg(r, CNodeRotate_pivot_depth);
    slots.pivot = cspace_operation_slot(pivot_root->cap, invocation_arg(r, CNodeRotate_pivot_index),
                                        slots.pivot_depth, true);
    if (!slots.pivot) {
        return FAILED;
    }
    return cnode_rotate_checked(r, slots);
}

/* CNO-9 */
COLD static outcome_t cnode_cancel_badged(const struct slot *dest)
{
    struct cap cap = dest->cap;

    if (!cap_is(cap, CAP_ENDPOINT) || !cap_allows(cap, RIGHTS_ALL)) {
        return error_illegal_operation();
    }
    invocation_commit();
    if (cap.data != 0) {
        endpoint_cancel_badged(endpoint_at(cap.object), cap.data);
    }
    return DONE;
}

outcome_t cnode_invoke(const struct invocation *request)
{
    struct slot *dest;

    if (request->label < CNodeRevoke || request->label > CNodeRotate) {
        return error_illegal_operation();
    }
    if (request->length < CNODE_DESTINATION_WORDS) {
        return error_truncated();
    }
    dest = cspace_operation_slot(request->cap, invocation_arg(request, CNodeDelete_index),
                                 invocation_arg(request, CNodeDelete_depth), false);
    if (!dest) {
        return FAILED;
    }
    switch (request->label) {
    case CNodeRevoke:
        invocation_commit();
        return slot_revoke(dest);
    case CNodeDelete:
        invocation_commit();
        return slot_delete(dest);
    case CNodeCancelBadgedSends:
        return cnode_cancel_badged(dest);
    case CNodeRotate:
        return cnode_rotate(request, dest);
    default:
        return cnode_transfer(request, dest);
    }
}
