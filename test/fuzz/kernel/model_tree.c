/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The derivation tree with explicit parents. The linker puts the functions here in front of the kernel's tree
 * operations, so that the model sees each operation, decides by the rules where the node belongs, and later compares
 * with what the kernel's list and flags say.
 */
#include "model.h"

#include "abi.h"
#include "cspace/finalise.h"
#include "cspace/tree.h"
#include "host_processor.h"
#include "memory/create.h"

#include <string.h>

enum { NODES = 2048, BUCKETS = 512, DEPTH = 64, NOBODY = 0 };

struct node {
    const struct slot *slot; /* null: free */
    struct cap cap;
    uint32_t parent; /* index; NOBODY: none */
    uint32_t chain;  /* next node of the bucket */
    bool family;     /* may have children (CDT-8) */
};

static struct {
    struct node node[NODES]; /* 0 is not used */
    uint32_t bucket[BUCKETS];
    uint32_t end; /* nodes from here on have never been used */
    uint32_t live;
    paddr_t memory_end;
} tree;

const struct model_state model_tree_state = {&tree, sizeof(tree)};

static uint32_t *bucket_of(const struct slot *slot)
{
    return &tree.bucket[((uintptr_t)slot >> SLOT_BITS) % BUCKETS];
}

static uint32_t find(const struct slot *slot)
{
    uint32_t i = *bucket_of(slot);

    while (i != NOBODY && tree.node[i].slot != slot) {
        i = tree.node[i].chain;
    }
    return i;
}

static uint32_t must_find(const struct slot *slot)
{
    uint32_t i = find(slot);

    if (i == NOBODY) {
        model_fail("a tree operation on a slot that holds nothing");
    }
    return i;
}

static void attach(uint32_t i, const struct slot *slot)
{
    uint32_t *bucket = bucket_of(slot);

    if (find(slot) != NOBODY) {
        model_fail("a capability is put into a slot that is in use");
    }
    tree.node[i].slot = slot;
    tree.node[i].chain = *bucket;
    *bucket = i;
}

static void detach(uint32_t i)
{
    uint32_t *link = bucket_of(tree.node[i].slot);

    while (*link != i) {
        link = &tree.node[*link].chain;
    }
    *link = tree.node[i].chain;
    tree.node[i].slot = NULL;
}

static void add(const struct slot *slot, struct cap cap, uint32_t parent, bool family)
{
    uint32_t i = 1;

    while (i < tree.end && tree.node[i].slot) {
        i++;
    }
    if (i == NODES) {
        model_fail("more slots than the model has nodes");
    }
    tree.end = i >= tree.end ? i + 1u : tree.end;
    tree.node[i] = (struct node){.cap = cap, .parent = parent, .family = family};
    attach(i, slot);
    tree.live++;
}

static bool has_badge(struct cap cap)
{
    return cap.kind == CAP_ENDPOINT || cap.kind == CAP_NOTIFICATION;
}

/* CDT-2: does a capability derived from source begin a family of its own? */
static bool begins_family(struct cap cap, struct cap source)
{
    if (has_badge(cap)) {
        return cap.data != source.data;
    }
    return cap.kind == CAP_UNTYPED || (cap.kind == CAP_IRQ_HANDLER && source.kind == CAP_IRQ_CONTROL);
}

/* CAP-6: a copy has at most the rights of what it was copied from. */
static void check_copy(struct cap cap, struct cap source)
{
    if (cap.kind != source.kind) {
        if (cap.kind != CAP_IRQ_HANDLER || source.kind != CAP_IRQ_CONTROL) {
            model_fail("a copy is of another kind");
        }
        return;
    }
    if (cap.object != source.object || cap.size != source.size || (cap.rights & ~source.rights) != 0) {
        model_fail("a copy is of another object, or has more rights");
    }
    if (has_badge(cap) && source.data != 0 && cap.data != source.data) {
        model_fail("a badge was changed");
    }
}

