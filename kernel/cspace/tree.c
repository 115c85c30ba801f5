/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The derivation tree as a list in pre-order with two flags a node.
 */
#include "cspace/tree.h"

/*@ requires earlier == \null || (\valid(earlier) && linkable(earlier));
    requires later == \null || (\valid(later) && linkable(later));
    requires earlier == \null || later == \null || \separated(earlier, later);
    assigns earlier->next_link, later->prev_link;
    ensures earlier != \null ==> earlier->next_link == link_of(later);
    ensures later != \null ==> later->prev_link == link_of(earlier);
    ensures tree_linked(earlier, later); */
static void tree_link(struct slot *earlier, struct slot *later)
{
    if (earlier) {
        earlier->next_link = slot_to_link(later) & SLOT_LINK_MASK;
    }
    if (later) {
        later->prev_link = slot_to_link(earlier) & SLOT_LINK_MASK;
    }
}

/* CDT-2 */
/*@ predicate badged(integer kind) = kind == CAP_ENDPOINT || kind == CAP_NOTIFICATION || kind == CAP_SMC;
    predicate starts_family(struct cap cap, struct cap source) =
      (badged(cap.kind) && cap.data != source.data) || cap.kind == CAP_UNTYPED ||
      ((cap.kind == CAP_IRQ_HANDLER || cap.kind == CAP_SGI_SIGNAL) && source.kind == CAP_IRQ_CONTROL); */

/*@ requires cap_fits(cap) && cap_fits(source);
    assigns \nothing;
    ensures \result <==> starts_family(cap, source); */
static bool tree_starts_family(struct cap cap, struct cap source)
{
    switch (cap.kind) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_SMC:
        return cap.data != source.data;
    case CAP_UNTYPED:
        return true;
    case CAP_IRQ_HANDLER:
    case CAP_SGI_SIGNAL:
        return cap_is(source, CAP_IRQ_CONTROL);
    default:
        return false;
    }
}

/*@ requires cap_fits(cap) && \valid(to) && linkable(to);
    requires before != \null ==> tree_node(before) && \separated(before, to) &&
      tree_neighbour(next(before), before) && tree_neighbour(next(before), to);
    assigns *to, before->next_link, slot_of(before->next_link)->prev_link;
    ensures to->cap == cap && to->revocable == (flags ? 1 : 0) && to->first_badged == (flags ? 1 : 0);
    ensures tree_linked(before, to) && prev(to) == before;
    ensures before == \null ==> next(to) == \null;
    ensures before != \null ==> next(to) == \old(next(before));
    ensures before != \null && \old(next(before)) != \null ==> prev(\old(next(before))) == to;
    ensures tree_node(to) && (before != \null ==> tree_node(before)); */
static void tree_insert(struct cap cap, bool flags, struct slot *before, struct slot *to)
{
    uint64_t after = before ? before->next_link : 0;

    *to = (struct slot){
        .cap = cap,
        .next_link = after & SLOT_LINK_MASK,
        .revocable = flags,
        .first_badged = flags,
        .prev_link = slot_to_link(before) & SLOT_LINK_MASK,
    };
    if (before) {
        before->next_link = slot_to_link(to) & SLOT_LINK_MASK;
    }
    if (after != 0) {
        slot_from_link(after)->prev_link = slot_to_link(to) & SLOT_LINK_MASK;
    }
}

/*@ requires cap_fits(cap) && cap_fits(from->cap) && \valid(to) && linkable(to);
    requires tree_node(from) && \separated(from, to) && tree_neighbour(next(from), from) &&
      tree_neighbour(next(from), to);
    assigns *to, from->next_link, slot_of(from->next_link)->prev_link;
    ensures to->cap == cap && to->revocable == to->first_badged;
    ensures to->revocable == 1 <==> starts_family(cap, \old(from->cap));
    ensures tree_linked(from, to) && next(to) == \old(next(from));
    ensures \old(next(from)) != \null ==> prev(\old(next(from))) == to;
    ensures tree_node(to) && tree_node(from); */
void tree_insert_derived(struct cap cap, struct slot *from, struct slot *to)
{
    tree_insert(cap, tree_starts_family(cap, from->cap), from, to);
}

/*@ requires cap_fits(cap) && \valid(to) && linkable(to);
    requires parent != \null ==> tree_node(parent) && \separated(parent, to) &&
      tree_neighbour(next(parent), parent) && tree_neighbour(next(parent), to);
    assigns *to, parent->next_link, slot_of(parent->next_link)->prev_link;
    ensures to->cap == cap && to->revocable == 1 && to->first_badged == 1;
    ensures tree_linked(parent, to) && prev(to) == parent;
    ensures parent == \null ==> next(to) == \null;
    ensures parent != \null ==> next(to) == \old(next(parent));
    ensures parent != \null && \old(next(parent)) != \null ==> prev(\old(next(parent))) == to; */
