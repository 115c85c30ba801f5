/* SPDX-License-Identifier: BSD-2-Clause */
/* The graph of a small system: slots, badges, rights and mappings are ABI (ABI-1 to ABI-36). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "boards.h"
#include "catch.h"
#include "description.h"
#include "elf_make.h"
#include "objects/graph.h"

enum { PARENT, CHILD, CLIENT, PDS };

static const struct xml_element element = {.name = "program_image"};

struct fixture {
    struct board board;
    struct protection_domain pds[PDS];
    struct memory_region regions[3];
    struct map maps[4];
    struct irq irqs[1];
    struct user_cap caps[1];
    struct channel channels[2];
    struct system system;
    struct elf_file file;
    struct elf_image images[PDS], monitor;
    struct debug_info info;
    struct graph graph;
};

static struct protection_domain pd(const char *name, uint32_t index, uint8_t priority)
{
    return (struct protection_domain){.name = name,
                                      .index = index,
                                      .priority = priority,
                                      .budget_us = 1000,
                                      .period_us = 1000,
                                      .fpu = true,
                                      .stack_size = 0x2000,
                                      .image_at = {.element = &element}};
}

static void add_channels(struct fixture *f)
{
    f->channels[0] = (struct channel){
        .ends = {{.pd = &f->pds[PARENT], .id = 3, .notify = true},
                 {.pd = &f->pds[CLIENT], .id = 61, .pp = true, .notify = true}}};
    f->channels[1] = (struct channel){.ends = {{.pd = &f->pds[CHILD], .id = 0, .notify = true},
                                               {.pd = &f->pds[CLIENT], .id = 5}}};
}

static void add_memory(struct fixture *f)
{
    f->regions[0] = (struct memory_region){.name = "shared", .size = 0x2000, .page_size = SMALL_PAGE};
    f->regions[1] = (struct memory_region){.name = "uart",
                                           .size = 0x1000,
                                           .page_size = SMALL_PAGE,
                                           .paddr_kind = PADDR_FIXED,
                                           .paddr = 0x9000000};
    f->regions[2] = (struct memory_region){.name = "large", .size = LARGE_PAGE, .page_size = LARGE_PAGE};
    f->maps[0] = (struct map){
        .region = &f->regions[0], .vaddr = 0x3000000, .read = true, .write = true, .cached = true};
    f->maps[1] = (struct map){.region = &f->regions[1], .vaddr = 0x4000000, .read = true, .write = true};
    f->maps[2] = (struct map){.region = &f->regions[0], .vaddr = 0x5000000, .read = true, .cached = true};
    f->maps[3] = (struct map){
        .region = &f->regions[2], .vaddr = 0x40000000, .read = true, .execute = true, .cached = true};
    for (size_t i = 0; i < 4; i++) {
        f->maps[i].at.element = &element;
    }
    f->pds[PARENT].maps = &f->maps[0];
    f->pds[PARENT].map_count = 2;
    f->pds[CLIENT].maps = &f->maps[2];
    f->pds[CLIENT].map_count = 2;
}

static void prepare(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    f->board = board_el2();
    f->pds[PARENT] = pd("parent", PARENT, 100);
    f->pds[PARENT].needs_endpoint = true;
    f->pds[PARENT].passive = true;
    f->pds[CHILD] = pd("child", CHILD, 90);
    f->pds[CHILD].parent = &f->pds[PARENT];
    f->pds[CHILD].child_id = 7;
    f->pds[CHILD].fpu = false;
    f->pds[CLIENT] = pd("client", CLIENT, 80);
    f->irqs[0] = (struct irq){.id = 9, .number = 33, .trigger = TRIGGER_EDGE};
    f->pds[CLIENT].irqs = f->irqs;
    f->pds[CLIENT].irq_count = 1;
    f->caps[0] = (struct user_cap){.kind = USER_CAP_SC, .slot = 63, .pd = &f->pds[CHILD]};
    f->pds[CLIENT].caps = f->caps;
    f->pds[CLIENT].cap_count = 1;
    add_channels(f);
    add_memory(f);
    f->system = (struct system){.pds = f->pds,
                                .pd_count = PDS,
                                .regions = f->regions,
                                .region_count = 3,
                                .channels = f->channels,
                                .channel_count = 2};
    f->file = elf_make(NULL, 0);
    for (size_t i = 0; i < PDS; i++) {
        assert_null(elf_parse("pd.elf", f->file.bytes, f->file.size, ELF_MACHINE_AARCH64, &f->images[i]));
    }
    assert_null(elf_parse("monitor.elf", f->file.bytes, f->file.size, ELF_MACHINE_AARCH64, &f->monitor));
}

static void build(struct fixture *f)
{
    graph_build(&f->graph, &f->board, &f->system, f->images, &f->monitor, &f->info);
}

static void finish(struct fixture *f)
{
    free(f->file.bytes);
}

/* The capability in a slot, NULL if the slot stays empty; a slot that is filled twice fails the test. */
static const struct graph_cap *cap_at(const struct fixture *f, const char *cnode, uint32_t index)
{
    const struct graph_cap *found = NULL;

    for (size_t i = 0; i < f->graph.caps.count; i++) {
        const struct graph_cap *cap = &f->graph.caps.items[i];

        if (cap->index == index && strcmp(f->graph.objects.items[cap->cnode].name, cnode) == 0) {
            assert_null(found);
            found = cap;
        }
    }
    return found;
}

