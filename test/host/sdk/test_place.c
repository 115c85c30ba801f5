/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Placement of objects. Plans are replayed the way the kernel carries them out (a watermark for each untyped,
 * rounded up to the size of the object), so a plan that passes here works at boot (ALLOC-1 to ALLOC-6).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "boards.h"
#include "catch.h"
#include "image/place.h"

struct fixture {
    struct board board;
    struct kernel_place kernel;
    struct boot_memory boot;
    struct graph graph;
    struct placement placement;
};

/* The element that fixed objects are blamed on. */
static const struct xml_element region_element = {.name = "memory_region"};

static void prepare(struct fixture *f)
{
    *f = (struct fixture){.board = board_el2()};
    f->kernel = kernel_of(&f->board);
    f->graph.board = &f->board;
    bootmem_predict(&f->board, &f->kernel, (struct range){0x200000, 0x214000}, NULL, 0, &f->boot);
}

static object_id fixed_frame(struct fixture *f, enum object_kind kind, uint64_t paddr)
{
    object_id id = graph_object(&f->graph, kind, "fixed");
    struct object *object = &f->graph.objects.items[id];

    object->fixed = true;
    object->paddr = paddr;
    object->at.element = &region_element;
    return id;
}

/* Where the kernel would put the object in slot `slot`; UINT64_MAX if no step makes it. */
static uint64_t replayed_paddr(const struct fixture *f, uint32_t slot)
{
    uint64_t *watermark = calloc(f->boot.untyped_count, sizeof *watermark);
    uint64_t found = UINT64_MAX;

    for (size_t i = 0; i < f->placement.retypes.count; i++) {
        const struct retype *step = &f->placement.retypes.items[i];
        const struct untyped *ut = &f->boot.untypeds[step->untyped];
        uint64_t size = UINT64_C(1) << step->size_bits;
        uint64_t free = (watermark[step->untyped] + size - 1) & ~(size - 1);

        assert_true(step->count >= 1 && step->count <= f->board.fan_out_limit);
        assert_true(free + step->count * size <= UINT64_C(1) << ut->size_bits);
        assert_true(!ut->device || step->filler || step->kind == OBJECT_SMALL_FRAME ||
                    step->kind == OBJECT_LARGE_FRAME);
        if (slot >= step->first_slot && slot - step->first_slot < step->count) {
            found = ut->paddr + free + (slot - step->first_slot) * size;
        }
        watermark[step->untyped] = free + step->count * size;
    }
    free(watermark);
    return found;
}

static void expect_plan_works(const struct fixture *f)
{
    for (object_id id = 0; id < f->graph.objects.count; id++) {
        const struct object *object = &f->graph.objects.items[id];

        if (object->kind <= LAST_MEMORY_OBJECT) {
            assert_int_equal(replayed_paddr(f, object->reference), object->paddr);
            assert_true(object->reference < f->placement.slot_count);
        }
    }
}

static void test_mixed_sizes(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    for (int i = 0; i < 40; i++) {
        graph_object(&f.graph, OBJECT_SMALL_FRAME, "frame");
        graph_object(&f.graph, OBJECT_ENDPOINT, "ep");
        graph_object(&f.graph, OBJECT_TCB, "tcb");
        graph_object(&f.graph, OBJECT_REPLY, "reply");
        graph_cnode(&f.graph, 9, "cnode");
        graph_object(&f.graph, OBJECT_LARGE_FRAME, "large");
        graph_object(&f.graph, OBJECT_VSPACE, "vspace");
    }
    place_objects(&f.graph, &f.boot, &f.placement);
    expect_plan_works(&f);
}

static void test_fixed_addresses_in_memory_and_devices(void **state)
{
    static const uint64_t small[] = {0x9000000,  0x9001000,  0xa003000, 0x60059000,
                                     0x80000000, 0x80002000, 0xbfffe000};
    struct fixture f;
    object_id ids[7];
    object_id large;

    (void)state;
    prepare(&f);
    for (int i = 6; i >= 0; i--) {
        ids[i] = fixed_frame(&f, OBJECT_SMALL_FRAME, small[i]);
        graph_object(&f.graph, OBJECT_LARGE_FRAME, "large");
    }
    large = fixed_frame(&f, OBJECT_LARGE_FRAME, 0x90200000);
    place_objects(&f.graph, &f.boot, &f.placement);
    expect_plan_works(&f);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(f.graph.objects.items[ids[i]].paddr, small[i]);
    }
    assert_int_equal(f.graph.objects.items[large].paddr, 0x90200000);
}

