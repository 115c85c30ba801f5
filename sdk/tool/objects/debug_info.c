/* SPDX-License-Identifier: BSD-2-Clause */
/* The block of names and views that the monitor of a debug image gets. */
#include "objects/debug_info.h"

#include <stdlib.h>
#include <string.h>

#include "monitor/debug_info.h"

#define MAX_VIEW UINT64_C(0x40000)

/* Below the views, more than the block can need: 63 PDs with all regions they can map. */
#define INFO_SPACE (UINT64_C(1) << 30)

static int by_start(const void *a, const void *b)
{
    const struct named_region *x = a, *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

static const char *segment_name(const struct elf_segment *segment)
{
    return segment->execute ? "program code" : segment->write ? "program data" : "program constants";
}

static uint64_t page_up(uint64_t address)
{
    return (address + SMALL_PAGE - 1) & ~(SMALL_PAGE - 1);
}

struct named_regions pd_regions(const struct board *board, const struct protection_domain *pd,
                                const struct elf_image *image)
{
    struct named_regions regions = {{NULL, 0}};
    uint64_t ipc_buffer = board_ipc_buffer(board);

    for (size_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *s = &image->segments[i];

        *LIST_ADD(&regions.list) =
            (struct named_region){s->vaddr & ~(SMALL_PAGE - 1), page_up(s->vaddr + s->size),
                                  segment_name(s), s->read, s->write, s->execute};
    }
    for (size_t i = 0; i < pd->map_count; i++) {
        const struct map *m = &pd->maps[i];

        *LIST_ADD(&regions.list) = (struct named_region){
            m->vaddr, m->vaddr + m->region->size, m->region->name, m->read, m->write, m->execute};
    }
    *LIST_ADD(&regions.list) =
        (struct named_region){board_stack_bottom(board, pd->stack_size), board_stack_bottom(board, 0), "stack",
                              true, true, false};
    *LIST_ADD(&regions.list) =
        (struct named_region){ipc_buffer, ipc_buffer + SMALL_PAGE, "IPC buffer", true, true, false};
    qsort(regions.list.items, regions.list.count, sizeof *regions.list.items, by_start);
    return regions;
}

/* Half of the address space: no page table there is in use for anything else of the monitor. */
uint64_t debug_info_vaddr(const struct board *board)
{
    return (board->user_top + 1) / 2;
}

uint64_t debug_info_view_size(const struct protection_domain *pd)
{
    return pd->stack_size < MAX_VIEW ? pd->stack_size : MAX_VIEW;
}

uint64_t debug_info_stack_view(const struct board *board, const struct system *system,
                               const struct protection_domain *pd)
{
    uint64_t view = debug_info_vaddr(board) + INFO_SPACE;

    if (pd->parent != NULL) {
        return 0;
    }
    for (size_t i = 0; i < pd->index; i++) {
        view += system->pds[i].parent == NULL ? debug_info_view_size(&system->pds[i]) : 0;
    }
    return view;
}

struct info_builder {
    LIST(struct debug_info_pd) pds;
    LIST(struct debug_info_region) regions;
    char *text;
    uint32_t text_size;
};

static uint32_t add_text(struct info_builder *b, const char *text)
{
    size_t size = strlen(text) + 1;
    char *grown = mem_array(b->text_size + size, 1);
    uint32_t offset = b->text_size;

    if (b->text_size != 0) {
        memcpy(grown, b->text, b->text_size);
    }
    memcpy(grown + offset, text, size);
    b->text = grown;
    b->text_size += (uint32_t)size;
    return offset;
}

static void add_pd(struct info_builder *b, const struct board *board, const struct system *system,
                   const struct protection_domain *pd, const struct elf_image *image)
{
    struct named_regions regions = pd_regions(board, pd, image);

    *LIST_ADD(&b->pds) = (struct debug_info_pd){.view_start = board_stack_bottom(board, debug_info_view_size(pd)),
                                                .view_end = board_stack_bottom(board, 0),
                                                .view = debug_info_stack_view(board, system, pd),
                                                .first_region = (uint32_t)b->regions.count,
                                                .region_count = (uint32_t)regions.list.count};
    for (size_t i = 0; i < regions.list.count; i++) {
        const struct named_region *r = &regions.list.items[i];

        *LIST_ADD(&b->regions) = (struct debug_info_region){
            r->start, r->end, add_text(b, r->name),
            (r->read ? DEBUG_REGION_READ : 0) | (r->write ? DEBUG_REGION_WRITE : 0) |
                (r->execute ? DEBUG_REGION_EXECUTE : 0)};
    }
}

struct debug_info debug_info_make(const struct board *board, const struct system *system,
                                  const struct elf_image *images)
{
    struct info_builder b = {0};
    struct debug_info info = {NULL, 0};

    if (!board->debug) {
        return info;
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        add_pd(&b, board, system, &system->pds[i], &images[i]);
    }
    struct debug_info_header header = {.magic = DEBUG_INFO_MAGIC,
                                       .pd_count = (uint32_t)b.pds.count,
                                       .region_count = (uint32_t)b.regions.count,
                                       .text_size = b.text_size};
    size_t pds_size = b.pds.count * sizeof *b.pds.items;
    size_t regions_size = b.regions.count * sizeof *b.regions.items;

    info.size = sizeof header + pds_size + regions_size + b.text_size;
    info.bytes = mem_array(info.size, 1);
    memcpy(info.bytes, &header, sizeof header);
    memcpy(info.bytes + sizeof header, b.pds.items, pds_size);
    memcpy(info.bytes + sizeof header + pds_size, b.regions.items, regions_size);
    memcpy(info.bytes + sizeof header + pds_size + regions_size, b.text, b.text_size);
    return info;
}

void debug_info_set_image_id(struct debug_info *info, uint64_t id)
{
    if (info->bytes != NULL) {
        memcpy(info->bytes + offsetof(struct debug_info_header, image_id), &id, sizeof id);
    }
}
