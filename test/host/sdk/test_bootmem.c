/* SPDX-License-Identifier: BSD-2-Clause */
/* Prediction of the kernel's boot memory (ALLOC-7, 01 BOOT-18 to BOOT-20). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "boards.h"
#include "catch.h"

static const struct range small_task = {0x200000, 0x214000};

static struct boot_memory predict(const struct board *board, struct range task, const struct range *avoid,
                                  size_t avoid_count)
{
    struct kernel_place kernel = kernel_of(board);
    struct boot_memory boot;

    bootmem_predict(board, &kernel, task, avoid, avoid_count, &boot);
    return boot;
}

static void expect_untyped(const struct boot_memory *boot, size_t index, uint64_t paddr, uint8_t bits,
                           bool device)
{
    assert_true(index < boot->untyped_count);
    assert_int_equal(boot->untypeds[index].paddr, paddr);
    assert_int_equal(boot->untypeds[index].size_bits, bits);
    assert_int_equal(boot->untypeds[index].device, device);
}

static size_t first_ram(const struct boot_memory *boot)
{
    size_t i = 0;

    while (i < boot->untyped_count && boot->untypeds[i].device) {
        i++;
    }
    return i;
}

/* The task goes to the first memory behind the kernel, the root objects to the top, 4 MiB aligned because the
 * root CNode is that large. */
static void test_places_of_task_and_root_objects(void **state)
{
    struct board board = board_el2();
    struct boot_memory boot = predict(&board, small_task, NULL, 0);

    (void)state;
    assert_int_equal(boot.task.start, 0x60045000);
    assert_int_equal(boot.task.end, 0x60059000);
    assert_int_equal(boot.task_tables, 2);
    assert_int_equal(boot.root_objects.start, 0xbf800000);
    /* CNode 4 MiB, VSpace 8 KiB, ASID pool, IPC buffer, boot info, 2 tables, TCB 4 KiB, SC 128 bytes. */
    assert_int_equal(boot.root_objects.end - boot.root_objects.start, 0x400000 + 0x2000 + 6 * 0x1000 + 0x80);
}

static void test_el1_needs_one_more_table(void **state)
{
    struct board board = board_el1();
    struct boot_memory boot = predict(&board, small_task, NULL, 0);

    (void)state;
    assert_int_equal(boot.task_tables, 3);
    assert_int_equal(boot.task.start, 0x40045000);
    assert_int_equal(boot.root_objects.end - boot.root_objects.start, 0x400000 + 7 * 0x1000 + 0x800 + 0x80);
}

/* A task that ends at a 2 MiB boundary needs another table for IPC buffer and boot information. */
static void test_tables_count_the_pages_behind_the_image(void **state)
{
    struct board board = board_el2();

    (void)state;
    assert_int_equal(predict(&board, (struct range){0x200000, 0x3fe000}, NULL, 0).task_tables, 2);
    assert_int_equal(predict(&board, (struct range){0x200000, 0x3ff000}, NULL, 0).task_tables, 3);
}

static void test_device_untypeds_come_first_and_are_cut_greedily(void **state)
{
    struct board board = board_el2();
    struct boot_memory boot = predict(&board, small_task, NULL, 0);

    (void)state;
    expect_untyped(&boot, 0, 0, 27, true);
    expect_untyped(&boot, 1, 0x8001000, 12, true);
    expect_untyped(&boot, 2, 0x8002000, 13, true);
    expect_untyped(&boot, 3, 0x8004000, 14, true);
    expect_untyped(&boot, 4, 0x8008000, 15, true);
    expect_untyped(&boot, 5, 0x8011000, 12, true);
}

/* Kernel boot code first, then the rest of memory upwards; small pieces survive down to 16 bytes. */
static void test_ram_untypeds(void **state)
{
    struct board board = board_el2();
    struct boot_memory boot = predict(&board, small_task, NULL, 0);
    size_t i = first_ram(&boot);

    (void)state;
    expect_untyped(&boot, i, 0x60000000, 16, false);
    expect_untyped(&boot, i + 1, 0x60059000, 12, false);
    expect_untyped(&boot, i + 2, 0x6005a000, 13, false);
    expect_untyped(&boot, i + 3, 0x6005c000, 14, false);
    expect_untyped(&boot, i + 4, 0x60060000, 17, false);
    /* Behind the root objects' last 128 bytes. */
    uint64_t above = 0xbfc00000 + 0x2000 + 6 * 0x1000 + 0x80;
    size_t j = i;
    while (j < boot.untyped_count && boot.untypeds[j].paddr != above) {
        j++;
    }
    expect_untyped(&boot, j, above, 7, false);
    expect_untyped(&boot, boot.untyped_count - 1, 0xbfe00000, 21, false);
}

