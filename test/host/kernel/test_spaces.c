/* SPDX-License-Identifier: BSD-2-Clause */
/* Address spaces on the simulated processor of the host port, which checks its TLB after each kernel entry. */
#include "system.h"

#include "host_machine.h"
#include "host_processor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define PAGE  (UINT64_C(1) << 12)
#define LARGE (UINT64_C(1) << 21)
#define HUGE_PAGE (UINT64_C(1) << 30)

enum {
    SPACE = SLOT_FREE,
    OTHER_SPACE,
    TABLE_1,
    TABLE_2,
    FRAME,
    FRAME_2,
    LARGE_FRAME,
    POOL_MEMORY,
    POOL,
    THREAD,
    BUFFER,
    SC,
    COPY,
    MANY = 512,
    ALL_RIGHTS = 3,
    CACHED = 1,
};

static word_t map(word_t frame, word_t space, vaddr_t address)
{
    return system_call(frame, (struct message){.label = ARMPageMap,
                                               .length = 3,
                                               .word = {address, ALL_RIGHTS, CACHED},
                                               .caps = 1,
                                               .cap = {space}})
        .label;
}

static word_t map_table(word_t table, word_t space, vaddr_t address)
{
    return system_call(table, (struct message){.label = ARMPageTableMap,
                                               .length = 2,
                                               .word = {address, 0},
                                               .caps = 1,
                                               .cap = {space}})
        .label;
}

static word_t assign(word_t pool, word_t space)
{
    return system_call(pool, (struct message){.label = ARMASIDPoolAssign, .caps = 1, .cap = {space}}).label;
}

static word_t call(word_t cptr, word_t label)
{
    return system_call(cptr, (struct message){.label = label}).label;
}

/* What the processor finds for the address in the active space: a physical address, or 0. */
static paddr_t seen_at(vaddr_t address)
{
    uint32_t shift;
    return host_translate(host_processor.reg[HOST_vttbr_el2], address, &shift) & UINT64_C(0xfffffffff000);
}

/* A thread that runs in SPACE, which has both tables on the way to address 0; it is CUR, as urgent as the root. */
static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_ARM_VSpaceObject, 0, SPACE, 2);
    system_retype(seL4_ARM_PageTableObject, 0, TABLE_1, 2);
    system_retype(seL4_ARM_SmallPageObject, 0, FRAME, 2);
    system_retype(seL4_SchedContextObject, 8, SC, 1);
    assert_int_equal(assign(SLOT_ASID_POOL, SPACE), seL4_NoError);
    system_configure_sc(SC, 5000, 5000, 0, 0);
    (void)system_thread(THREAD, BUFFER, SC, 255);
    struct message space = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {COPY, SLOT_CNODE, SPACE}};
    assert_int_equal(system_call(THREAD, space).label, seL4_NoError);
    assert_int_equal(map_table(TABLE_1, SPACE, 0), seL4_NoError);
    assert_int_equal(map_table(TABLE_2, SPACE, 0), seL4_NoError);
    system_yield();
    assert_ptr_equal(kernel.cur, tcb_at(system_cap(THREAD).object));
    return 0;
}

static void vsp12_a_page_comes_and_goes(void **state)
{
    (void)state;
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_NoError);
    assert_int_equal(seen_at(PAGE), system_cap(FRAME).object);
    assert_int_equal(map(FRAME, SPACE, 2 * PAGE), seL4_InvalidArgument);
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_NoError);
    assert_int_equal(call(FRAME, ARMPageUnmap), seL4_NoError);
    assert_int_equal(seen_at(PAGE), 0);
}

/* A64-6; what the cap to the replaced frame says is stale, and harmless. */
static void a64_6_a_page_replaces_another(void **state)
{
    (void)state;
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_NoError);
    assert_int_equal(map(FRAME_2, SPACE, PAGE), seL4_NoError);
    assert_int_equal(seen_at(PAGE), system_cap(FRAME_2).object);
    assert_int_equal(call(FRAME, ARMPageUnmap), seL4_NoError);
    assert_int_equal(seen_at(PAGE), system_cap(FRAME_2).object);
    assert_int_equal(system_delete(FRAME_2), seL4_NoError);
    assert_int_equal(seen_at(PAGE), 0);
}

static void vsp13_a_table_goes_with_what_it_maps(void **state)
{
    (void)state;
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_NoError);
    system_copy(TABLE_2, COPY, ALL_RIGHTS);
    assert_int_equal(call(TABLE_2, ARMPageTableUnmap), seL4_RevokeFirst);
    assert_int_equal(system_delete(COPY), seL4_NoError);
    assert_int_equal(seen_at(PAGE), system_cap(FRAME).object);
    assert_int_equal(call(TABLE_2, ARMPageTableUnmap), seL4_NoError);
    assert_int_equal(seen_at(PAGE), 0);
    assert_int_equal(map_table(TABLE_2, SPACE, 0), seL4_NoError);
    assert_int_equal(seen_at(PAGE), 0);
}

