/* SPDX-License-Identifier: BSD-2-Clause */
/* Board data from the SDK. */
#include "sdk/board.h"

#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"

/* MIN_BUDGET of the kernel with a WCET scale of 1 (SC-3). */
enum { MIN_BUDGET_US = 20 };

static const char *required_file(const char *path, const char *purpose)
{
    if (!file_exists(path)) {
        tool_error("The SDK is incomplete: install or build it again.", "the %s '%s' does not exist", purpose,
                   path);
    }
    return path;
}

static void find_elf_files(struct board *board, const struct options *options)
{
    const char *elf = path_join(board->directory, "elf");

    if (!directory_exists(elf)) {
        tool_error("The SDK is incomplete: install or build it again.", "the directory '%s' does not exist",
                   elf);
    }
    board->kernel_path = required_file(
        options->override_kernel != NULL ? options->override_kernel : path_join(elf, "sel4.elf"), "kernel");
    board->monitor_path = required_file(path_join(elf, "monitor.elf"), "monitor");
    board->initialiser_path = required_file(path_join(elf, "initialiser.elf"), "initialiser");
    if (board->arch != ARCH_X86_64) {
        board->loader_path = required_file(path_join(elf, "loader.elf"), "loader");
    }
}

static void set_arch(struct board *board, const struct json_file *config)
{
    static const struct {
        const char *name;
        enum arch arch;
    } arches[] = {{"aarch64", ARCH_AARCH64}, {"riscv64", ARCH_RISCV64}, {"x86_64", ARCH_X86_64}};

    board->arch_name = json_text(config, "SEL4_ARCH");
    for (size_t i = 0; i < sizeof arches / sizeof arches[0]; i++) {
        if (strcmp(arches[i].name, board->arch_name) == 0) {
            board->arch = arches[i].arch;
            return;
        }
    }
    tool_error(NULL, "the kernel of board '%s' is for the unsupported architecture '%s'", board->name,
               board->arch_name);
}

static void set_arm_features(struct board *board, const struct json_file *config)
{
    board->hypervisor = json_flag(config, "ARM_HYPERVISOR_SUPPORT");
    board->smc = json_flag(config, "ALLOW_SMC_CALLS");
    if (json_flag(config, "ARM_PA_SIZE_BITS_40")) {
        board->pa_bits = 40;
    } else if (json_flag(config, "ARM_PA_SIZE_BITS_44")) {
        board->pa_bits = 44;
    } else {
        tool_error(NULL,
                   "the kernel configuration of board '%s' sets neither ARM_PA_SIZE_BITS_40 nor "
                   "ARM_PA_SIZE_BITS_44",
                   board->name);
    }
}

static void load_kernel_config(struct board *board)
{
    struct json_file *config =
        json_load(path_join(board->directory, "include/kernel/gen_config.json"), "kernel configuration");

    set_arch(board, config);
    if (json_number(config, "WORD_SIZE", UINT32_MAX) != 64) {
        tool_error(NULL, "the kernel of board '%s' is not a 64-bit kernel", board->name);
    }
    bool smp = json_flag(config, "ENABLE_SMP_SUPPORT");
    board->cores = smp ? (uint32_t)json_number(config, "MAX_NUM_NODES", 256) : 1;
    board->device_top = json_number(config, "PADDR_USER_DEVICE_TOP", UINT64_MAX);
    board->root_cnode_bits = (uint32_t)json_number(config, "ROOT_CNODE_SIZE_BITS", 32);
    board->fan_out_limit = (uint32_t)json_number(config, "RETYPE_FAN_OUT_LIMIT", UINT32_MAX);
    board->max_untypeds = (uint32_t)json_number(config, "MAX_NUM_BOOTINFO_UNTYPED_CAPS", UINT32_MAX);
    board->max_domains = (uint32_t)json_number(config, "NUM_DOMAINS", 256);
    board->max_domain_schedules = (uint32_t)json_number(config, "NUM_DOMAIN_SCHEDULES", UINT32_MAX);
    board->min_budget_us = MIN_BUDGET_US * json_number_or(config, "KERNEL_WCET_SCALE", 1000, 1);
    if (board->arch == ARCH_AARCH64) {
        set_arm_features(board, config);
    } else if (board->arch == ARCH_X86_64) {
        board->vtx = json_flag(config, "VTX");
        board->iommu = json_flag(config, "IOMMU");
    }
    json_close(config);
}

