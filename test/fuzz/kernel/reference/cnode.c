/* SPDX-License-Identifier: BSD-2-Clause */
/* CNode invocations (CNO-1 to CNO-9). */
#include "rules.h"

/* CNO-2: a new capability in target that is a copy, changed, of the one in source. */
static struct verdict copy(name_t source, struct cap cap, name_t target)
{
    struct cap derived;
    struct verdict verdict = derive(source, cap, &derived);

    if (!verdict.ok) {
        return verdict;
    }
    if (derived.kind == CAP_NULL) {
        return verdict_illegal();
    }
    commit();
    mark_copied(source, derived);
    insert_derived(derived, source, target);
    return verdict_ok();
}

static struct verdict move_to(name_t source, struct cap cap, name_t target)
{
    if (cap.kind == CAP_NULL) {
        return verdict_illegal();
    }
    commit();
    move(cap, source, target);
    return verdict_ok();
}

static struct verdict transfer_cap(const struct request *r, name_t target)
{
    struct verdict verdict;

    if (r->length < 4 || !r->extra[0]) {
        return verdict_truncated();
    }
    if (node_of(target)) {
        return verdict_delete_first();
    }
    word_t depth = request_arg(r, 3);
    name_t source = lookup_slot(cap_in(r->extra[0]), request_arg(r, 2), depth, true, &verdict).slot;
    if (!source) {
        return verdict;
    }
    if (!node_of(source)) {
        return verdict_lookup(true, lookup_missing(depth));
    }
    struct cap cap = cap_in(source);
    if (r->label == CNodeMove) {
        return move_to(source, cap, target);
    }
    if (r->length < 5 || (r->label == CNodeMint && r->length < 6)) {
        return verdict_truncated();
    }
    if (r->label == CNodeMutate) {
        return move_to(source, update(true, request_arg(r, 4), cap), target);
    }
    cap = mask_rights(cap, request_arg(r, 4));
    return copy(source, r->label == CNodeMint ? update(false, request_arg(r, 5), cap) : cap, target);
}

/* CNO-6 */
static struct verdict rotate(const struct request *r, name_t target)
{
    struct verdict verdict;

    if (r->length < 8 || !r->extra[0] || !r->extra[1]) {
        return verdict_truncated();
    }
    name_t source = lookup_slot(cap_in(r->extra[1]), request_arg(r, 6), request_arg(r, 7), true, &verdict).slot;
    if (!source) {
        return verdict;
    }
    name_t pivot = lookup_slot(cap_in(r->extra[0]), request_arg(r, 3), request_arg(r, 4), true, &verdict).slot;
    if (!pivot) {
        return verdict;
    }
    if (pivot == source || pivot == target) {
        return verdict_illegal();
    }
    if (source != target && node_of(target)) {
        return verdict_delete_first();
    }
    if (!node_of(source)) {
        return verdict_lookup(true, lookup_missing(request_arg(r, 7)));
    }
    if (!node_of(pivot)) {
        return verdict_lookup(false, lookup_missing(request_arg(r, 4)));
    }
    struct cap to_pivot = update(true, request_arg(r, 5), cap_in(source));
    struct cap to_target = update(true, request_arg(r, 2), cap_in(pivot));
    if (to_pivot.kind == CAP_NULL || to_target.kind == CAP_NULL) {
        return verdict_illegal();
    }
    commit();
    if (source == target) {
        swap(source, to_target, pivot, to_pivot);
    } else {
        move(to_target, pivot, target);
        move(to_pivot, source, pivot);
    }
    return verdict_ok();
}

struct verdict invoke_cnode(const struct request *r)
{
    struct verdict verdict;

    if (r->label < CNodeRevoke || r->label > CNodeRotate) {
        return verdict_illegal();
    }
    if (r->length < 2) {
        return verdict_truncated();
    }
    name_t slot = lookup_slot(r->cap, request_arg(r, 0), request_arg(r, 1), false, &verdict).slot;
    if (!slot) {
        return verdict;
    }
    switch (r->label) {
    case CNodeRevoke:
        commit();
        revoke(slot);
        return verdict_ok();
    case CNodeDelete:
        commit();
        delete(slot);
        return verdict_ok();
    case CNodeCancelBadgedSends: {
        struct cap cap = cap_in(slot);
        if (cap.kind != CAP_ENDPOINT || cap.rights != RIGHTS_ALL) {
            return verdict_illegal();
        }
        commit();
        if (cap.data != 0) {
            cancel_badged(endpoint_of(cap.object), cap.data);
        }
        return verdict_ok();
    }
    case CNodeRotate:
        return rotate(r, slot);
    default:
        return transfer_cap(r, slot);
    }
}
