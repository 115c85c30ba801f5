/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of accepted systems, each by looking at all pairs. */
#include "check_model.h"

#include <string.h>

#include "harness.h"

static void check_maps(const struct system *system, const struct map *maps, size_t count, uint64_t limit)
{
    for (size_t i = 0; i < count; i++) {
        const struct map *map = &maps[i];
        uint64_t end;

        EXPECT(map->region >= system->regions && map->region < system->regions + system->region_count);
        EXPECT(!__builtin_add_overflow(map->vaddr, map->region->size, &end) && end <= limit);
        EXPECT(map->vaddr % map->region->page_size == 0);
        EXPECT(map->read || !map->write);
        for (size_t j = 0; j < i; j++) {
            EXPECT(maps[j].vaddr + maps[j].region->size <= map->vaddr || end <= maps[j].vaddr);
        }
    }
}

static void check_regions(const struct system *system)
{
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];

        EXPECT(region->size != 0 && region->size % region->page_size == 0);
        EXPECT(region->page_size == SMALL_PAGE || region->page_size == LARGE_PAGE);
        EXPECT(region->prefill.size <= region->size);
        EXPECT(region->paddr_kind != PADDR_FIXED || region->paddr % region->page_size == 0);
        for (size_t j = 0; j < i; j++) {
            const struct memory_region *other = &system->regions[j];
            EXPECT(strcmp(region->name, other->name) != 0);
            EXPECT(region->paddr_kind != PADDR_FIXED || other->paddr_kind != PADDR_FIXED ||
                   region->paddr + region->size <= other->paddr || other->paddr + other->size <= region->paddr);
        }
    }
}

static void take(uint64_t *used, uint32_t id)
{
    EXPECT(id <= MAX_ID && (*used >> id & 1) == 0);
    *used |= UINT64_C(1) << id;
}

static void check_ids(const struct system *system, const struct protection_domain *pd)
{
    uint64_t channels = 0;
    uint64_t children = 0;

    for (size_t i = 0; i < pd->irq_count; i++) {
        take(&channels, pd->irqs[i].id);
    }
    for (size_t i = 0; i < 2 * system->channel_count; i++) {
        const struct channel_end *end = &system->channels[i / 2].ends[i % 2];
        if (end->pd == pd) {
            take(&channels, end->id);
        }
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        if (system->pds[i].parent == pd) {
            take(&children, system->pds[i].child_id);
        }
    }
    for (size_t i = 0; pd->vm != NULL && i < pd->vm->vcpu_count; i++) {
        take(&children, pd->vm->vcpus[i].id);
    }
}

static void check_pd(const struct system *system, const struct protection_domain *pd, const struct board *board)
{
    EXPECT(pd->index == (size_t)(pd - system->pds));
    EXPECT(pd->priority <= MAX_PRIORITY && pd->budget_us > 0 && pd->budget_us <= pd->period_us);
    EXPECT(pd->parent == NULL || pd->parent < pd);
    check_maps(system, pd->maps, pd->map_count, board_stack_bottom(board, pd->stack_size));
    if (pd->vm != NULL) {
        check_maps(system, pd->vm->maps, pd->vm->map_count, board->user_top + 1);
    }
    check_ids(system, pd);
}

static void check_channel(const struct channel *channel)
{
    for (int i = 0; i < 2; i++) {
        const struct channel_end *caller = &channel->ends[i];
        const struct channel_end *callee = &channel->ends[1 - i];
        EXPECT(!caller->pp || !callee->pp);
        EXPECT(!caller->pp || caller->pd->priority < callee->pd->priority);
        EXPECT(!caller->pp || callee->pd->needs_endpoint);
    }
}

void check_model(const struct system *system, const struct board *board)
{
    EXPECT(system->pd_count >= 1 && system->pd_count <= MAX_PDS);
    check_regions(system);
    for (size_t i = 0; i < system->pd_count; i++) {
        check_pd(system, &system->pds[i], board);
        for (size_t j = 0; j < i; j++) {
            EXPECT(strcmp(system->pds[i].name, system->pds[j].name) != 0);
        }
    }
    for (size_t i = 0; i < system->channel_count; i++) {
        check_channel(&system->channels[i]);
    }
    for (size_t i = 0; i < system->section_count; i++) {
        EXPECT(system->sections[i].size == 0 || system->sections[i].bytes != NULL);
    }
}

/* One capability a slot, and one page a place. */
void check_graph(const struct graph *graph)
{
    for (size_t i = 0; i < graph->caps.count; i++) {
        const struct graph_cap *cap = &graph->caps.items[i];

        EXPECT(cap->cnode < graph->objects.count && graph->objects.items[cap->cnode].kind == OBJECT_CNODE);
        EXPECT(cap->index < UINT32_C(1) << graph->objects.items[cap->cnode].slot_bits);
        EXPECT(cap->source < graph->objects.count || cap->source == SMC_OBJECT);
        for (size_t j = 0; j < i; j++) {
            const struct graph_cap *other = &graph->caps.items[j];
            EXPECT(cap->cnode != other->cnode || cap->index != other->index);
        }
    }
    for (size_t i = 0; i < graph->maps.count && graph->maps.count < 2000; i++) {
        for (size_t j = 0; j < i; j++) {
            EXPECT(graph->maps.items[i].vspace != graph->maps.items[j].vspace ||
                   graph->maps.items[i].vaddr != graph->maps.items[j].vaddr);
        }
    }
}