static void vsp15_deleting_the_upper_table_cuts_all_off(void **state)
{
    (void)state;
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_NoError);
    assert_int_equal(system_delete(TABLE_1), seL4_NoError);
    assert_int_equal(seen_at(PAGE), 0);
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_FailedLookup);
}

static void a64_5_a_frame_goes_where_its_size_fits(void **state)
{
    (void)state;
    struct message device = {.label = UntypedRetype,
                             .length = 6,
                             .word = {seL4_ARM_LargePageObject, 0, 0, 0, LARGE_FRAME, 1},
                             .caps = 1,
                             .cap = {SLOT_CNODE}};
    assert_int_equal(system_call(SLOT_DEVICE, device).label, seL4_NoError);
    assert_int_equal(map(LARGE_FRAME, SPACE, PAGE), seL4_AlignmentError);
    assert_int_equal(map(LARGE_FRAME, SPACE, 0), seL4_FailedLookup);
    assert_int_equal(map(LARGE_FRAME, SPACE, HUGE_PAGE), seL4_FailedLookup);
    assert_int_equal(map(LARGE_FRAME, SPACE, LARGE), seL4_NoError);
    assert_int_equal(seen_at(LARGE + 5 * PAGE), system_cap(LARGE_FRAME).object);
    assert_int_equal(map_table(TABLE_2, SPACE, LARGE), seL4_InvalidCapability);
    assert_int_equal(system_delete(LARGE_FRAME), seL4_NoError);
    assert_int_equal(seen_at(LARGE), 0);
}

static void vsp16_a_space_loses_its_number_with_its_last_cap(void **state)
{
    (void)state;
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_NoError);
    struct tcb *t = kernel.cur;
    assert_int_equal(system_delete(SPACE), seL4_NoError);
    assert_int_equal(seen_at(PAGE), system_cap(FRAME).object); /* the thread has one */
    struct message away = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {COPY, SLOT_CNODE, SLOT_VSPACE}};
    assert_int_equal(system_call(THREAD, away).label, seL4_NoError);
    assert_ptr_equal(kernel.cur, t);
    assert_int_equal(seen_at(PAGE), 0);
    /* The next space gets the same number; nothing of the old one is in it. */
    assert_int_equal(assign(SLOT_ASID_POOL, OTHER_SPACE), seL4_NoError);
    struct message there = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {COPY, SLOT_CNODE, OTHER_SPACE}};
    assert_int_equal(system_call(THREAD, there).label, seL4_NoError);
    system_yield();
    system_yield();
    assert_int_equal(seen_at(PAGE), 0);
    assert_int_equal(map(FRAME, SLOT_VSPACE, PAGE), seL4_InvalidCapability);
}

/* THREAD lives in OTHER_SPACE, which has its ASID from a pool of its own. */
static void thread_in_space_of_pool(void)
{
    system_retype(seL4_UntypedObject, seL4_ASIDPoolBits, POOL_MEMORY, 1);
    struct message make = {.label = ARMASIDControlMakePool,
                           .length = 2,
                           .word = {POOL, WORD_BITS},
                           .caps = 2,
                           .cap = {POOL_MEMORY, SLOT_CNODE}};
    assert_int_equal(system_call(SLOT_ASID_CONTROL, make).label, seL4_NoError);
    assert_int_equal(assign(POOL, OTHER_SPACE), seL4_NoError);
    struct message there = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {COPY, SLOT_CNODE, OTHER_SPACE}};
    assert_int_equal(system_call(THREAD, there).label, seL4_NoError);
}

static void vsp17_a_pool_takes_its_spaces_along(void **state)
{
    (void)state;
    thread_in_space_of_pool();
    assert_int_equal(system_delete(POOL), seL4_NoError);
    assert_int_equal(map_table(TABLE_1, OTHER_SPACE, 0), seL4_InvalidCapability);
    assert_int_equal(call(TABLE_1, ARMPageTableUnmap), seL4_NoError);
    assert_int_equal(map_table(TABLE_1, OTHER_SPACE, 0), seL4_FailedLookup);
    assert_int_equal(assign(POOL, OTHER_SPACE), seL4_InvalidCapability);
}

/* A thread that waits for its turn meanwhile finds nothing any more. */
static void vsp17_a_pool_takes_its_spaces_from_those_who_wait(void **state)
{
    (void)state;
    struct tcb *t = kernel.cur;
    thread_in_space_of_pool();
    system_yield();
    system_yield();
    assert_ptr_equal(kernel.cur, t);
    system_yield();
    assert_ptr_not_equal(kernel.cur, t);
    assert_int_equal(system_delete(POOL), seL4_NoError);
    system_yield();
    assert_ptr_equal(kernel.cur, t);
    assert_int_equal(host_processor.reg[HOST_vttbr_el2] >> 48, 0);
}

