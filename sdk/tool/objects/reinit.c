/* SPDX-License-Identifier: BSD-2-Clause */
/* What a parent needs to put its children back to their original images. */
#include "objects/reinit.h"

#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "initialiser/description.h"
#include "libmicrokit/reinit_table.h"
#include "objects/content.h"

/* In front of views and original contents; far more than 62 children need. */
#define TABLE_SPACE UINT64_C(0x100000)

static bool can_reinit(const struct protection_domain *parent, const struct protection_domain *pd)
{
    return pd->parent == parent && pd->reinit;
}

/* The block of the address space that the topmost page table below the root covers. */
static uint64_t block_size(const struct board *board)
{
    return UINT64_C(1) << (board->hypervisor && board->pa_bits == 40 ? 30 : 39);
}

static bool is_free(const struct protection_domain *pd, uint64_t start, uint64_t end)
{
    for (size_t i = 0; i < pd->map_count; i++) {
        if (pd->maps[i].vaddr < end && start < pd->maps[i].vaddr + pd->maps[i].region->size) {
            return false;
        }
    }
    return true;
}

/* A block that the parent uses for nothing else, so that no page table has to be shared with its other maps. */
uint64_t reinit_table_vaddr(const struct board *board, const struct system *system,
                            const struct protection_domain *parent)
{
    uint64_t block = block_size(board);
    uint64_t start = (board->user_top + 1) / 2;
    bool wanted = false;

    for (size_t i = 0; i < system->pd_count; i++) {
        wanted = wanted || can_reinit(parent, &system->pds[i]);
    }
    if (!wanted) {
        return 0;
    }
    while (!is_free(parent, start, start + block)) {
        start += block;
    }
    if (start + block > board_stack_bottom(board, parent->stack_size)) {
        sdf_error(parent->at, "Map the regions of the parent at lower addresses.",
                  "the upper half of the address space of '%s' is full: there is no place for the memory of the "
                  "children that it may re-initialise",
                  parent->name);
    }
    return start;
}

/* The table as it grows, and the next free address behind it. */
struct builder {
    struct graph *graph;
    object_id vspace;
    size_t own_maps; /* of the graph, before the first view */
    uint64_t next;
    LIST(uint64_t) words;
};

static void add_words(struct builder *b, const void *words, size_t size)
{
    for (size_t i = 0; i < size / sizeof(uint64_t); i++) {
        memcpy(LIST_ADD(&b->words), (const uint8_t *)words + i * sizeof(uint64_t), sizeof(uint64_t));
    }
}

static object_id frame_at(const struct builder *b, object_id vspace, uint64_t vaddr)
{
    for (size_t i = 0; i < b->own_maps; i++) {
        const struct graph_map *map = &b->graph->maps.items[i];

        if (map->vspace == vspace && map->vaddr == vaddr) {
            return map->frame;
        }
    }
    internal_error("a page of a child is missing");
}

/* Shows pages [start, end) of a child to the parent. */
static uint64_t add_view(struct builder *b, object_id child_vspace, uint64_t start, uint64_t end)
{
    uint64_t view = b->next;

    for (uint64_t page = start; page < end; page += SMALL_PAGE) {
        graph_map(b->graph, b->vspace, frame_at(b, child_vspace, page), b->next,
                  DESC_MAP_READ | DESC_MAP_WRITE | DESC_MAP_CACHED);
        b->next += SMALL_PAGE;
    }
    return view;
}

static uint64_t add_original(struct builder *b, const char *name, const uint8_t *bytes, uint64_t size)
{
    uint64_t vaddr = b->next;

    for (uint64_t offset = 0; offset < size; offset += SMALL_PAGE) {
        const char *frame_name = mem_format("frame_original_%s_0x%lx", name, b->next);
        object_id frame = graph_small_frame(b->graph, frame_name, bytes + offset, size - offset);

        graph_map(b->graph, b->vspace, frame, b->next, DESC_MAP_READ | DESC_MAP_CACHED);
        b->next += SMALL_PAGE;
    }
    return vaddr;
}

