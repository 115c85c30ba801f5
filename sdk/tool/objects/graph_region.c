/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames of a memory region and their initial contents (SDF-32, SDF-34, INIT-5). */
#include "image/bootmem.h"
#include "objects/content.h"
#include "objects/graph.h"

static void fill(struct graph *graph, const struct memory_region *region, uint64_t offset, object_id frame)
{
    uint64_t rest = region->prefill.size - offset;
    uint32_t length = (uint32_t)(rest < region->page_size ? rest : region->page_size);
    uint32_t page = graph_content(graph, region->prefill.data + offset, length);

    *LIST_ADD(&graph->fills) = (struct graph_fill){.frame = frame, .page = page, .length = length};
}

static object_id add_frame(struct graph *graph, const struct memory_region *region, uint64_t offset)
{
    const char *name = mem_format("frame_mr_%s_%09lu", region->name, offset / region->page_size);
    bool anywhere = region->paddr_kind == PADDR_ANYWHERE;
    bool has_content = offset < region->prefill.size;
    object_id frame;

    if (anywhere && region->page_size == SMALL_PAGE && has_content) {
        return graph_small_frame(graph, name, region->prefill.data + offset, region->prefill.size - offset);
    }
    frame = graph_object(graph, region->page_size == LARGE_PAGE ? OBJECT_LARGE_FRAME : OBJECT_SMALL_FRAME,
                         name);
    struct object *object = &graph->objects.items[frame];
    object->at = region->at;
    if (!anywhere) {
        struct range range = {region->paddr + offset, region->paddr + offset + region->page_size};

        object->fixed = true;
        object->paddr = range.start;
        object->device = !bootmem_is_ram(graph->board, range);
    }
    if (has_content) {
        fill(graph, region, offset, frame);
    }
    return frame;
}

struct region_frames graph_region(struct graph *graph, const struct memory_region *region)
{
    struct region_frames frames = {.first = (object_id)graph->objects.count,
                                   .count = region->size / region->page_size};

    for (uint64_t i = 0; i < frames.count; i++) {
        add_frame(graph, region, i * region->page_size);
    }
    return frames;
}