void __real_tree_insert_derived(struct cap cap, struct slot *from, struct slot *to);
void __wrap_tree_insert_derived(struct cap cap, struct slot *from, struct slot *to);
void __wrap_tree_insert_derived(struct cap cap, struct slot *from, struct slot *to)
{
    uint32_t source = must_find(from);
    const struct node *n = &tree.node[source];
    bool family = begins_family(cap, from->cap);
    bool same_badge = !has_badge(cap) || from->cap.data == 0 || (cap.data == from->cap.data && !family);

    check_copy(cap, from->cap);
    add(to, cap, n->family && same_badge ? source : n->parent, family);
    __real_tree_insert_derived(cap, from, to);
}

void __real_tree_insert_created(struct cap cap, struct slot *parent, struct slot *to);
void __wrap_tree_insert_created(struct cap cap, struct slot *parent, struct slot *to);
void __wrap_tree_insert_created(struct cap cap, struct slot *parent, struct slot *to)
{
    if (tree.end == 0) {
        tree.end = 1;
    }
    add(to, cap, parent ? must_find(parent) : NOBODY, true);
    __real_tree_insert_created(cap, parent, to);
}

void __real_tree_move(struct cap cap, struct slot *from, struct slot *to);
void __wrap_tree_move(struct cap cap, struct slot *from, struct slot *to);
void __wrap_tree_move(struct cap cap, struct slot *from, struct slot *to)
{
    uint32_t i = must_find(from);

    detach(i);
    attach(i, to);
    tree.node[i].cap = cap;
    __real_tree_move(cap, from, to);
}

void __real_tree_swap(struct slot *a, struct cap cap_a, struct slot *b, struct cap cap_b);
void __wrap_tree_swap(struct slot *a, struct cap cap_a, struct slot *b, struct cap cap_b);
void __wrap_tree_swap(struct slot *a, struct cap cap_a, struct slot *b, struct cap cap_b)
{
    uint32_t i = must_find(a);
    uint32_t k = must_find(b);

    detach(i);
    detach(k);
    attach(i, b);
    attach(k, a);
    tree.node[i].cap = cap_b;
    tree.node[k].cap = cap_a;
    __real_tree_swap(a, cap_a, b, cap_b);
}

void __real_tree_remove(struct slot *slot);
void __wrap_tree_remove(struct slot *slot);
void __wrap_tree_remove(struct slot *slot)
{
    uint32_t gone = must_find(slot);

    for (uint32_t i = 1; i < tree.end; i++) {
        if (tree.node[i].slot && tree.node[i].parent == gone) {
            tree.node[i].parent = tree.node[gone].parent;
        }
    }
    detach(gone);
    tree.live--;
    __real_tree_remove(slot);
}

static bool same_object(struct cap a, struct cap b)
{
    return a.kind == b.kind && (a.kind == CAP_IRQ_HANDLER ? a.data == b.data : a.object == b.object);
}

uint32_t model_tree_count(struct cap cap)
{
    uint32_t count = 0;

    for (uint32_t i = 1; i < tree.end; i++) {
        count += tree.node[i].slot && same_object(tree.node[i].slot->cap, cap);
    }
    return count;
}

/* CDT-13: the kernel looks at two neighbours, the model at all slots. */
struct cap __real_cap_finalise(struct cap cap, bool final);
struct cap __wrap_cap_finalise(struct cap cap, bool final);
struct cap __wrap_cap_finalise(struct cap cap, bool final)
{
    switch (cap.kind) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_REPLY:
    case CAP_CNODE:
    case CAP_THREAD:
    case CAP_SCHED_CONTEXT:
    case CAP_IRQ_HANDLER:
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
    case CAP_ASID_POOL:
    case CAP_VCPU:
        if (final != (model_tree_count(cap) == 1)) {
            model_fail("CDT-13: the last capability to an object was not recognised, or another one taken for it");
        }
        break;
    default:
        break;
    }
    return __real_cap_finalise(cap, final);
}

static word_t object_size_bits(struct cap cap)
{
    switch (cap.kind) {
    case CAP_ENDPOINT:
        return seL4_EndpointBits;
    case CAP_NOTIFICATION:
        return seL4_NotificationBits;
    case CAP_REPLY:
        return seL4_ReplyBits;
    case CAP_THREAD:
        return seL4_TCBBits;
    case CAP_CNODE:
        return cap.size + seL4_SlotBits;
    case CAP_VSPACE:
        return seL4_VSpaceBits;
    case CAP_PAGE_TABLE:
        return seL4_PageTableBits;
    case CAP_VCPU:
        return seL4_VCPUBits;
    default:
        return cap.size;
    }
}

