/* SPDX-License-Identifier: BSD-2-Clause */
/* Board data as in the SDK's JSON files. */
#include "boards.h"

static struct range memory_el2[] = {{0x60000000, 0xc0000000}};
static struct range devices_el2[] = {{0, 0x8000000},
                                     {0x8001000, 0x8010000},
                                     {0x8011000, 0x8030000},
                                     {0x8031000, 0x60000000},
                                     {0xc0000000, 0x10000000000}};
static struct range memory_el1[] = {{0x40000000, 0xc0000000}};
static struct range devices_el1[] = {
    {0, 0x8000000}, {0x8001000, 0x8010000}, {0x8011000, 0x40000000}, {0xc0000000, 0x10000000000}};

static const struct object_sizes sizes = {.tcb = 11,
                                          .endpoint = 4,
                                          .notification = 6,
                                          .reply = 5,
                                          .slot = 5,
                                          .vspace = 12,
                                          .page_table = 12,
                                          .small_page = 12,
                                          .large_page = 21,
                                          .huge_page = 30,
                                          .asid_pool = 12,
                                          .vcpu = 12,
                                          .io_page_table = OBJECT_ABSENT,
                                          .min_untyped = 4,
                                          .max_untyped = 47};

static struct board common(void)
{
    return (struct board){.arch = ARCH_AARCH64,
                          .arch_name = "aarch64",
                          .cores = 1,
                          .device_top = UINT64_C(1) << 40,
                          .root_cnode_bits = 17,
                          .fan_out_limit = 256,
                          .max_untypeds = 230,
                          .pa_bits = 40,
                          .sizes = sizes,
                          .page_table_index_bits = 9};
}

struct board board_el2(void)
{
    struct board board = common();

    board.hypervisor = true;
    board.sizes.vspace = 13;
    board.sizes.tcb = 12;
    board.user_top = 0xffffffffff;
    board.memory = memory_el2;
    board.memory_count = 1;
    board.devices = devices_el2;
    board.device_count = 5;
    return board;
}

struct board board_el1(void)
{
    struct board board = common();

    board.user_top = 0x7fffffffffff;
    board.memory = memory_el1;
    board.memory_count = 1;
    board.devices = devices_el1;
    board.device_count = 4;
    return board;
}

struct kernel_place kernel_of(const struct board *board)
{
    uint64_t start = board->memory[0].start;

    return (struct kernel_place){.image = {start, start + 0x45000}, .boot = {start, start + 0x10000}};
}
