/* SPDX-License-Identifier: BSD-2-Clause */
/* Adding single objects, capabilities and mappings to the graph. */
#include "objects/graph.h"

#include "base/diag.h"
#include "initialiser/description.h"

/* A scheduling context with room for some refills (ALLOC-6). */
#define SCHED_CONTEXT_BITS 8

static uint8_t size_bits(const struct object_sizes *sizes, enum object_kind kind)
{
    switch (kind) {
    case OBJECT_TCB:
        return sizes->tcb;
    case OBJECT_ENDPOINT:
        return sizes->endpoint;
    case OBJECT_NOTIFICATION:
        return sizes->notification;
    case OBJECT_SCHED_CONTEXT:
        return SCHED_CONTEXT_BITS;
    case OBJECT_REPLY:
        return sizes->reply;
    case OBJECT_VSPACE:
        return sizes->vspace;
    case OBJECT_PAGE_TABLE:
        return sizes->page_table;
    case OBJECT_SMALL_FRAME:
        return sizes->small_page;
    case OBJECT_LARGE_FRAME:
        return sizes->large_page;
    case OBJECT_VCPU:
        return sizes->vcpu;
    default:
        return 0;
    }
}

object_id graph_object(struct graph *graph, enum object_kind kind, const char *name)
{
    object_id id = (object_id)graph->objects.count;

    if (id >= UINT32_C(1) << 30) {
        tool_error(NULL, "the system has too many objects");
    }
    *LIST_ADD(&graph->objects) =
        (struct object){.kind = kind, .name = name, .size_bits = size_bits(&graph->board->sizes, kind)};
    return id;
}

object_id graph_cnode(struct graph *graph, uint8_t slot_bits, const char *name)
{
    object_id id = graph_object(graph, OBJECT_CNODE, name);
    struct object *cnode = &graph->objects.items[id];

    cnode->slot_bits = slot_bits;
    cnode->size_bits = (uint8_t)(slot_bits + graph->board->sizes.slot);
    return id;
}

object_id graph_derive(struct graph *graph, object_id source, uint8_t rights, uint64_t badge)
{
    object_id id = graph_object(graph, OBJECT_DERIVED, graph->objects.items[source].name);

    *LIST_ADD(&graph->derives) = (struct graph_cap){
        .cnode = NO_OBJECT, .index = id, .source = source, .rights = rights, .mint = true, .badge = badge};
    return id;
}

void graph_copy(struct graph *graph, object_id cnode, uint32_t index, object_id source)
{
    *LIST_ADD(&graph->caps) =
        (struct graph_cap){.cnode = cnode, .index = index, .source = source, .rights = RIGHTS_ALL};
}

void graph_mint(struct graph *graph, object_id cnode, uint32_t index, object_id source, uint8_t rights,
                uint64_t badge)
{
    *LIST_ADD(&graph->caps) = (struct graph_cap){
        .cnode = cnode, .index = index, .source = source, .rights = rights, .mint = true, .badge = badge};
}

uint32_t graph_content(struct graph *graph, const uint8_t *bytes, uint64_t size)
{
    uint32_t first = (uint32_t)graph->pages.count;

    for (uint64_t offset = 0; offset < size; offset += SMALL_PAGE) {
        uint64_t rest = size - offset;

        *LIST_ADD(&graph->pages) = (struct content_page){
            .bytes = bytes + offset, .size = (uint32_t)(rest < SMALL_PAGE ? rest : SMALL_PAGE)};
    }
    return first;
}

void graph_map(struct graph *graph, object_id vspace, object_id frame, uint64_t vaddr, uint32_t flags)
{
    struct object *object = &graph->objects.items[frame];
    /* The kernel has mapped image pages for the initialiser already. */
    bool needs_copy = object->mapped || object->kind == OBJECT_IMAGE_PAGE;
    const char *name = object->name;

    object->mapped = true;
    *LIST_ADD(&graph->maps) = (struct graph_map){
        .vspace = vspace,
        .frame = frame,
        .copy = needs_copy ? graph_object(graph, OBJECT_FRAME_COPY, name) : NO_OBJECT,
        .vaddr = vaddr,
        .flags = flags | (object->kind == OBJECT_LARGE_FRAME ? DESC_MAP_LARGE : 0) |
                 (object->device ? DESC_MAP_DEVICE : 0)};
}

/* ---- Page tables ---- */

struct level {
    unsigned span_bits; /* one table covers 2^span_bits bytes */
    const char *name;
};

/* Levels below the root, top first (INIT-11a). */
static const struct level levels[] = {{39, "pud"}, {30, "pd"}, {21, "pt"}};

static bool has_table(const struct graph *graph, size_t first_table, unsigned span_bits, uint64_t vaddr)
{
    for (size_t i = graph->tables.count; i-- > first_table;) {
        if (graph->tables.items[i].vaddr == vaddr &&
            graph->tables.items[i].span_bits == span_bits) {
            return true;
        }
    }
    return false;
}

static void add_table(struct graph *graph, object_id vspace, const char *owner, const struct level *level,
                      uint64_t vaddr, size_t first_table)
{
    object_id table;

    if (has_table(graph, first_table, level->span_bits, vaddr)) {
        return;
    }
    table = graph_object(graph, OBJECT_PAGE_TABLE,
                         mem_format("%s_%s_vaddr_0x%lx", level->name, owner, vaddr));
    *LIST_ADD(&graph->tables) =
        (struct graph_table){.vspace = vspace, .table = table, .vaddr = vaddr, .span_bits = level->span_bits};
}

void graph_map_tables(struct graph *graph, object_id vspace, const char *owner, size_t first_map)
{
    size_t first_table = graph->tables.count;
    bool short_walk = graph->board->hypervisor && graph->board->pa_bits == 40;

    for (size_t l = short_walk ? 1 : 0; l < sizeof levels / sizeof levels[0]; l++) {
        for (size_t i = first_map; i < graph->maps.count; i++) {
            const struct graph_map *map = &graph->maps.items[i];
            bool leaf_above = levels[l].span_bits == 21 && (map->flags & DESC_MAP_LARGE) != 0;

            if (!leaf_above) {
                add_table(graph, vspace, owner, &levels[l],
                          map->vaddr >> levels[l].span_bits << levels[l].span_bits, first_table);
            }
        }
    }
}
