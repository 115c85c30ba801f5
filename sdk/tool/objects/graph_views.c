/* SPDX-License-Identifier: BSD-2-Clause */
/* What the monitor of a debug image can see, so that its fault reports speak of names and of call chains. */
#include "initialiser/description.h"
#include "objects/content.h"
#include "objects/graph.h"

#define VIEW_FLAGS (DESC_MAP_READ | DESC_MAP_CACHED)

static void view_info(struct graph *graph, object_id monitor_vspace, const struct debug_info *info)
{
    for (uint64_t offset = 0; offset < info->size; offset += SMALL_PAGE) {
        const char *name = mem_format("frame_monitor_info_%09lu", offset / SMALL_PAGE);
        object_id frame = graph_small_frame(graph, name, info->bytes + offset, info->size - offset);

        graph_map(graph, monitor_vspace, frame, debug_info_vaddr(graph->board) + offset, VIEW_FLAGS);
    }
}

static void view_stack(struct graph *graph, object_id monitor_vspace, object_id first_frame, uint64_t size,
                       uint64_t vaddr)
{
    for (uint64_t offset = 0; offset < size; offset += SMALL_PAGE) {
        graph_map(graph, monitor_vspace, first_frame + (object_id)(offset / SMALL_PAGE), vaddr + offset,
                  VIEW_FLAGS);
    }
}

void graph_monitor_views(struct graph *graph, object_id monitor_vspace, const struct system *system,
                         const struct program_space *spaces, const struct debug_info *info)
{
    size_t first_map = graph->maps.count;

    if (info->bytes == NULL) {
        return;
    }
    view_info(graph, monitor_vspace, info);
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        uint64_t vaddr = debug_info_stack_view(graph->board, system, pd);

        if (vaddr != 0) {
            uint64_t hidden = pd->stack_size - debug_info_view_size(pd);

            view_stack(graph, monitor_vspace, spaces[i].first_stack_frame + (object_id)(hidden / SMALL_PAGE),
                       debug_info_view_size(pd), vaddr);
        }
    }
    graph_map_tables(graph, monitor_vspace, "monitor", first_map);
}