/* Small objects fill the gap before a fixed address instead of wasting it. */
static void test_gaps_are_used(void **state)
{
    struct fixture f;
    object_id endpoint;

    (void)state;
    prepare(&f);
    fixed_frame(&f, OBJECT_SMALL_FRAME, 0x60001000);
    endpoint = graph_object(&f.graph, OBJECT_ENDPOINT, "ep");
    place_objects(&f.graph, &f.boot, &f.placement);
    expect_plan_works(&f);
    assert_int_equal(f.graph.objects.items[endpoint].paddr, 0x60000000);
}

static void test_long_runs_respect_the_fan_out_limit(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    for (int i = 0; i < 1000; i++) {
        graph_object(&f.graph, OBJECT_SMALL_FRAME, "frame");
    }
    place_objects(&f.graph, &f.boot, &f.placement);
    expect_plan_works(&f);
    assert_true(f.placement.retypes.count < 20);
}

static void test_capabilities_without_memory_follow(void **state)
{
    struct fixture f;
    object_id ep, derived, page;

    (void)state;
    prepare(&f);
    ep = graph_object(&f.graph, OBJECT_ENDPOINT, "ep");
    derived = graph_derive(&f.graph, ep, RIGHTS_RWG, 7);
    page = graph_object(&f.graph, OBJECT_IMAGE_PAGE, "page");
    f.graph.objects.items[page].reference = 77;
    place_objects(&f.graph, &f.boot, &f.placement);
    assert_int_equal(f.graph.objects.items[ep].reference, 0);
    assert_int_equal(f.graph.objects.items[derived].reference, 1);
    assert_int_equal(f.graph.objects.items[page].reference, 77);
    assert_int_equal(f.placement.slot_count, 2);
}

static void expect_not_available(uint64_t paddr)
{
    struct fixture f;

    prepare(&f);
    fixed_frame(&f, OBJECT_SMALL_FRAME, paddr);
    assert_true(ENDS_TOOL(place_objects(&f.graph, &f.boot, &f.placement)));
    assert_non_null(strstr(catch_text, "is not available"));
}

/* T-39: neither memory nor device; the kernel image; the initial task; the kernel's objects; no memory. */
static void test_fixed_addresses_that_cannot_be_had(void **state)
{
    (void)state;
    expect_not_available(0x8000000);
    expect_not_available(0x60010000);
    expect_not_available(0x60045000);
    expect_not_available(0xbf800000);
    expect_not_available(UINT64_C(1) << 41);
}

static void test_fixed_twice(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    fixed_frame(&f, OBJECT_LARGE_FRAME, 0x80000000);
    fixed_frame(&f, OBJECT_SMALL_FRAME, 0x80001000);
    assert_true(ENDS_TOOL(place_objects(&f.graph, &f.boot, &f.placement)));
}

/* T-40: 3 GiB on a board with less. */
static void test_out_of_memory(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    for (int i = 0; i < 1536; i++) {
        graph_object(&f.graph, OBJECT_LARGE_FRAME, "large");
    }
    assert_true(ENDS_TOOL(place_objects(&f.graph, &f.boot, &f.placement)));
    assert_non_null(strstr(catch_text, "objects of 0x200000 bytes"));
}

/* Random systems of 200 objects, some of them fixed. */
static void test_random_systems(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 200; seed++) {
        struct fixture f;

        srand(seed);
        prepare(&f);
        for (int i = 0; i < 200; i++) {
            enum object_kind kind = (enum object_kind)(rand() % (LAST_MEMORY_OBJECT + 1));

            if (kind == OBJECT_CNODE) {
                graph_cnode(&f.graph, (uint8_t)(1 + rand() % 12), "cnode");
            } else if (kind == OBJECT_SMALL_FRAME && rand() % 4 == 0) {
                fixed_frame(&f, kind, 0x70000000 + (uint64_t)i * 0x10000 + (uint64_t)(rand() % 16) * 0x1000);
            } else {
                graph_object(&f.graph, kind, "object");
            }
        }
        place_objects(&f.graph, &f.boot, &f.placement);
        expect_plan_works(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixed_sizes),
        cmocka_unit_test(test_fixed_addresses_in_memory_and_devices),
        cmocka_unit_test(test_gaps_are_used),
        cmocka_unit_test(test_long_runs_respect_the_fan_out_limit),
        cmocka_unit_test(test_capabilities_without_memory_follow),
        cmocka_unit_test(test_fixed_addresses_that_cannot_be_had),
        cmocka_unit_test(test_fixed_twice),
        cmocka_unit_test(test_out_of_memory),
        cmocka_unit_test(test_random_systems),
    };

    return cmocka_run_group_tests_name("sdk/place", tests, NULL, NULL);
}
