/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as a program: refused, or laid out so that each byte of each segment is where the program wants it. */
#include <string.h>

#include "boards.h"
#include "check_model.h"
#include "harness.h"
#include "initialiser/description.h"

/* More would only take more time. */
#define MAX_BYTES (UINT64_C(1) << 20)

static const struct source source = {"x.system", "<a/>", 4};
static const struct xml_element element = {.source = &source, .name = "program_image", .length = 4};
static const uint8_t *input;
static size_t input_size;

/* Symbols and sections that the tool looks up, and patching them. */
static void look_up(struct elf_image *image)
{
    static const char *const symbols[] = {"microkit_name", "microkit_passive", "value", ""};
    static const char *const sections[] = {".device_resources", ".net_client_config", ".data", ""};
    struct elf_symbol found;

    for (size_t i = 0; i < 4; i++) {
        uint64_t word = UINT64_C(0x1122334455667788);
        if (elf_find_symbol(image, symbols[i], &found) == ELF_FOUND &&
            elf_patch(image, found.vaddr, &word, sizeof word)) {
            const uint8_t *bytes = elf_bytes(image, found.vaddr, sizeof word);
            EXPECT(bytes != NULL && memcmp(bytes, &word, sizeof word) == 0);
        }
        if (elf_find_section(image, sections[i], &found) == ELF_FOUND) {
            elf_bytes(image, found.vaddr, found.size);
        }
    }
    for (size_t i = 0; i < image->section_count; i++) {
        const char *name = elf_section_name(image, i);
        EXPECT(name == NULL || strlen(name) < image->section_names_size);
    }
}

static const struct graph_map *map_at(const struct graph *graph, uint64_t vaddr)
{
    for (size_t i = 0; i < graph->maps.count; i++) {
        if (graph->maps.items[i].vaddr == (vaddr & ~(SMALL_PAGE - 1))) {
            return &graph->maps.items[i];
        }
    }
    return NULL;
}

/* The byte that the program finds at `vaddr`: frames that are made empty are zero. */
static uint8_t byte_at(const struct graph *graph, const struct graph_map *map, uint64_t vaddr)
{
    const struct object *frame = &graph->objects.items[map->frame];
    uint64_t offset = vaddr - map->vaddr;

    if (frame->kind != OBJECT_IMAGE_PAGE) {
        return 0;
    }
    const struct content_page *page = &graph->pages.items[frame->reference];
    return offset < page->size ? page->bytes[offset] : 0;
}

static void check_segment(const struct graph *graph, const struct elf_segment *segment)
{
    for (uint64_t i = 0; i < segment->size; i++) {
        const struct graph_map *map = map_at(graph, segment->vaddr + i);

        EXPECT(map != NULL);
        EXPECT(((map->flags & DESC_MAP_WRITE) != 0) == segment->write);
        EXPECT(((map->flags & DESC_MAP_EXECUTE) != 0) == segment->execute);
        EXPECT(byte_at(graph, map, segment->vaddr + i) == segment->bytes[i]);
    }
}

static void lay_out(void)
{
    struct board board = board_el2();
    struct elf_image image;
    struct graph graph = {.board = &board};
    struct program program = {.name = "p", .at = {.element = &element}, .image = &image, .stack_size = 0x1000};
    uint64_t bytes = 0;

    if (elf_parse("x.elf", input, input_size, ELF_MACHINE_AARCH64, &image) != NULL) {
        return;
    }
    look_up(&image);
    for (size_t i = 0; i < image.segment_count; i++) {
        bytes += image.segments[i].size;
    }
    if (bytes > MAX_BYTES) {
        return;
    }
    graph_program(&graph, &program, NULL, 0);
    check_graph(&graph);
    for (size_t i = 0; i < image.segment_count && bytes <= 0x4000; i++) {
        check_segment(&graph, &image.segments[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    input_size = size;
    harness_run(lay_out);
    return 0;
}