/* Untypeds are disjoint, aligned, and cover everything that is not in use. */
static void test_untypeds_cover_all_memory(void **state)
{
    struct board boards[] = {board_el1(), board_el2()};

    (void)state;
    for (size_t b = 0; b < 2; b++) {
        struct boot_memory boot = predict(&boards[b], small_task, NULL, 0);
        uint64_t ram = 0, device = 0, expected_device = 0;

        for (size_t i = 0; i < boot.untyped_count; i++) {
            uint64_t size = UINT64_C(1) << boot.untypeds[i].size_bits;

            assert_int_equal(boot.untypeds[i].paddr & (size - 1), 0);
            *(boot.untypeds[i].device ? &device : &ram) += size;
        }
        for (size_t i = 0; i < boards[b].device_count; i++) {
            expected_device += boards[b].devices[i].end - boards[b].devices[i].start;
        }
        assert_int_equal(device, expected_device);
        uint64_t all = boards[b].memory[0].end - boards[b].memory[0].start;
        assert_int_equal(ram, all - 0x35000 - (boot.task.end - boot.task.start) -
                                  (boot.root_objects.end - boot.root_objects.start));
    }
}

static void test_task_keeps_clear(void **state)
{
    struct board board = board_el2();
    struct range avoid[] = {{0x60060000, 0x60070000}, {0x60045000, 0x60046000}, {0x60050000, 0x60051000}};
    struct boot_memory boot = predict(&board, small_task, avoid, 3);

    (void)state;
    assert_int_equal(boot.task.start, 0x60070000);
}

static void test_no_room_for_the_task(void **state)
{
    struct board board = board_el2();
    struct range huge = {0x200000, 0x200000 + 0x60000000};

    (void)state;
    assert_true(ENDS_TOOL(predict(&board, huge, NULL, 0)));
    assert_non_null(strstr(catch_text, "no room in memory for the initial task"));
}

static void test_no_room_for_root_objects(void **state)
{
    struct board board = board_el2();
    struct range little[] = {{0x60000000, 0x60400000}};

    (void)state;
    board.memory = little;
    assert_true(ENDS_TOOL(predict(&board, small_task, NULL, 0)));
    assert_non_null(strstr(catch_text, "initial objects"));
}

static void test_too_many_untypeds(void **state)
{
    struct board board = board_el2();

    (void)state;
    board.max_untypeds = 20;
    assert_true(ENDS_TOOL(predict(&board, small_task, NULL, 0)));
    assert_non_null(strstr(catch_text, "at most 20"));
}

static void test_is_ram(void **state)
{
    struct board board = board_el2();

    (void)state;
    assert_true(bootmem_is_ram(&board, (struct range){0x60000000, 0xc0000000}));
    assert_false(bootmem_is_ram(&board, (struct range){0x5ffff000, 0x60001000}));
    assert_false(bootmem_is_ram(&board, (struct range){0xbffff000, 0xc0001000}));
    assert_false(bootmem_is_ram(&board, (struct range){0x9000000, 0x9001000}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_of_task_and_root_objects),
        cmocka_unit_test(test_el1_needs_one_more_table),
        cmocka_unit_test(test_tables_count_the_pages_behind_the_image),
        cmocka_unit_test(test_device_untypeds_come_first_and_are_cut_greedily),
        cmocka_unit_test(test_ram_untypeds),
        cmocka_unit_test(test_untypeds_cover_all_memory),
        cmocka_unit_test(test_task_keeps_clear),
        cmocka_unit_test(test_no_room_for_the_task),
        cmocka_unit_test(test_no_room_for_root_objects),
        cmocka_unit_test(test_too_many_untypeds),
        cmocka_unit_test(test_is_ram),
    };

    return cmocka_run_group_tests_name("sdk/bootmem", tests, NULL, NULL);
}
