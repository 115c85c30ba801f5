/* SPDX-License-Identifier: BSD-2-Clause */
/* The derivation tree with explicit parents (CDT-1 to CDT-13), and what copies look like (CAP-4, CNO-3, DRV-1). */
#include "rules.h"

static bool has_badge(struct cap cap)
{
    return cap.kind == CAP_ENDPOINT || cap.kind == CAP_NOTIFICATION;
}

bool same_object(struct cap a, struct cap b)
{
    switch (a.kind) {
    case CAP_NULL:
    case CAP_UNTYPED:
    case CAP_ZOMBIE:
    case CAP_IRQ_CONTROL:
        return false;
    case CAP_IRQ_HANDLER:
        return b.kind == CAP_IRQ_HANDLER && a.data == b.data;
    case CAP_FRAME:
        return b.kind == CAP_FRAME && a.object == b.object && a.size == b.size && a.flag == b.flag;
    default:
        return a.kind == b.kind && a.object == b.object && a.size == b.size;
    }
}

bool has_children(name_t slot)
{
    for (uint32_t i = 0; i < w.nodes; i++) {
        if (w.node[i].parent == slot) {
            return true;
        }
    }
    return false;
}

bool is_final(name_t slot)
{
    struct cap cap = cap_in(slot);

    for (uint32_t i = 0; i < w.nodes; i++) {
        if (w.node[i].slot != slot && same_object(cap, w.node[i].cap)) {
            return false;
        }
    }
    return true;
}

/* CDT-2, CDT-3: right behind the one it comes from. */
static void insert(struct node n, name_t before)
{
    n.next = node_of(before)->next;
    node_of(before)->next = n.slot;
    node_add(&w, n);
}

void insert_derived(struct cap cap, name_t from, name_t to)
{
    struct node source = *node_of(from);
    bool family = has_badge(cap) ? cap.data != source.cap.data
                                 : cap.kind == CAP_UNTYPED ||
                                       (cap.kind == CAP_IRQ_HANDLER && source.cap.kind == CAP_IRQ_CONTROL);
    bool same_badge = !has_badge(cap) || source.cap.data == 0 || (cap.data == source.cap.data && !family);

    insert((struct node){to, cap, source.family && same_badge ? from : source.parent, 0, family}, from);
}

void insert_created(struct cap cap, name_t parent, name_t to)
{
    insert((struct node){to, cap, parent, 0, true}, parent);
}

/* Nodes that had this parent and this successor have others now. */
static void relate(name_t from, name_t parent, name_t next)
{
    for (uint32_t i = 0; i < w.nodes; i++) {
        w.node[i].parent = w.node[i].parent == from ? parent : w.node[i].parent;
        w.node[i].next = w.node[i].next == from ? next : w.node[i].next;
    }
}

void move(struct cap cap, name_t from, name_t to)
{
    struct node n = *node_of(from);

    node_drop(&w, from);
    n.slot = to;
    n.cap = cap;
    node_add(&w, n);
    relate(from, to, to);
}

void swap(name_t a, struct cap cap_a, name_t b, struct cap cap_b)
{
    enum { ASIDE = 1 }; /* no slot has this name */
    move(cap_b, a, ASIDE);
    move(cap_a, b, a);
    move(cap_b, ASIDE, b);
}

void drop(name_t slot)
{
    relate(slot, node_of(slot)->parent, node_of(slot)->next);
    node_drop(&w, slot);
}

struct cap mask_rights(struct cap cap, word_t rights)
{
    word_t left = cap.rights & rights & RIGHTS_ALL;

    switch (cap.kind) {
    case CAP_ENDPOINT:
        cap.rights = left & 15u;
        break;
    case CAP_NOTIFICATION:
        cap.rights = left & (RIGHT_READ | RIGHT_WRITE);
        break;
    case CAP_REPLY:
        cap.rights = left & RIGHT_GRANT;
        break;
    case CAP_FRAME:
        cap.rights = (left & RIGHT_READ) ? left & (RIGHT_READ | RIGHT_WRITE) : 0u;
        break;
    default:
        break;
    }
    return cap;
}

struct cap update(bool preserve, word_t data, struct cap cap)
{
    const struct cap none = {.kind = CAP_NULL};

    if (has_badge(cap)) {
        if (preserve || cap.data != 0) {
            return none;
        }
        cap.data = data;
    } else if (cap.kind == CAP_CNODE) {
        word_t bits = data % 64u;
        if (bits + cap.size > 64) {
            return none;
        }
        word_t guard = bits == 0 ? 0 : data / 64u & ((UINT64_C(1) << bits) - 1u);
        cap.data = guard * 64u + bits;
    }
    return cap;
}

struct verdict derive(name_t slot, struct cap cap, struct cap *derived)
{
    *derived = cap;
    switch (cap.kind) {
    case CAP_ZOMBIE:
    case CAP_IRQ_CONTROL:
        *derived = (struct cap){.kind = CAP_NULL};
        return verdict_ok();
    case CAP_UNTYPED:
        return has_children(slot) ? verdict_revoke_first() : verdict_ok();
    case CAP_FRAME:
        derived->data = 0;
        return verdict_ok();
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
        return cap.flag ? verdict_ok() : verdict_illegal();
    default:
        return verdict_ok();
    }
}

/* DRV-3 */
void mark_copied(name_t source, struct cap copy)
{
    struct node *n = node_of(source);

    if (copy.kind == CAP_UNTYPED) {
        n->cap.data = UINT64_C(1) << n->cap.size;
    }
}
