/* SPDX-License-Identifier: BSD-2-Clause */
/* The address space of a program: image, stack, IPC buffer and mapped regions (TOOL-23, TOOL-24, ABI-20). */
#include <string.h>

#include "base/diag.h"
#include "initialiser/description.h"
#include "objects/content.h"
#include "objects/graph.h"

static uint64_t page_down(uint64_t address)
{
    return address & ~(SMALL_PAGE - 1);
}

static uint64_t page_up(uint64_t address)
{
    return page_down(address + SMALL_PAGE - 1);
}

static struct range segment_pages(const struct elf_segment *segment)
{
    return (struct range){page_down(segment->vaddr), page_up(segment->vaddr + segment->size)};
}

static bool overlap(struct range a, struct range b)
{
    return a.start < b.end && b.start < a.end;
}

/* The monitor has no element in the description. */
static bool has_place(const struct program *program)
{
    return program->at.element != NULL;
}

static void check_segments_apart(const struct program *program, size_t i)
{
    struct range mine = segment_pages(&program->image->segments[i]);

    for (size_t j = 0; j < i; j++) {
        struct range other = segment_pages(&program->image->segments[j]);

        if (overlap(mine, other) && has_place(program)) {
            sdf_error(program->at,
                      "Link the program with microkit.ld, or start each segment on a page of its own.",
                      "two segments of '%s' share a page: [0x%lx, 0x%lx) and [0x%lx, 0x%lx)",
                      program->image->path, other.start, other.end, mine.start, mine.end);
        } else if (overlap(mine, other)) {
            internal_error("segments of the monitor overlap");
        }
    }
}

static void check_below_stack(const struct graph *graph, const struct program *program, struct range pages)
{
    uint64_t bottom = board_stack_bottom(graph->board, program->stack_size);

    if (pages.end <= bottom) {
        return;
    }
    if (!has_place(program)) {
        internal_error("the monitor reaches into its stack");
    }
    sdf_error(program->at, "Link the program at a lower address.",
              "segment [0x%lx, 0x%lx) of '%s' reaches above the bottom of the stack of PD '%s' at 0x%lx",
              pages.start, pages.end, program->image->path, program->name, bottom);
}

static void check_map_clear(const struct program *program, const struct map *map)
{
    struct range mapped = {map->vaddr, map->vaddr + map->region->size};

    for (size_t i = 0; i < program->image->segment_count; i++) {
        struct range pages = segment_pages(&program->image->segments[i]);

        if (overlap(mapped, pages)) {
            sdf_error(
                place_of(map->at, "vaddr"),
                "Map the region at an address that the program image does not use.",
                "memory region '%s' mapped at [0x%lx, 0x%lx) overlaps the image of PD '%s' at [0x%lx, 0x%lx)",
                map->region->name, mapped.start, mapped.end, program->name, pages.start, pages.end);
        }
    }
}

static uint32_t segment_flags(const struct elf_segment *segment)
{
    return DESC_MAP_CACHED | (segment->read ? DESC_MAP_READ : 0) | (segment->write ? DESC_MAP_WRITE : 0) |
           (segment->execute ? DESC_MAP_EXECUTE : 0);
}

/* The page's share of the segment, which need not start or end on a page boundary. */
static const uint8_t *page_bytes(const struct elf_segment *segment, uint64_t page, uint64_t *size)
{
    uint64_t end = segment->vaddr + segment->size;
    uint8_t *bytes;

    if (page >= segment->vaddr) {
        *size = end - page;
        return segment->bytes + (page - segment->vaddr);
    }
    bytes = mem_array(SMALL_PAGE, 1);
    uint64_t lead = segment->vaddr - page;
    uint64_t share = SMALL_PAGE - lead < segment->size ? SMALL_PAGE - lead : segment->size;
    memcpy(bytes + lead, segment->bytes, share);
    *size = SMALL_PAGE;
    return bytes;
}

static void add_segment(struct graph *graph, const struct program *program, object_id vspace,
                        const struct elf_segment *segment, uint32_t *frame_number)
{
    struct range pages = segment_pages(segment);

    for (uint64_t page = pages.start; page < pages.end; page += SMALL_PAGE) {
        uint64_t size;
        const uint8_t *bytes = page_bytes(segment, page, &size);
        const char *name = mem_format("frame_elf_%s_%09u", program->name, (*frame_number)++);

        graph_map(graph, vspace, graph_small_frame(graph, name, bytes, size), page, segment_flags(segment));
    }
}

static void add_image(struct graph *graph, const struct program *program, object_id vspace)
{
    uint32_t frame_number = 0;

    for (size_t i = 0; i < program->image->segment_count; i++) {
        const struct elf_segment *segment = &program->image->segments[i];

        check_segments_apart(program, i);
        check_below_stack(graph, program, segment_pages(segment));
        add_segment(graph, program, vspace, segment, &frame_number);
    }
}

/* Returns the lowest frame. */
static object_id add_stack(struct graph *graph, const struct program *program, object_id vspace)
{
    uint64_t bottom = board_stack_bottom(graph->board, program->stack_size);
    object_id first = (object_id)graph->objects.count;

    for (uint64_t offset = 0; offset < program->stack_size; offset += SMALL_PAGE) {
        const char *name = mem_format("frame_%s_stack_%09lu", program->name, offset / SMALL_PAGE);
        object_id frame = graph_object(graph, OBJECT_SMALL_FRAME, name);

        graph_map(graph, vspace, frame, bottom + offset, DESC_MAP_READ | DESC_MAP_WRITE | DESC_MAP_CACHED);
    }
    return first;
}

void graph_map_region(struct graph *graph, object_id vspace, const struct mapped_region *mapped)
{
    const struct map *map = mapped->map;
    uint32_t flags = (map->read ? DESC_MAP_READ : 0) | (map->write ? DESC_MAP_WRITE : 0) |
                     (map->execute ? DESC_MAP_EXECUTE : 0) | (map->cached ? DESC_MAP_CACHED : 0);

    for (uint64_t i = 0; i < mapped->frames.count; i++) {
        graph_map(graph, vspace, mapped->frames.first + (object_id)i, map->vaddr + i * map->region->page_size,
                  flags);
    }
}

struct program_space graph_program(struct graph *graph, const struct program *program,
                                   const struct mapped_region *maps, size_t map_count)
{
    size_t first_map = graph->maps.count;
    struct program_space space;

    space.vspace = graph_object(graph, OBJECT_VSPACE, mem_format("vspace_%s", program->name));
    space.ipc_frame = graph_object(graph, OBJECT_SMALL_FRAME, mem_format("frame_ipcbuf_%s", program->name));
    add_image(graph, program, space.vspace);
    space.first_stack_frame = add_stack(graph, program, space.vspace);
    graph_map(graph, space.vspace, space.ipc_frame, board_ipc_buffer(graph->board),
              DESC_MAP_READ | DESC_MAP_WRITE | DESC_MAP_CACHED);
    for (size_t i = 0; i < map_count; i++) {
        check_map_clear(program, maps[i].map);
        graph_map_region(graph, space.vspace, &maps[i]);
    }
    graph_map_tables(graph, space.vspace, program->name, first_map);
    return space;
}
