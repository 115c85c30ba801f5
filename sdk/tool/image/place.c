/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Placement (ALLOC-3): walk through the untypeds upwards; objects with a fixed address are made when the walk
 * reaches it, and the gaps before them are filled with the largest objects that fit and are aligned. What is
 * left of a gap becomes a filler, which moves the kernel's watermark to where the next object must lie.
 */
#include "image/place.h"

#include <stdlib.h>

#include "image/place_report.h"

#define SIZE_CLASSES 64

/* Objects of one size without a fixed address, in the order of the graph. */
struct size_class {
    LIST(object_id) objects;
    size_t next;
};

struct walk {
    struct graph *graph;
    const struct boot_memory *boot;
    struct placement *placement;
    struct size_class classes[SIZE_CLASSES];
    LIST(object_id) fixed; /* ascending by address */
    size_t next_fixed;
    uint32_t untyped; /* where the walk is, index in boot info order */
};

static const struct object *sort_objects;

static int by_address(const void *a, const void *b)
{
    uint64_t x = sort_objects[*(const object_id *)a].paddr;
    uint64_t y = sort_objects[*(const object_id *)b].paddr;

    return (x > y) - (x < y);
}

static const struct untyped *sort_untypeds;

static int untyped_by_address(const void *a, const void *b)
{
    uint64_t x = sort_untypeds[*(const uint32_t *)a].paddr;
    uint64_t y = sort_untypeds[*(const uint32_t *)b].paddr;

    return (x > y) - (x < y);
}

static void classify(struct walk *w)
{
    for (object_id id = 0; id < w->graph->objects.count; id++) {
        const struct object *object = &w->graph->objects.items[id];

        if (object->kind > LAST_MEMORY_OBJECT) {
            continue;
        }
        if (object->fixed) {
            *LIST_ADD(&w->fixed) = id;
        } else {
            *LIST_ADD(&w->classes[object->size_bits].objects) = id;
        }
    }
    sort_objects = w->graph->objects.items;
    if (w->fixed.count != 0) {
        qsort(w->fixed.items, w->fixed.count, sizeof *w->fixed.items, by_address);
    }
}

/* Takes the next slot for one more object like `step`, joined to the previous step where possible. */
static uint32_t add_step(struct walk *w, struct retype step)
{
    struct placement *p = w->placement;
    uint32_t slot = p->slot_count++;
    struct retype *last = p->retypes.count != 0 ? &p->retypes.items[p->retypes.count - 1] : NULL;

    if (last != NULL && !step.filler && !last->filler && last->untyped == step.untyped &&
        last->kind == step.kind && last->size_bits == step.size_bits &&
        last->count < w->graph->board->fan_out_limit) {
        last->count++;
        return slot;
    }
    step.first_slot = slot;
    step.count = 1;
    *LIST_ADD(&p->retypes) = step;
    return slot;
}

static void place_at(struct walk *w, object_id id, uint64_t paddr)
{
    struct object *object = &w->graph->objects.items[id];

    object->paddr = paddr;
    object->reference = add_step(w, (struct retype){.untyped = w->untyped,
                                                    .kind = object->kind,
                                                    .size_bits = object->size_bits,
                                                    .slot_bits = object->slot_bits});
}

/* The largest object of at most 2^bits bytes that still needs a place, or NO_OBJECT. */
static object_id take_largest(struct walk *w, unsigned bits)
{
    for (unsigned b = bits + 1; b-- > 0;) {
        struct size_class *class = &w->classes[b];

        if (class->next < class->objects.count) {
            return class->objects.items[class->next++];
        }
    }
    return NO_OBJECT;
}

/* Largest power of two that is aligned at `offset` and fits into `room` bytes. */
static unsigned piece_bits(uint64_t offset, uint64_t room)
{
    unsigned bits = 63u - (unsigned)__builtin_clzl(room);

    return offset != 0 && (unsigned)__builtin_ctzl(offset) < bits ? (unsigned)__builtin_ctzl(offset) : bits;
}

/* Uses up [cursor, target) of the untyped. At its end the rest may stay free. */
static uint64_t fill_gap(struct walk *w, const struct untyped *ut, uint64_t cursor, uint64_t target,
                         bool at_end)
{
    while (cursor < target) {
        unsigned bits = piece_bits(cursor - ut->paddr, target - cursor);
        object_id id = ut->device ? NO_OBJECT : take_largest(w, bits);

        if (id != NO_OBJECT) {
            place_at(w, id, cursor);
            cursor += UINT64_C(1) << w->graph->objects.items[id].size_bits;
        } else if (at_end) {
            return target;
        } else {
            add_step(w, (struct retype){.untyped = w->untyped, .filler = true, .size_bits = (uint8_t)bits});
            cursor += UINT64_C(1) << bits;
        }
    }
    return cursor;
}

static void walk_untyped(struct walk *w, const struct untyped *ut)
{
    uint64_t end = ut->paddr + (UINT64_C(1) << ut->size_bits);
    uint64_t cursor = ut->paddr;

    while (w->next_fixed < w->fixed.count) {
        object_id id = w->fixed.items[w->next_fixed];
        const struct object *object = &w->graph->objects.items[id];
        uint64_t size = UINT64_C(1) << object->size_bits;

        if (object->paddr >= end) {
            break;
        }
        if (object->paddr < cursor || end - object->paddr < size) {
            place_fail_fixed(w->boot, object);
        }
        cursor = fill_gap(w, ut, cursor, object->paddr, false);
        place_at(w, id, cursor);
        cursor += size;
        w->next_fixed++;
    }
    fill_gap(w, ut, cursor, end, true);
}

static void walk_memory(struct walk *w)
{
    uint32_t *order = MEM_ARRAY(uint32_t, w->boot->untyped_count);

    for (uint32_t i = 0; i < w->boot->untyped_count; i++) {
        order[i] = i;
    }
    sort_untypeds = w->boot->untypeds;
    qsort(order, w->boot->untyped_count, sizeof *order, untyped_by_address);
    for (size_t i = 0; i < w->boot->untyped_count; i++) {
        w->untyped = order[i];
        walk_untyped(w, &w->boot->untypeds[order[i]]);
    }
}

static void check_all_placed(struct walk *w)
{
    uint64_t missing[SIZE_CLASSES] = {0};
    bool failed = false;

    if (w->next_fixed < w->fixed.count) {
        place_fail_fixed(w->boot, &w->graph->objects.items[w->fixed.items[w->next_fixed]]);
    }
    for (unsigned b = 0; b < SIZE_CLASSES; b++) {
        missing[b] = w->classes[b].objects.count - w->classes[b].next;
        failed = failed || missing[b] != 0;
    }
    if (failed) {
        place_fail_capacity(w->boot, missing, SIZE_CLASSES);
    }
}

/* Capabilities that need a slot but no memory come last, so that copies of neighbours are neighbours. */
static void number_capabilities(struct walk *w)
{
    for (object_id id = 0; id < w->graph->objects.count; id++) {
        struct object *object = &w->graph->objects.items[id];

        if (object->kind > LAST_MEMORY_OBJECT && object->kind != OBJECT_IMAGE_PAGE) {
            object->reference = w->placement->slot_count++;
        }
    }
}

void place_objects(struct graph *graph, const struct boot_memory *boot, struct placement *placement)
{
    struct walk w = {.graph = graph, .boot = boot, .placement = placement};

    *placement = (struct placement){0};
    classify(&w);
    walk_memory(&w);
    check_all_placed(&w);
    number_capabilities(&w);
}
