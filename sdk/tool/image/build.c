/* SPDX-License-Identifier: BSD-2-Clause */
/* From a validated system to a boot image: the back end's course of action (TOOL-14). */
#include "image/build.h"

#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "image/describe.h"
#include "image/image.h"
#include "image/region_paddr.h"
#include "image/unconfigured.h"
#include "objects/patch.h"
#include "report/archive.h"
#include "report/dump.h"
#include "report/facts.h"

/* First guess of the space that the description needs. */
#define DESCRIPTION_GUESS 0x4000

/* Programs of the SDK, and those of the PDs by index. */
struct programs {
    struct elf_image kernel, loader, initialiser, monitor;
    struct elf_image *pds;
    struct elf_image *symbols; /* where a PD's symbols are looked up; may be equal to its image */
    struct debug_info info;    /* for the monitor */
};

static void refuse(const struct system *system, const struct board *board)
{
    if (board->arch != ARCH_AARCH64) {
        tool_error(NULL, "images for %s cannot be built by this version of the tool", board->arch_name);
    }
    if (board->image_type == IMAGE_UIMAGE) {
        tool_error("Use --image-type binary or elf.", "image type 'uimage' is not possible on %s",
                   board->arch_name);
    }
    if (system->io_space_count != 0) {
        sdf_error(system->io_spaces[0].at, NULL, "I/O address spaces exist on x86-64 only");
    }
}

static struct elf_image load_own(const char *path)
{
    struct elf_image image;
    const char *wrong = elf_read(path, ELF_MACHINE_AARCH64, &image);

    if (wrong == NULL && image.symtab == NULL) {
        wrong = "has no symbol table";
    }
    if (wrong != NULL) {
        tool_error(NULL, "%s: %s", path, wrong);
    }
    return image;
}

static struct elf_image load_pd(const struct protection_domain *pd, const char *attribute, const char *path,
                                bool needs_symbols)
{
    struct elf_image image;
    const char *wrong = elf_read(path, ELF_MACHINE_AARCH64, &image);

    if (wrong == NULL && needs_symbols && image.symtab == NULL) {
        wrong = "has no symbol table (is it stripped? then give path_for_symbols)";
    }
    if (wrong != NULL) {
        sdf_error(place_of(pd->image_at, attribute), NULL, "program image '%s' of PD '%s' %s", path, pd->name,
                  wrong);
    }
    return image;
}

static void load_programs(const struct system *system, const struct board *board, struct programs *programs)
{
    programs->kernel = load_own(board->kernel_path);
    programs->loader = load_own(board->loader_path);
    programs->initialiser = load_own(board->initialiser_path);
    programs->monitor = load_own(board->monitor_path);
    programs->pds = MEM_ARRAY(struct elf_image, system->pd_count);
    programs->symbols = MEM_ARRAY(struct elf_image, system->pd_count);
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        bool own_symbols = strcmp(pd->image_path, pd->symbols_path) == 0;

        programs->pds[i] = load_pd(pd, "path", pd->image_path, own_symbols);
        programs->symbols[i] =
            own_symbols ? programs->pds[i] : load_pd(pd, "path_for_symbols", pd->symbols_path, true);
        warn_unconfigured(system, pd, &programs->pds[i]);
    }
}

/* Patches what depends on addresses, and makes the graph anew from the patched images. */
static void make_graph(struct graph *graph, const struct system *system, const struct board *board,
                       struct programs *programs)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        patch_pd(system, board, &system->pds[i], &programs->pds[i], &programs->symbols[i]);
    }
    graph_build(graph, board, system, programs->pds, &programs->monitor, &programs->info);
}

/* Memory that the initial task must keep clear of: the loader with its payload while it copies, and regions
 * with a fixed address (DEV-19). */
static size_t ranges_to_avoid(const struct system *system, struct range image, struct range *avoid)
{
    size_t count = 0;

    avoid[count++] = image;
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];

        if (region->paddr_kind == PADDR_FIXED) {
            avoid[count++] = (struct range){region->paddr, region->paddr + region->size};
        }
    }
    return count;
}

/* One attempt with that much space for the description. */
static void lay_out(struct layout *l, struct system *system, const struct board *board,
                    struct programs *programs, uint64_t capacity, size_t content_pages, bool snapshot)
{
    struct range *avoid = MEM_ARRAY(struct range, system->region_count + 1);
    struct range image;
    size_t avoid_count;