/* INV-12 and UNT-11: new objects lie in free memory, which is zero. */
struct cap __real_object_create(struct cap template, paddr_t base);
struct cap __wrap_object_create(struct cap template, paddr_t base);
struct cap __wrap_object_create(struct cap template, paddr_t base)
{
    paddr_t end = base + BIT(object_size_bits(template));

    for (uint32_t i = 1; i < tree.end; i++) {
        const struct slot *slot = tree.node[i].slot;
        if (slot && slot->cap.object >= base && slot->cap.object < end &&
            !(slot->cap.kind == CAP_UNTYPED && BIT(slot->cap.size) >= end - base)) {
            model_fail("INV-12: a new object overlaps one that exists");
        }
        if ((uintptr_t)slot >= base && (uintptr_t)slot < end && slot) {
            model_fail("INV-12: a new object overlaps a slot that is in use");
        }
    }
    for (paddr_t address = base; address < end && end <= HOST_DEVICE_MEMORY; address += sizeof(word_t)) {
        if (*words_at(address) != 0) {
            model_fail("UNT-12: the memory of a new object is not zero");
        }
    }
    tree.memory_end = end > tree.memory_end && end <= HOST_DEVICE_MEMORY ? end : tree.memory_end;
    return __real_object_create(template, base);
}

paddr_t model_memory_end(void)
{
    return tree.memory_end;
}

/* What the reference model follows (reference/space.c). */
static bool may_be_mapped(struct cap cap)
{
    return cap.kind == CAP_FRAME || cap.kind == CAP_PAGE_TABLE || cap.kind == CAP_VSPACE;
}

/* The capability of a node changes in place only so: a watermark moves, a container becomes a zombie, a zombie
 * shrinks, a mapping comes or goes. */
static void compare_cap(struct node *n)
{
    struct cap now = n->slot->cap;
    struct cap then = n->cap;
    bool died = now.kind == CAP_ZOMBIE && (then.kind == CAP_CNODE || then.kind == CAP_THREAD);

    if (now.object != then.object || (now.kind != then.kind && !died)) {
        model_fail("a slot holds another object than it should");
    }
    if (now.kind == CAP_ZOMBIE && then.kind == CAP_ZOMBIE && now.data > then.data) {
        model_fail("DEL-6: a zombie grows");
    }
    bool flagged = now.flag != then.flag && !may_be_mapped(now);
    if (!died && (now.rights != then.rights || now.size != then.size || flagged)) {
        model_fail("the rights or size of a capability changed");
    }
    if (now.kind != CAP_UNTYPED && now.kind != CAP_ZOMBIE && !may_be_mapped(now) && now.data != then.data) {
        model_fail("the badge or guard of a capability changed");
    }
    n->cap = now;
}

/* The kernel's list in pre-order gives each node's parent: the last one before it that still has children. */
static uint32_t compare_list(const struct slot *first)
{
    const struct slot *above[DEPTH];
    uint32_t depth = 0;
    uint32_t count = 0;

    for (const struct slot *s = first; s; s = slot_next(s)) {
        while (depth > 0 && !tree_is_parent(above[depth - 1u], s)) {
            depth--;
        }
        if (tree.node[must_find(s)].parent != (depth > 0 ? must_find(above[depth - 1u]) : NOBODY)) {
            model_fail("CDT-6: kernel and model disagree about the parent of a capability");
        }
        for (uint32_t i = 0; i < depth; i++) {
            if (!tree_is_parent(above[i], s)) {
                model_fail("CDT-8: a capability is below its parent, but not below the parent of that");
            }
        }
        if (depth == DEPTH) {
            model_fail("the tree is deeper than the model can follow");
        }
        above[depth] = s;
        depth++;
        count++;
    }
    return count;
}

void model_tree_compare(void)
{
    uint32_t count = 0;

    for (uint32_t i = 1; i < tree.end; i++) {
        if (tree.node[i].slot) {
            compare_cap(&tree.node[i]);
            count += slot_prev(tree.node[i].slot) ? 0 : compare_list(tree.node[i].slot);
        }
    }
    if (count != tree.live) {
        model_fail("CDT-1: the lists of the kernel hold more or fewer nodes than the model");
    }
}