static void expect_cap(const struct fixture *f, const char *cnode, uint32_t index, const char *source,
                       uint8_t rights, uint64_t badge)
{
    const struct graph_cap *cap = cap_at(f, cnode, index);

    assert_non_null(cap);
    assert_string_equal(f->graph.objects.items[cap->source].name, source);
    assert_int_equal(cap->rights, rights);
    assert_int_equal(cap->badge, badge);
}

static void test_own_slots(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    build(&f);
    expect_cap(&f, "cnode_parent_root", 0, "cnode_parent", RIGHTS_ALL, 49);
    expect_cap(&f, "cnode_parent", 1, "ep_parent", RIGHTS_RWG, 0);
    expect_cap(&f, "cnode_child", 1, "ntfn_child", RIGHTS_RW, 0);
    expect_cap(&f, "cnode_parent", 3, "vspace_parent", RIGHTS_ALL, 0);
    expect_cap(&f, "cnode_parent", 4, "reply_parent", RIGHTS_ALL, 0);
    expect_cap(&f, "cnode_parent", 5, "ep_fault_monitor", RIGHTS_RWG, 1);
    assert_null(cap_at(&f, "cnode_child", 5));
    assert_null(cap_at(&f, "cnode_child", 0));
    assert_null(cap_at(&f, "cnode_child", 2));
    assert_null(cap_at(&f, "cnode_child", 6));
    finish(&f);
}

static void test_own_tcb_in_benchmark_configurations(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    f.board.benchmark = true;
    build(&f);
    expect_cap(&f, "cnode_child", 6, "tcb_child", RIGHTS_ALL, 0);
    finish(&f);
}

static void test_channels(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    build(&f);
    /* Badges carry the id at the receiver's end. */
    expect_cap(&f, "cnode_parent", 10 + 3, "ntfn_client", RIGHTS_RW, UINT64_C(1) << 61);
    expect_cap(&f, "cnode_client", 10 + 61, "ntfn_parent", RIGHTS_RW, UINT64_C(1) << 3);
    expect_cap(&f, "cnode_client", 74 + 61, "ep_parent", RIGHTS_RWG, (UINT64_C(1) << 63) | 3);
    assert_null(cap_at(&f, "cnode_parent", 74 + 3));
    /* The end with notify="false" gets nothing. */
    expect_cap(&f, "cnode_child", 10, "ntfn_client", RIGHTS_RW, UINT64_C(1) << 5);
    assert_null(cap_at(&f, "cnode_client", 10 + 5));
    finish(&f);
}

static void test_children_irqs_and_user_caps(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    build(&f);
    expect_cap(&f, "cnode_parent", 202 + 7, "tcb_child", RIGHTS_ALL, 0);
    expect_cap(&f, "cnode_client", 138 + 9, "irq_33_client", RIGHTS_ALL, 0);
    expect_cap(&f, "cnode_client_root", 63, "sched_context_child", RIGHTS_ALL, 0);
    expect_cap(&f, "cnode_monitor", 1, "ep_fault_monitor", RIGHTS_ALL, 0);
    expect_cap(&f, "cnode_monitor", 10 + CLIENT, "tcb_client", RIGHTS_ALL, 0);
    assert_int_equal(f.graph.irqs.count, 1);
    finish(&f);
}

static uint64_t derived_badge(const struct fixture *f, object_id id)
{
    for (size_t i = 0; i < f->graph.derives.count; i++) {
        if (f->graph.derives.items[i].index == id) {
            return f->graph.derives.items[i].badge;
        }
    }
    fail_msg("capability %u is not derived", id);
    return 0;
}