void tree_insert_created(struct cap cap, struct slot *parent, struct slot *to)
{
    tree_insert(cap, true, parent, to);
}

void tree_move(struct cap cap, struct slot *from, struct slot *to)
{
    *to = *from;
    to->cap = cap;
    *from = (struct slot){.cap = cap_null()};
    tree_link(slot_prev(to), to);
    tree_link(to, slot_next(to));
}

/* Puts node into slot at. Where the node was a neighbour of `at`, its neighbour is now `other`, because the
 * two nodes change places. */
static void tree_place(struct slot node, struct slot *at, struct slot *other)
{
    struct slot *prev = slot_prev(&node);
    struct slot *next = slot_next(&node);

    *at = node;
    tree_link(prev == at ? other : prev, at);
    tree_link(at, next == at ? other : next);
}

void tree_swap(struct slot *a, struct cap cap_a, struct slot *b, struct cap cap_b)
{
    struct slot node_a = *a;
    struct slot node_b = *b;

    node_b.cap = cap_a;
    node_a.cap = cap_b;
    tree_place(node_b, a, b);
    tree_place(node_a, b, a);
}

/*@ requires tree_inner(slot);
    assigns *slot, slot_of(slot->next_link)->prev_link, slot_of(slot->next_link)->first_badged,
      slot_of(slot->prev_link)->next_link;
    ensures forward: \old(prev(slot)) != \null ==> next(\old(prev(slot))) == \old(next(slot));
    ensures back: \old(next(slot)) != \null ==> prev(\old(next(slot))) == \old(prev(slot));
    ensures empty: tree_empty(slot);
    ensures family: \old(next(slot)) != \null ==> \old(next(slot))->first_badged ==
      (\old(slot->first_badged) == 1 ? 1 : \old(next(slot)->first_badged)); */
void tree_remove(struct slot *slot)
{
    struct slot *next = slot_next(slot);

    if (next && slot->first_badged) {
        next->first_badged = 1;
    }
    if (slot_prev(slot)) {
        slot_prev(slot)->next_link = slot->next_link;
    }
    if (next) {
        next->prev_link = slot->prev_link;
    }
    /*@ assert forward: \at(prev(slot), Pre) != \null ==>
          \at(prev(slot), Pre)->next_link == \at(slot->next_link, Pre); */
    //@ assert back: next != \null ==> next->prev_link == \at(slot->prev_link, Pre);
    /*@ assert family: next != \null ==> next->first_badged ==
          (\at(slot->first_badged, Pre) == 1 ? 1 : \at(slot->next_link, Pre) == 0 ? 0 :
           \at(next(slot)->first_badged, Pre)); */
    *slot = (struct slot){.cap = cap_null()};
}

/*@ // CDT-10 to CDT-12 and the badge rule of CDT-6.
    predicate physical(struct cap c) = c.kind != CAP_NULL && c.kind != CAP_SCHED_CONTROL &&
      c.kind != CAP_IRQ_CONTROL && c.kind != CAP_IRQ_HANDLER && c.kind != CAP_DOMAIN &&
      c.kind != CAP_ASID_CONTROL && c.kind != CAP_SMC && c.kind != CAP_SGI_SIGNAL;
    predicate sized(struct cap c) = c.kind == CAP_UNTYPED || c.kind == CAP_FRAME;
    predicate contains(struct cap a, struct cap b) =
      (sized(b) ==> b.size <= a.size) && (b.object >> a.size) == (a.object >> a.size);
    predicate by_number(integer kind) = kind == CAP_IRQ_HANDLER || kind == CAP_SGI_SIGNAL;
    predicate same_region(struct cap a, struct cap b) =
      a.kind != CAP_NULL && a.kind != CAP_ZOMBIE &&
      (a.kind == CAP_UNTYPED ? physical(b) && contains(a, b)
       : a.kind == CAP_FRAME ? b.kind == CAP_FRAME && contains(a, b)
       : a.kind == CAP_IRQ_CONTROL ? b.kind == CAP_IRQ_CONTROL || by_number(b.kind)
       : a.kind == b.kind && (by_number(a.kind) ? a.data == b.data : a.object == b.object && a.size == b.size));
    predicate same_object(struct cap a, struct cap b) =
      a.kind != CAP_UNTYPED && a.kind != CAP_IRQ_CONTROL && a.kind != CAP_SGI_SIGNAL &&
      (a.kind == CAP_FRAME ? b.kind == CAP_FRAME && a.object == b.object && a.size == b.size && a.flag == b.flag
                           : same_region(a, b));
    predicate same_family{L}(struct slot *a, struct slot *b) =
      badged(a->cap.kind) ? a->cap.data == 0 || (a->cap.data == b->cap.data && b->first_badged == 0)
                          : a->cap.kind == CAP_SGI_SIGNAL ==> b->first_badged == 0;
    predicate parent{L}(struct slot *a, struct slot *b) =
      a->revocable == 1 && same_region(a->cap, b->cap) && same_family(a, b); */

