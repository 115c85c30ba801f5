/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks of the derivation tree. They need no memory of their own: what is below a node is the run of its
 * successors that name it as their parent.
 */
#include "debug/cspace_invariants.h"

#include "abi.h"
#include "cspace/tree.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"

const char *cspace_slot_violated(const struct slot *slot)
{
    const struct slot *next = slot_next(slot);
    const struct slot *prev = slot_prev(slot);

    if (slot_is_empty(slot)) {
        return (next || prev || slot->revocable || slot->first_badged) ? "CDT-1: an empty slot is linked" : NULL;
    }
    if (slot->cap.kind > CAP_SGI_SIGNAL) {
        return "CAP-1: a slot holds a capability of no kind";
    }
    if (cap_is(slot->cap, CAP_CNODE) && slot->cap.flag != (slot->cap.size + cap_guard_size(slot->cap) == WORD_BITS)) {
        return "CAP-6: a CNode capability is wrongly said to translate a whole address";
    }
    if (next && (next->prev_link != slot_to_link(slot) || slot_is_empty(next))) {
        return "CDT-1: a slot and its successor disagree";
    }
    if (prev && (prev->next_link != slot_to_link(slot) || slot_is_empty(prev))) {
        return "CDT-1: a slot and its predecessor disagree";
    }
    return NULL;
}

/* Bytes of the object that a capability to memory stands for; 0: of another kind. */
static word_t cspace_object_bytes(struct cap cap)
{
    switch (cap.kind) {
    case CAP_UNTYPED:
    case CAP_FRAME:
    case CAP_SCHED_CONTEXT:
        return BIT(cap.size);
    case CAP_CNODE:
        return BIT(cap.size + SLOT_BITS);
    case CAP_ZOMBIE:
        return cap.flag ? BIT(seL4_TCBBits) : BIT(cap.size + SLOT_BITS);
    case CAP_THREAD:
        return BIT(seL4_TCBBits);
    case CAP_ENDPOINT:
        return sizeof(struct endpoint);
    case CAP_NOTIFICATION:
        return sizeof(struct notification);
    case CAP_REPLY:
        return sizeof(struct reply);
    default:
        return 0;
    }
}

/* One untyped against everything below it. A copy of the same region marks it full (DRV-3). */
static const char *cspace_untyped_violated(const struct slot *untyped)
{
    paddr_t base = untyped->cap.object;

    if (untyped->cap.data > BIT(untyped->cap.size)) {
        return "UNT-6: a watermark is beyond its untyped";
    }
    for (const struct slot *s = slot_next(untyped); s && tree_is_parent(untyped, s); s = slot_next(s)) {
        word_t bytes = cspace_object_bytes(s->cap);
        if (s->cap.object < base || s->cap.object + bytes > base + BIT(untyped->cap.size)) {
            return "CDT-9: a child lies outside of its untyped";
        }
        if (bytes != 0 && s->cap.object + bytes > base + untyped->cap.data) {
            return "UNT-6: a watermark does not cover a child";
        }
    }
    return NULL;
}

/* The last node below a node; the node itself if it has no children. */
static const struct slot *cspace_last_below(const struct slot *node)
{
    const struct slot *last = node;

    while (slot_next(last) && tree_is_parent(node, slot_next(last))) {
        last = slot_next(last);
    }
    return last;
}

/* Does the run of earlier contain the node later? */
static bool cspace_is_below(const struct slot *earlier, const struct slot *later)
{
    const struct slot *s = slot_next(earlier);

    while (s && s != later && tree_is_parent(earlier, s)) {
        s = slot_next(s);
    }
    return s == later && tree_is_parent(earlier, later);
}

/* A subtree ends no later than the one it is in: what comes right behind node's run is below none of its members. */
static const char *cspace_nesting_violated(const struct slot *node)
{
    const struct slot *beyond = slot_next(cspace_last_below(node));

    for (const struct slot *s = slot_next(node); beyond && s != beyond; s = slot_next(s)) {
        if (cspace_is_below(s, beyond)) {
            return "CDT-8: a subtree reaches beyond the one it is in";
        }
    }
    return NULL;
}

const char *cspace_list_violated(const struct slot *first)
{
    const char *text = NULL;

    for (const struct slot *s = first; s && !text; s = slot_next(s)) {
        text = cspace_slot_violated(s);
        text = text ? text : cspace_nesting_violated(s);
        text = text || !cap_is(s->cap, CAP_UNTYPED) ? text : cspace_untyped_violated(s);
    }
    return text;
}