    task_layout(&l->task, &programs->initialiser, capacity, content_pages);
    image = image_range(&programs->loader, &l->kernel, l->task.virt.end - l->task.virt.start);
    avoid_count = ranges_to_avoid(system, image, avoid);
    bootmem_predict(board, &l->kernel, l->task.virt, avoid, avoid_count, &l->boot);
    region_paddr_choose(system, &l->boot);
    make_graph(&l->graph, system, board, programs);
    place_objects(&l->graph, &l->boot, &l->placement);
    l->description = describe(&l->graph, &l->boot, &l->placement, &l->task, system, snapshot);
}

/* The description's size depends on where objects lie, and that on the size of the initial task. Space for it
 * only grows, so this ends. */
static void find_layout(struct layout *l, struct system *system, const struct board *board,
                        struct programs *programs, bool snapshot)
{
    uint64_t capacity = DESCRIPTION_GUESS;

    kernel_locate(board, &programs->kernel, &l->kernel);
    region_paddr_reset(system);
    make_graph(&l->graph, system, board, programs);
    for (;;) {
        lay_out(l, system, board, programs, capacity, l->graph.pages.count, snapshot);
        if (l->description.size <= l->task.description_capacity) {
            return;
        }
        capacity = l->description.size;
    }
}

static void write_output(const char *path, const void *bytes, size_t size)
{
    const char *wrong = file_write(path, bytes, size);

    if (wrong != NULL) {
        tool_error(NULL, "%s: cannot be written: %s", path, wrong);
    }
}

static struct boot_image assemble(struct layout *l, const struct board *board, struct programs *programs)
{
    const uint8_t *task = task_bytes(&l->task, &l->graph, l->description.bytes, l->description.size);

    return image_assemble(board, &programs->loader, &l->kernel, &l->task, task, &l->boot);
}

/* The id of an image is the hash of the image that has none. */
static struct boot_image assemble_with_id(struct layout *l, const struct board *board,
                                          struct programs *programs, uint64_t *id)
{
    struct boot_image image = assemble(l, board, programs);

    *id = archive_hash(image.bytes, image.size);
    if (programs->info.bytes == NULL) {
        return image;
    }
    debug_info_set_image_id(&programs->info, *id);
    return assemble(l, board, programs);
}

/* The programs and where everything lies; the programs are patched. */
static void prepare(struct system *system, const struct board *board, const struct options *options,
                    struct programs *programs, struct layout *l)
{
    refuse(system, board);
    if (options->snapshot && !board->debug) {
        tool_error("Choose a debug configuration.", "a kernel of configuration '%s' cannot print a snapshot",
                   board->config);
    }
    load_programs(system, board, programs);
    patch_monitor(system, board, &programs->monitor);
    programs->info = debug_info_make(board, system, programs->pds);
    find_layout(l, system, board, programs, options->snapshot);
}

void build_layout(struct system *system, const struct board *board, const struct options *options,
                  struct layout *layout)
{
    struct programs *programs = MEM_ARRAY(struct programs, 1);

    prepare(system, board, options, programs, layout);
}

uint64_t layout_content_paddr(const struct layout *l, uint32_t page)
{
    return l->boot.task.start + (l->task.content_vaddr - l->task.virt.start) + page * SMALL_PAGE;
}

void build_image(struct system *system, const struct board *board, const struct options *options,
                 struct build_report *report)
{
    struct programs programs;
    struct layout l;
    struct boot_image image;
    uint64_t id;

    prepare(system, board, options, &programs, &l);
    image = assemble_with_id(&l, board, &programs, &id);
    write_output(options->output_path, image.bytes, image.size);
    archive_write(&(struct archive_input){.board = board,
                                          .system = system,
                                          .graph = &l.graph,
                                          .images = programs.pds,
                                          .image_path = options->output_path,
                                          .image = &image,
                                          .image_id = id});
    if (options->capdl_json_path != NULL) {
        dump_json(options->capdl_json_path, system, &l.graph, &l.boot);
    }
    if (options->viper_directory != NULL) {
        dump_viper(options->viper_directory, system);
    }
    facts_fill(report, &(struct facts_input){system, &l.kernel, &l.boot, &l.graph, &l.task, image.size});
}