static struct reinit_range zero_range(struct builder *b, object_id vspace, uint64_t start, uint64_t end)
{
    return (struct reinit_range){.view = add_view(b, vspace, start, end), .size = end - start};
}

/* A writable segment: whole pages with its bytes in them. */
static struct reinit_range segment_range(struct builder *b, const char *name, object_id vspace,
                                         const struct elf_segment *segment)
{
    uint64_t start = segment->vaddr & ~(SMALL_PAGE - 1);
    uint64_t end = (segment->vaddr + segment->size + SMALL_PAGE - 1) & ~(SMALL_PAGE - 1);
    uint8_t *bytes = mem_array(end - start, 1);
    uint64_t used = end - start;
    struct reinit_range range = zero_range(b, vspace, start, end);

    memcpy(bytes + (segment->vaddr - start), segment->bytes, segment->size);
    while (used != 0 && bytes[used - 1] == 0) {
        used--;
    }
    range.original_size = (used + sizeof(uint64_t) - 1) / sizeof(uint64_t) * sizeof(uint64_t);
    range.original = add_original(b, name, bytes, range.original_size);
    return range;
}

static uint64_t generation_view(const struct elf_image *image, const struct elf_segment *segment,
                                const struct reinit_range *range)
{
    struct elf_symbol symbol;
    uint64_t start = segment->vaddr & ~(SMALL_PAGE - 1);

    if (image->symtab == NULL || elf_find_symbol(image, "microkit_generation", &symbol) != ELF_FOUND ||
        symbol.size != sizeof(uint64_t) || symbol.vaddr < start || symbol.vaddr >= start + range->size) {
        return 0;
    }
    return range->view + (symbol.vaddr - start);
}

static void add_child(struct builder *b, const struct protection_domain *pd, const struct program_space *space,
                      const struct elf_image *image)
{
    const struct board *board = b->graph->board;
    struct reinit_child child = {
        .id = pd->child_id, .entry = image->entry, .stack_top = board_stack_bottom(board, 0)};
    struct reinit_range *ranges = MEM_ARRAY(struct reinit_range, image->segment_count + 2);

    for (size_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];

        if (segment->write) {
            struct reinit_range *range = &ranges[child.range_count++];

            *range = segment_range(b, pd->name, space->vspace, segment);
            child.generation |= generation_view(image, segment, range);
        }
    }
    ranges[child.range_count++] = zero_range(b, space->vspace, board_stack_bottom(board, pd->stack_size),
                                             board_stack_bottom(board, 0));
    ranges[child.range_count++] =
        zero_range(b, space->vspace, board_ipc_buffer(board), board_ipc_buffer(board) + SMALL_PAGE);
    add_words(b, &child, sizeof child);
    add_words(b, ranges, child.range_count * sizeof *ranges);
}

void graph_reinit(struct graph *graph, const struct system *system, const struct protection_domain *parent,
                  const struct program_space *spaces, const struct elf_image *images)
{
    uint64_t table = reinit_table_vaddr(graph->board, system, parent);
    struct builder b = {.graph = graph,
                        .vspace = spaces[parent->index].vspace,
                        .own_maps = graph->maps.count,
                        .next = table + TABLE_SPACE};
    struct reinit_header header = {0};

    if (table == 0) {
        return;
    }
    add_words(&b, &header, sizeof header);
    for (size_t i = 0; i < system->pd_count; i++) {
        if (can_reinit(parent, &system->pds[i])) {
            add_child(&b, &system->pds[i], &spaces[i], &images[i]);
            header.child_count++;
        }
    }
    memcpy(b.words.items, &header, sizeof header);
    b.next = table;
    add_original(&b, parent->name, (const uint8_t *)b.words.items, b.words.count * sizeof(uint64_t));
    graph_map_tables(graph, b.vspace, parent->name, b.own_maps);
}