static void test_badges_of_faults_and_interrupts(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    build(&f);
    const struct graph_thread *threads = f.graph.threads.items;
    assert_int_equal(f.graph.threads.count, 1 + PDS);
    assert_int_equal(derived_badge(&f, threads[1 + PARENT].fault_endpoint), PARENT + 1);
    assert_int_equal(derived_badge(&f, threads[1 + CHILD].fault_endpoint), (UINT64_C(1) << 62) | 7);
    assert_int_equal(derived_badge(&f, threads[1 + CLIENT].fault_endpoint), CLIENT + 1);
    assert_int_equal(derived_badge(&f, f.graph.irqs.items[0].notification), UINT64_C(1) << 9);
    finish(&f);
}

static void test_threads(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    build(&f);
    const struct graph_thread *monitor = &f.graph.threads.items[0];
    const struct graph_thread *child = &f.graph.threads.items[1 + CHILD];
    assert_int_equal(monitor->priority, 255);
    assert_int_equal(monitor->cnode_data, 55);
    assert_int_equal(monitor->fault_endpoint, NO_OBJECT);
    assert_int_equal(child->sc_badge, 0x100 + CHILD);
    assert_int_equal(child->ipc_vaddr, 0xfffffff000);
    assert_int_equal(child->stack_top, 0xffffffe000);
    assert_int_equal(child->entry, TEXT_VADDR);
    assert_false(child->fpu);
    assert_true(f.graph.threads.items[1 + PARENT].passive);
    finish(&f);
}

static const struct graph_map *map_at(const struct fixture *f, const char *vspace, uint64_t vaddr)
{
    for (size_t i = 0; i < f->graph.maps.count; i++) {
        const struct graph_map *map = &f->graph.maps.items[i];

        if (map->vaddr == vaddr && strcmp(f->graph.objects.items[map->vspace].name, vspace) == 0) {
            return map;
        }
    }
    return NULL;
}

static void test_mappings(void **state)
{
    struct fixture f;
    const struct graph_map *map;

    (void)state;
    prepare(&f);
    build(&f);
    /* The second mapping of a frame goes through a copy of its capability. */
    map = map_at(&f, "vspace_parent", 0x3001000);
    assert_non_null(map);
    assert_int_equal(map->copy, NO_OBJECT);
    assert_int_equal(map->flags, DESC_MAP_READ | DESC_MAP_WRITE | DESC_MAP_CACHED);
    assert_int_equal(map_at(&f, "vspace_client", 0x5001000)->frame, map->frame);
    assert_int_not_equal(map_at(&f, "vspace_client", 0x5001000)->copy, NO_OBJECT);
    assert_int_equal(map_at(&f, "vspace_parent", 0x4000000)->flags,
                     DESC_MAP_READ | DESC_MAP_WRITE | DESC_MAP_DEVICE);
    assert_int_equal(map_at(&f, "vspace_client", 0x40000000)->flags,
                     DESC_MAP_READ | DESC_MAP_EXECUTE | DESC_MAP_CACHED | DESC_MAP_LARGE);
    /* Stack of two pages, an unmapped page, the IPC buffer. */
    assert_non_null(map_at(&f, "vspace_child", 0xffffffc000));
    assert_non_null(map_at(&f, "vspace_child", 0xffffffd000));
    assert_null(map_at(&f, "vspace_child", 0xffffffe000));
    assert_null(map_at(&f, "vspace_child", 0xffffffb000));
    assert_non_null(map_at(&f, "vspace_child", 0xfffffff000));
    finish(&f);
}

/* Pages with content come from the image, empty ones from the kernel. */
static void test_image_pages(void **state)
{
    struct fixture f;
    const struct graph_map *text, *data, *bss;

    (void)state;
    prepare(&f);
    build(&f);
    text = map_at(&f, "vspace_child", TEXT_VADDR);
    data = map_at(&f, "vspace_child", DATA_VADDR);
    bss = map_at(&f, "vspace_child", DATA_VADDR + 0x1000);
    assert_int_equal(f.graph.objects.items[text->frame].kind, OBJECT_IMAGE_PAGE);
    assert_int_equal(f.graph.objects.items[data->frame].kind, OBJECT_IMAGE_PAGE);
    assert_int_equal(f.graph.objects.items[bss->frame].kind, OBJECT_SMALL_FRAME);
    assert_int_equal(text->flags, DESC_MAP_READ | DESC_MAP_EXECUTE | DESC_MAP_CACHED);
    assert_int_not_equal(text->copy, NO_OBJECT);
    /* Every PD has pages of its own. */
    assert_int_not_equal(text->frame, map_at(&f, "vspace_parent", TEXT_VADDR)->frame);
    finish(&f);
}

static size_t tables_of(const struct fixture *f, const char *vspace)
{
    size_t count = 0;

    for (size_t i = 0; i < f->graph.tables.count; i++) {
        count += strcmp(f->graph.objects.items[f->graph.tables.items[i].vspace].name, vspace) == 0;
    }
    return count;
}

