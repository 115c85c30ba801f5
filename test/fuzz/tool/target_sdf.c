/* SPDX-License-Identifier: BSD-2-Clause */
/* Any text as a description: refused with a message, or a system for which everything that must hold does hold, and
 * of which pictures, expansions, answers and kernel objects can be made. */
#include "authority/question.h"
#include "boards.h"
#include "check_model.h"
#include "compose/expand.h"
#include "elf_make.h"
#include "harness.h"
#include "picture/picture.h"
#include "sdf/sdf.h"

/* More memory would only take more time. */
#define MAX_BYTES (UINT64_C(16) << 20)

static const char *const search_paths[] = {"test/tool/files"};
static const uint8_t *input;
static size_t input_size;

static void make_graph(const struct system *system, const struct board *board)
{
    struct elf_file file = elf_make(NULL, 0);
    struct elf_image *images = MEM_ARRAY(struct elf_image, system->pd_count + 1);
    struct debug_info info = {0};
    struct graph graph = {0};
    uint64_t bytes = 0;

    for (size_t i = 0; i < system->region_count; i++) {
        bytes += system->regions[i].size;
    }
    if (bytes > MAX_BYTES || system->io_space_count != 0) {
        return;
    }
    for (size_t i = 0; i <= system->pd_count; i++) {
        EXPECT(elf_parse("x.elf", file.bytes, file.size, ELF_MACHINE_AARCH64, &images[i]) == NULL);
    }
    graph_build(&graph, board, system, images, &images[system->pd_count], &info);
    check_graph(&graph);
}

static void load(void)
{
    struct board board = board_el2();
    struct options options = {
        .system_path = harness_file(0, input, input_size),
        .search_paths = (const char **)search_paths,
        .search_path_count = 1,
        .drivers_directory = "os/drivers",
        .device_tree_path = "build/fuzz/tool/board.dtb",
        .description_only = true,
    };
    board.max_domains = 16;
    board.max_domain_schedules = 100;
    board.min_budget_us = 20;
    board.smc = true;
    board.name = "qemu_virt_aarch64";
    board.config = "debug";
    board.directory = "build/fuzz/tool";

    struct system *system = sdf_load(&board, &options);
    check_model(system, &board);
    expand_write("/dev/null", system);
    picture_write("/dev/null", system, &board);
    if (system->io_space_count == 0) {
        struct authority authority = authority_of(system);
        answer_overview(&authority);
    }
    make_graph(system, &board);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    input_size = size;
    harness_run(load);
    return 0;
}