static void load_object_sizes(struct board *board)
{
    struct json_file *file = json_load(path_join(board->directory, "object_sizes.json"), "object sizes");
    struct object_sizes *sizes = &board->sizes;
    const struct {
        const char *name;
        uint8_t *bits;
        bool optional;
    } table[] = {
        {"tcb", &sizes->tcb, false},
        {"endpoint", &sizes->endpoint, false},
        {"notification", &sizes->notification, false},
        {"reply", &sizes->reply, false},
        {"slot", &sizes->slot, false},
        {"vspace", &sizes->vspace, false},
        {"page_table", &sizes->page_table, true},
        {"small_page", &sizes->small_page, false},
        {"large_page", &sizes->large_page, false},
        {"huge_page", &sizes->huge_page, true},
        {"asid_pool", &sizes->asid_pool, false},
        {"asid_table", &sizes->asid_table, false},
        {"vcpu", &sizes->vcpu, true},
        {"io_page_table", &sizes->io_page_table, true},
        {"min_untyped_bits", &sizes->min_untyped, false},
        {"max_untyped_bits", &sizes->max_untyped, false},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        *table[i].bits = (uint8_t)(table[i].optional ? json_number_or(file, table[i].name, 63, OBJECT_ABSENT)
                                                     : json_number(file, table[i].name, 63));
    }
    json_close(file);
}

static void load_address_space(struct board *board)
{
    struct json_file *file =
        json_load(path_join(board->directory, "address_space_constants.json"), "address space constants");

    board->page_table_index_bits = (uint32_t)json_number(file, "page_table_index_bits", 16);
    board->vspace_index_bits = (uint32_t)json_number_or(file, "vspace_index_bits", 16, 0);
    board->io_page_table_index_bits = (uint32_t)json_number_or(file, "io_page_table_index_bits", 16, 0);
    board->user_top = json_number(file, "vspace_user_top", UINT64_MAX);
    if (board->user_top < 64 * LARGE_PAGE) {
        tool_error(NULL, "the user address space of board '%s' ends at the impossibly low 0x%jx", board->name,
                   (uintmax_t)board->user_top);
    }
    json_close(file);
}

static void load_platform(struct board *board)
{
    if (board->arch == ARCH_X86_64) {
        return; /* memory is known only at boot (ALLOC-9) */
    }
    struct json_file *file = json_load(path_join(board->directory, "platform_gen.json"), "platform memory");
    board->memory = json_ranges(file, "memory", &board->memory_count);
    board->devices = json_ranges(file, "devices", &board->device_count);
    json_close(file);
}

static enum image_type default_image_type(const struct board *board)
{
    static const char *const elf_boards[] = {"ariane", "cheshire", "serengeti"};

    if (board->arch == ARCH_AARCH64) {
        return IMAGE_BINARY;
    }
    for (size_t i = 0; i < sizeof elf_boards / sizeof elf_boards[0]; i++) {
        if (strcmp(board->name, elf_boards[i]) == 0) {
            return IMAGE_ELF;
        }
    }
    return board->arch == ARCH_RISCV64 ? IMAGE_UIMAGE : IMAGE_ELF;
}

/* TOOL-10. */
static void set_image_type(struct board *board, const struct options *options)
{
    static const char *const names[] = {[IMAGE_DEFAULT] = "default",
                                        [IMAGE_BINARY] = "binary",
                                        [IMAGE_ELF] = "elf",
                                        [IMAGE_UIMAGE] = "uimage"};
    enum image_type type = options->image_type;
    bool impossible = (type == IMAGE_UIMAGE && board->arch != ARCH_RISCV64) ||
                      (type == IMAGE_BINARY && board->arch == ARCH_X86_64);

    if (impossible) {
        tool_error("Leave --image-type out to get the type that the board boots.",
                   "image type '%s' is not possible on architecture %s", names[type], board->arch_name);
    }
    board->image_type = type == IMAGE_DEFAULT ? default_image_type(board) : type;
}

struct board board_load(const char *sdk, const struct options *options)
{
    struct board board = {.sdk = sdk, .name = options->board, .config = options->config};

    board.directory = mem_format("%s/board/%s/%s", sdk, board.name, board.config);
    board.debug = strcmp(board.config, "debug") == 0 || strcmp(board.config, "smp-debug") == 0;
    board.benchmark = strcmp(board.config, "benchmark") == 0 || strcmp(board.config, "smp-benchmark") == 0;
    load_kernel_config(&board);
    load_object_sizes(&board);
    load_address_space(&board);
    load_platform(&board);
    set_image_type(&board, options);
    if (!options->description_only) {
        required_file(path_join(board.directory, "invocations_all.json"), "list of kernel invocations");
        find_elf_files(&board, options);
    }
    return board;
}

uint64_t board_ipc_buffer(const struct board *board)
{
    return board->user_top & ~(SMALL_PAGE - 1);
}

uint64_t board_stack_bottom(const struct board *board, uint64_t stack_size)
{
    return board_ipc_buffer(board) - SMALL_PAGE - stack_size;
}