/* Child: code and stack, one 1 GiB and one 2 MiB table each. Client: one more 2 MiB table at 0x5000000 and
 * one more 1 GiB table at 0x40000000, where the large page needs nothing below. EL1 adds a level on top. */
static void test_page_tables(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    build(&f);
    assert_int_equal(tables_of(&f, "vspace_child"), 4);
    assert_int_equal(tables_of(&f, "vspace_client"), 6);
    finish(&f);
    prepare(&f);
    f.board = board_el1();
    build(&f);
    assert_int_equal(tables_of(&f, "vspace_child"), 6);
    finish(&f);
}

static void test_region_over_the_image(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    f.maps[0].vaddr = DATA_VADDR + 0x1000;
    assert_true(ENDS_TOOL(build(&f)));
    assert_non_null(strstr(catch_text, "overlaps the image"));
    finish(&f);
}

static void test_segments_on_one_page(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    f.images[CHILD].segments[1].vaddr = TEXT_VADDR + 0x800;
    assert_true(ENDS_TOOL(build(&f)));
    assert_non_null(strstr(catch_text, "share a page"));
    finish(&f);
}

static void test_segment_in_the_stack(void **state)
{
    struct fixture f;

    (void)state;
    prepare(&f);
    f.images[CHILD].segments[1].vaddr = 0xffffffb000;
    assert_true(ENDS_TOOL(build(&f)));
    assert_non_null(strstr(catch_text, "stack"));
    finish(&f);
}

static void test_monitor_of_debug_images_reads_the_stacks_of_root_pds(void **state)
{
    struct fixture f;
    uint64_t views;
    size_t own;

    (void)state;
    prepare(&f);
    views = debug_info_vaddr(&f.board);
    build(&f);
    own = f.graph.maps.count;
    f.board.debug = true;
    f.info = debug_info_make(&f.board, &f.system, f.images);
    build(&f);
    /* One page of names; two pages of stack each of the parent and the client, none of the child. */
    assert_int_equal(f.graph.maps.count, own + 1 + 2 + 2);
    for (size_t i = 0; i < own; i++) {
        assert_true(f.graph.maps.items[i].vaddr < views ||
                    f.graph.maps.items[i].vaddr >= board_stack_bottom(&f.board, 0x2000));
    }
    assert_int_equal(debug_info_stack_view(&f.board, &f.system, &f.pds[CHILD]), 0);
    assert_int_equal(debug_info_stack_view(&f.board, &f.system, &f.pds[CLIENT]),
                     debug_info_stack_view(&f.board, &f.system, &f.pds[PARENT]) + 0x2000);
    for (size_t i = own; i < f.graph.maps.count; i++) {
        assert_int_equal(f.graph.maps.items[i].flags & (DESC_MAP_WRITE | DESC_MAP_EXECUTE), 0);
        assert_string_equal(f.graph.objects.items[f.graph.maps.items[i].vspace].name, "vspace_monitor");
    }
    finish(&f);
}

static void test_monitor_sees_the_upper_part_of_large_stacks(void **state)
{
    struct fixture f;
    const struct graph_map *last;
    size_t own;

    (void)state;
    prepare(&f);
    f.pds[CLIENT].stack_size = 0x1000000;
    build(&f);
    own = f.graph.maps.count;
    f.board.debug = true;
    f.info = debug_info_make(&f.board, &f.system, f.images);
    build(&f);
    assert_int_equal(f.graph.maps.count, own + 1 + 2 + 0x40);
    last = &f.graph.maps.items[f.graph.maps.count - 1];
    assert_string_equal(f.graph.objects.items[last->frame].name, "frame_client_stack_000004095");
    finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_slots),
        cmocka_unit_test(test_own_tcb_in_benchmark_configurations),
        cmocka_unit_test(test_channels),
        cmocka_unit_test(test_children_irqs_and_user_caps),
        cmocka_unit_test(test_badges_of_faults_and_interrupts),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_mappings),
        cmocka_unit_test(test_image_pages),
        cmocka_unit_test(test_page_tables),
        cmocka_unit_test(test_region_over_the_image),
        cmocka_unit_test(test_segments_on_one_page),
        cmocka_unit_test(test_segment_in_the_stack),
        cmocka_unit_test(test_monitor_of_debug_images_reads_the_stacks_of_root_pds),
        cmocka_unit_test(test_monitor_sees_the_upper_part_of_large_stacks),
    };

    return cmocka_run_group_tests_name("sdk/graph", tests, NULL, NULL);
}
