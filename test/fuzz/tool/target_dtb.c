/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as a device tree: whatever a driver may ask of whichever node, and a system composed from it. */
#include <libfdt.h>
#include <string.h>

#include "boards.h"
#include "check_model.h"
#include "compose/device_tree.h"
#include "harness.h"
#include "sdf/sdf.h"

enum { ENTRIES = 4 };

static const char description[] =
    "<system><timer device='timer'><client pd='a'/></timer><serial device='pl011@9000000'><client pd='a'/></serial>"
    "<serial device='bus@c000000/serial@102080' driver='d' rx_virt='r' tx_virt='t'><client pd='b'/></serial>"
    "<net device='virtio_mmio@a000200'><client pd='a'/></net>"
    "<protection_domain name='a'><program_image path='a'/></protection_domain>"
    "<protection_domain name='b'><program_image path='a'/></protection_domain></system>";
static const uint8_t *input;
static size_t input_size;

static void ask(const struct device_tree *tree, int node)
{
    device_tree_name(tree, node);
    device_tree_enabled(tree, node);
    device_tree_compatible(tree, node, "arm,pl011");
    device_tree_compatible_text(tree, node);
    for (uint64_t i = 0; i < ENTRIES; i++) {
        struct range reg;
        struct device_interrupt interrupt;

        if (device_tree_reg(tree, node, i, &reg) == NULL) {
            EXPECT(reg.start < reg.end);
        }
        if (device_tree_interrupt(tree, node, i, ARCH_AARCH64, &interrupt) == NULL) {
            EXPECT(interrupt.number >= 16);
        }
        device_tree_interrupt(tree, node, i, ARCH_RISCV64, &interrupt);
    }
}

static void ask_all(void)
{
    struct device_tree tree;

    if (device_tree_parse(input, input_size, &tree) != NULL) {
        return;
    }
    for (int node = 0; node >= 0; node = fdt_next_node(tree.fdt, node, NULL)) {
        ask(&tree, node);
    }
}

static void compose_system(void)
{
    struct board board = board_el2();
    struct options options = {
        .system_path = harness_file(0, (const uint8_t *)description, sizeof description - 1),
        .drivers_directory = "os/drivers",
        .device_tree_path = harness_file(1, input, input_size),
        .description_only = true,
    };
    board.min_budget_us = 20;
    board.name = "board";
    board.config = "debug";
    board.directory = "build/fuzz/tool";
    check_model(sdf_load(&board, &options), &board);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    input_size = size;
    harness_run(ask_all);
    harness_run(compose_system);
    return 0;
}