/* CDT-11 */
/*@ requires cap_fits(cap); assigns \nothing; ensures \result <==> physical(cap); */
static bool tree_is_physical(struct cap cap)
{
    switch (cap.kind) {
    case CAP_NULL:
    case CAP_SCHED_CONTROL:
    case CAP_IRQ_CONTROL:
    case CAP_IRQ_HANDLER:
    case CAP_DOMAIN:
    case CAP_ASID_CONTROL:
    case CAP_SMC:
    case CAP_SGI_SIGNAL:
        return false;
    default:
        return true;
    }
}

/*
 * Does the region of a, an untyped or a frame, contain the object of b? Objects of other kinds are created by
 * retype and never lie across the border of an untyped (INV-12), so that their first byte decides.
 */
/*@ requires cap_fits(a) && cap_fits(b); assigns \nothing; ensures \result <==> contains(a, b); */
static bool tree_contains(struct cap a, struct cap b)
{
    word_t size = (cap_is(b, CAP_UNTYPED) || cap_is(b, CAP_FRAME)) ? b.size : 0;

    return size <= a.size && b.object >> a.size == a.object >> a.size;
}

/*@ requires cap_fits(a) && cap_fits(b); assigns \nothing; ensures \result <==> same_region(a, b); */
bool cap_same_region(struct cap a, struct cap b)
{
    switch (a.kind) {
    case CAP_NULL:
    case CAP_ZOMBIE:
        return false;
    case CAP_UNTYPED:
        return tree_is_physical(b) && tree_contains(a, b);
    case CAP_FRAME:
        return cap_is(b, CAP_FRAME) && tree_contains(a, b);
    case CAP_IRQ_CONTROL:
        return cap_is(b, CAP_IRQ_CONTROL) || cap_is(b, CAP_IRQ_HANDLER) || cap_is(b, CAP_SGI_SIGNAL);
    case CAP_IRQ_HANDLER:
    case CAP_SGI_SIGNAL:
        return a.kind == b.kind && a.data == b.data;
    default:
        break;
    }
    /* Kinds without object or size have zeros there. */
    return a.kind == b.kind && a.object == b.object && a.size == b.size;
}

/*@ requires cap_fits(a) && cap_fits(b); assigns \nothing; ensures \result <==> same_object(a, b); */
bool cap_same_object(struct cap a, struct cap b)
{
    switch (a.kind) {
    case CAP_UNTYPED:
    case CAP_IRQ_CONTROL:
    case CAP_SGI_SIGNAL:
        return false;
    case CAP_FRAME:
        return cap_is(b, CAP_FRAME) && a.object == b.object && a.size == b.size && a.flag == b.flag;
    default:
        break;
    }
    return cap_same_region(a, b);
}

/* The badge rule of CDT-6. */
/*@ requires \valid_read(earlier) && \valid_read(later) && cap_fits(earlier->cap) && cap_fits(later->cap);
    assigns \nothing;
    ensures \result <==> same_family(earlier, later); */
static bool tree_same_family(const struct slot *earlier, const struct slot *later)
{
    switch (earlier->cap.kind) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_SMC:
        return earlier->cap.data == 0 || (earlier->cap.data == later->cap.data && !later->first_badged);
    case CAP_SGI_SIGNAL:
        return !later->first_badged;
    default:
        return true;
    }
}

/*@ requires \valid_read(earlier) && \valid_read(later) && cap_fits(earlier->cap) && cap_fits(later->cap);
    requires 0 <= earlier->revocable <= 1;
    assigns \nothing;
    ensures \result <==> parent(earlier, later); */
bool tree_is_parent(const struct slot *earlier, const struct slot *later)
{
    return earlier->revocable && cap_same_region(earlier->cap, later->cap) &&
           tree_same_family(earlier, later);
}

/*@ requires tree_readable(slot) && (next(slot) != \null ==> tree_readable(next(slot)));
    assigns \nothing;
    ensures \result <==> next(slot) != \null && parent(slot, next(slot)); */
bool tree_has_children(const struct slot *slot)
{
    return slot_next(slot) && tree_is_parent(slot, slot_next(slot));
}

/*@ requires tree_readable(slot) && (next(slot) != \null ==> tree_readable(next(slot)));
    requires prev(slot) != \null ==> tree_readable(prev(slot));
    assigns \nothing;
    ensures \result <==> !(prev(slot) != \null && same_object(prev(slot)->cap, slot->cap)) &&
      !(next(slot) != \null && same_object(slot->cap, next(slot)->cap)); */
bool tree_is_final(const struct slot *slot)
{
    const struct slot *prev = slot_prev(slot);
    const struct slot *next = slot_next(slot);

    if (prev && cap_same_object(prev->cap, slot->cap)) {
        return false;
    }
    return !next || !cap_same_object(slot->cap, next->cap);
}
