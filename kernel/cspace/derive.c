/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Derivation: what copies of capabilities look like.
 */
#include "cspace/derive.h"

#include "cspace/tree.h"
#include "error.h"
#include "memory/untyped.h"

/*@ assigns \nothing;
    ensures \result.outcome == error && cap_fits(\result.cap) && \result.cap.kind == CAP_NULL; */
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
        break;
    }
    return derive_ok(cap);
}

/*@ requires cap_fits(cap);
    assigns \nothing;
    ensures cap_fits(\result);
    ensures \result.kind == cap.kind && \result.object == cap.object && \result.size == cap.size;
    ensures \result.flag == cap.flag && \result.data == cap.data;
    ensures endpoint: cap.kind == CAP_ENDPOINT ==> \result.rights == (cap.rights & rights);
    ensures notification: cap.kind == CAP_NOTIFICATION ==> \result.rights == ((cap.rights & rights) & 3);
    ensures reply: cap.kind == CAP_REPLY ==> \result.rights == ((cap.rights & rights) & RIGHT_GRANT);
    ensures frame: cap.kind == CAP_FRAME ==>
      \result.rights == (((cap.rights & rights) & RIGHT_READ) != 0 ? ((cap.rights & rights) & 3) : 0);
    ensures others: cap.kind != CAP_ENDPOINT && cap.kind != CAP_NOTIFICATION && cap.kind != CAP_REPLY &&
      cap.kind != CAP_FRAME ==> \result.rights == cap.rights; */
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
/*@ requires cap_fits(cnode);
    assigns \nothing;
    ensures cap_fits(\result);
    ensures \result.kind == (data % 64 + cnode.size > 64 ? CAP_NULL : CAP_CNODE);
    ensures \result.kind == CAP_CNODE ==> \result.object == cnode.object && \result.size == cnode.size;
    ensures \result.kind == CAP_CNODE ==> \result.flag == (data % 64 + cnode.size == 64 ? 1 : 0);
    ensures \result.kind == CAP_CNODE ==>
      \result.data == ((data / 64) % (1 << (data % 64))) * 64 + data % 64; */
static struct cap derive_guard(word_t data, struct cap cnode)
{
    uint32_t size = (uint32_t)(data & MASK_BITS(GUARD_SIZE_BITS));
    word_t guard = data >> GUARD_SIZE_BITS & MASK_BITS(size);

    if (size + cnode.size > WORD_BITS) {
        return cap_null();
    }
    return cap_cnode(cnode.object, cnode.size, guard, size);
}

/*@ requires cap_fits(cap);
    assigns \nothing;
    ensures cap_fits(\result);
    ensures badge: cap.kind == CAP_ENDPOINT || cap.kind == CAP_NOTIFICATION || cap.kind == CAP_SMC ==>
      (preserve || cap.data != 0 ? \result.kind == CAP_NULL
                                 : \result == {cap \with .data = (uint64_t)data});
    ensures guard: cap.kind == CAP_CNODE ==>
      (data % 64 + cap.size > 64 ? \result.kind == CAP_NULL
                                 : \result.kind == CAP_CNODE && \result.object == cap.object &&
                                   \result.size == cap.size &&
                                   \result.data == ((data / 64) % (1 << (data % 64))) * 64 + data % 64);
    ensures others: cap.kind != CAP_ENDPOINT && cap.kind != CAP_NOTIFICATION && cap.kind != CAP_SMC &&
      cap.kind != CAP_CNODE ==> \result == cap; */
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

/*@ predicate same_untyped(struct cap a, struct cap b) =
      a.kind == CAP_UNTYPED && b.kind == CAP_UNTYPED && a.object == b.object && a.size == b.size; */

/*@ requires \valid(source) && cap_fits(source->cap) && cap_fits(copy);
    assigns source->cap.data;
    ensures same_untyped(source->cap, copy) ==> source->cap.data == (1 << source->cap.size);
    ensures !same_untyped(source->cap, copy) ==> source->cap.data == \old(source->cap.data); */
void cap_mark_copied(struct slot *source, struct cap copy)
{
    if (cap_is(source->cap, CAP_UNTYPED) && cap_is(copy, CAP_UNTYPED) && source->cap.object == copy.object &&
        source->cap.size == copy.size) {
        source->cap.data = untyped_full(source->cap);
    }
}
