/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Derivation: what copies of capabilities look like.
 */
#include "cspace/derive.h"

#include "cspace/tree.h"
#include "error.h"
#include "memory/untyped.h"

static struct derived derive_failed(outcome_t error)
{
    return (struct derived){.outcome = error, .cap = cap_null()};
}

struct derived cap_derive_checked(const struct slot *slot, struct cap cap)
{
    switch (cap.kind) {
    case CAP_NULL:
    case CAP_ZOMBIE:
    case CAP_IRQ_CONTROL:
        return derive_ok(cap_null());
    case CAP_UNTYPED:
        return tree_has_children(slot) ? derive_failed(error_revoke_first()) : derive_ok(cap);
    case CAP_FRAME:
        return derive_ok(cap_unmapped(cap));
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
        return cap.flag ? derive_ok(cap) : derive_failed(error_illegal_operation());
    default:
        return derive_ok(cap);
    }
}

struct cap cap_mask_rights(struct cap cap, word_t rights)
{
    uint32_t left = (uint32_t)(cap.rights & rights);

    switch (cap.kind) {
    case CAP_ENDPOINT:
        break;
    case CAP_NOTIFICATION:
        left &= RIGHT_READ | RIGHT_WRITE;
        break;
    case CAP_REPLY:
        left &= RIGHT_GRANT;
        break;
    case CAP_FRAME:
        left = derive_frame_rights(left);
        break;
    default:
        return cap;
    }
    cap.rights = left & RIGHTS_ALL;
    return cap;
}

/* The data of a CNode capability as user level gives it has the layout of the one kept in the capability. */
static struct cap derive_guard(word_t data, struct cap cnode)
{
    uint32_t size = (uint32_t)(data & MASK_BITS(GUARD_SIZE_BITS));
    word_t guard = data >> GUARD_SIZE_BITS & MASK_BITS(size);

    if (size + cnode.size > WORD_BITS) {
        return cap_null();
    }
    return cap_cnode(cnode.object, cnode.size, guard, size);
}

struct cap cap_update(bool preserve, word_t data, struct cap cap)
{
    switch (cap.kind) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_SMC:
        if (preserve || cap.data != 0) {
            return cap_null();
        }
        cap.data = data;
        return cap;
    case CAP_CNODE:
        return derive_guard(data, cap);
    default:
        return cap;
    }
}

void cap_mark_copied(struct slot *source, struct cap copy)
{
    if (cap_is(source->cap, CAP_UNTYPED) && cap_is(copy, CAP_UNTYPED) && source->cap.object == copy.object &&
        source->cap.size == copy.size) {
        source->cap.data = untyped_full(source->cap);
    }
}