/* A64-1: more spaces than hardware numbers; each in turn is active, and the first comes back. */
static void a64_1_numbers_change_hands(void **state)
{
    enum { SPACES = 300 };
    (void)state;
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_NoError);
    system_retype(seL4_ARM_VSpaceObject, 0, MANY, 250);
    system_retype(seL4_ARM_VSpaceObject, 0, MANY + 250, SPACES - 250);
    for (word_t i = 0; i < SPACES; i++) {
        assert_int_equal(assign(SLOT_ASID_POOL, MANY + i), seL4_NoError);
        struct message there = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {COPY, SLOT_CNODE, MANY + i}};
        assert_int_equal(system_call(THREAD, there).label, seL4_NoError);
        system_yield();
        system_yield();
        assert_int_equal(seen_at(PAGE), 0);
    }
    struct message back = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {COPY, SLOT_CNODE, SPACE}};
    assert_int_equal(system_call(THREAD, back).label, seL4_NoError);
    system_yield();
    system_yield();
    assert_int_equal(seen_at(PAGE), system_cap(FRAME).object);
}

static uint64_t lines_done(enum host_cache_operation operation)
{
    return host_processor.cache_lines[operation];
}

static void a64_10_each_line_of_the_range_is_done_once(void **state)
{
    (void)state;
    assert_int_equal(map(FRAME, SPACE, PAGE), seL4_NoError);
    struct message part = {.label = ARMPageClean_Data, .length = 2, .word = {60, 130}};
    assert_int_equal(system_call(FRAME, part).label, seL4_NoError);
    assert_int_equal(lines_done(HOST_cvac), 3);
    part.label = ARMPageInvalidate_Data;
    assert_int_equal(system_call(FRAME, part).label, seL4_NoError);
    assert_int_equal(lines_done(HOST_ivac), 1);
    assert_int_equal(lines_done(HOST_civac), 2);
    struct message space = {.label = ARMVSpaceUnify_Instruction, .length = 2, .word = {PAGE, PAGE + 64}};
    uint64_t before = lines_done(HOST_cvau);
    assert_int_equal(system_call(SPACE, space).label, seL4_NoError);
    assert_int_equal(lines_done(HOST_cvau), before + 1);
    assert_int_equal(host_processor.instruction_caches, 1);
}

/* The range is of two megabytes. An interrupt stops the operation at its first preemption point; when the call is
 * executed again it does what is left, and each line has been done once. */
static void a64_9_a_long_range_is_preempted(void **state)
{
    static const word_t labels[] = {ARMPageClean_Data, ARMPageCleanInvalidate_Data};
    static const enum host_cache_operation operations[] = {HOST_cvac, HOST_civac};
    (void)state;
    system_retype(seL4_ARM_LargePageObject, 0, LARGE_FRAME, 1);
    assert_int_equal(map(LARGE_FRAME, SPACE, LARGE), seL4_NoError);
    for (uint32_t i = 0; i < 2; i++) {
        uint64_t before = lines_done(operations[i]);
        uint64_t done = 0;
        host_machine.preempted = false;
        system_preempt_after(3);
        struct message range = {.label = labels[i], .length = 2, .word = {32, LARGE - 32}};
        assert_int_equal(system_call(LARGE_FRAME, range).label, seL4_NoError);
        assert_true(host_machine.preempted);
        done = lines_done(operations[i]) - before;
        assert_int_equal(done, LARGE / 64);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(vsp12_a_page_comes_and_goes, boot),
        cmocka_unit_test_setup(a64_6_a_page_replaces_another, boot),
        cmocka_unit_test_setup(vsp13_a_table_goes_with_what_it_maps, boot),
        cmocka_unit_test_setup(vsp15_deleting_the_upper_table_cuts_all_off, boot),
        cmocka_unit_test_setup(a64_5_a_frame_goes_where_its_size_fits, boot),
        cmocka_unit_test_setup(vsp16_a_space_loses_its_number_with_its_last_cap, boot),
        cmocka_unit_test_setup(vsp17_a_pool_takes_its_spaces_along, boot),
        cmocka_unit_test_setup(vsp17_a_pool_takes_its_spaces_from_those_who_wait, boot),
        cmocka_unit_test_setup(a64_1_numbers_change_hands, boot),
        cmocka_unit_test_setup(a64_10_each_line_of_the_range_is_done_once, boot),
        cmocka_unit_test_setup(a64_9_a_long_range_is_preempted, boot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
