/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Long deletions, revocations and resets: that they stop at preemption points in a consistent state, and
 * finish when they are executed again (DEL-6 to DEL-12, UNT-9, UNT-10, PRE-1 to PRE-5).
 */
#include "arch.h"
#include "cspace/delete.h"
#include "cspace/tree.h"
#include "host_machine.h"
#include "memory/untyped.h"
#include "sched/refill.h"
#include "system.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { EP = SLOT_FREE, NODE, NODE_2, SMALL, HANDLER, NTFN, A, B };
enum { ALL = 15, RADIX = 9, LINE = 5 };
enum { STOP = CONFIG_MAX_NUM_WORK_UNITS_PER_PREEMPTION };

/* Slots must be as the tree says: checked over the root CNode and one more CNode. */
static void check_slots(const struct slot *slots, word_t count)
{
    for (word_t i = 0; i < count; i++) {
        const struct slot *slot = &slots[i];
        if (slot_is_empty(slot)) {
            assert_null(slot_next(slot));
            assert_null(slot_prev(slot));
        } else {
            assert_true(!slot_next(slot) || slot_prev(slot_next(slot)) == slot);
            assert_true(!slot_prev(slot) || slot_next(slot_prev(slot)) == slot);
        }
    }
}

static struct slot *root_slot(word_t slot)
{
    return &slots_at(system_cap(SLOT_CNODE).object)[slot];
}

static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_EndpointObject, 0, EP, 1);
    system_retype(seL4_CapTableObject, RADIX, NODE, 1);
    return 0;
}

static void copy_into(word_t node, word_t from, word_t index, word_t depth)
{
    struct answer answer = system_call(node, (struct message){.label = CNodeCopy,
                                                              .length = 5,
                                                              .word = {index, depth, from, 64, ALL},
                                                              .caps = 1,
                                                              .cap = {SLOT_CNODE}});
    assert_int_equal(answer.label, seL4_NoError);
}

static void fill_node(void)
{
    for (word_t i = 0; i < BIT(RADIX); i++) {
        copy_into(NODE, EP, i, RADIX);
    }
}

static struct message retype_message(word_t type, word_t bits, word_t slot, word_t count)
{
    return (struct message){
        .label = UntypedRetype,
        .length = 6,
        .word = {type, bits, 0, 0, slot, count},
        .caps = 1,
        .cap = {SLOT_CNODE},
    };
}

/* An interrupt is pending from here on, so that each check for one preempts. */
static void raise_line(void)
{
    arch_irq_unmask(LINE);
    host_machine.irq_raised |= 1u << LINE;
}

/* Deletes NODE; it stops after every `step` slots. */
static void delete_in_steps(uint32_t step)
{
    uint32_t stops = 0;
    struct slot *contents = slots_at(system_cap(NODE).object);
    kernel.work = 0;
    while (slot_delete(root_slot(NODE)) == PREEMPTED) {
        stops++;
        assert_true(cap_is(system_cap(NODE), CAP_ZOMBIE));
        assert_int_equal(system_cap(NODE).data, BIT(RADIX) - step * stops);
        check_slots(contents, BIT(RADIX));
        assert_true(slot_is_empty(&contents[system_cap(NODE).data]));
        assert_true(system_cap(NODE).data == 0 || !slot_is_empty(&contents[system_cap(NODE).data - 1u]));
    }
    assert_int_equal(stops, BIT(RADIX) / step);
    assert_true(slot_is_empty(root_slot(NODE)));
    assert_true(tree_is_final(root_slot(EP)));
}

static void pre1_deleting_a_cnode_stops_for_an_interrupt_at_once(void **state)
{
    (void)state;
    fill_node();
    raise_line();
    delete_in_steps(1);
}

static void pre1_deleting_a_cnode_looks_at_the_budget_after_so_many_slots(void **state)
{
    (void)state;
    fill_node();
    host_machine.deadline = UINT64_MAX; /* no interrupt tells of the end of the budget */
    host_machine.now += refill_head(kernel.cur_sc)->amount;
    delete_in_steps(STOP);
}

static void del5_zombies_cannot_be_invoked_or_copied(void **state)
{
    (void)state;
    fill_node();
    raise_line();
    kernel.work = 0;
    assert_int_equal(slot_delete(root_slot(NODE)), PREEMPTED);
    host_machine.irq_raised = 0;
    struct message delete = {.label = CNodeDelete, .length = 2, .word = {0, RADIX}};
    struct message copy = {
        .label = CNodeCopy, .length = 5, .word = {A, 64, NODE, 64, ALL}, .caps = 1, .cap = {SLOT_CNODE}};
    assert_int_equal(system_call(NODE, delete).label, seL4_InvalidCapability);
    assert_int_equal(system_call(SLOT_CNODE, copy).label, seL4_IllegalOperation);
    assert_true(slot_is_long_running_delete(root_slot(NODE)));
    assert_int_equal(system_delete(NODE), seL4_NoError);
    assert_true(slot_is_empty(root_slot(NODE)));
}

static void del9_preempted_deletion_is_finished_by_revoking_the_memory(void **state)
{
    (void)state;
    fill_node();
    raise_line();
    kernel.work = 0;
    assert_int_equal(slot_delete(root_slot(NODE)), PREEMPTED);
    host_machine.irq_raised = 0;
    assert_int_equal(system_revoke(SLOT_UNTYPED), seL4_NoError);
    assert_true(slot_is_empty(root_slot(NODE)));
    assert_true(slot_is_empty(root_slot(EP)));
    assert_false(tree_has_children(root_slot(SLOT_UNTYPED)));
}

static void pre2_revocation_makes_progress_between_stops(void **state)
{
    uint32_t stops = 0;
    (void)state;
    fill_node();
    raise_line();
    kernel.work = 0;
    while (slot_revoke(root_slot(EP)) == PREEMPTED) {
        stops++;
        assert_true(stops <= BIT(RADIX));
        check_slots(root_slot(0), BIT(ROOT_RADIX));
    }
    assert_int_equal(stops, BIT(RADIX));
    assert_true(tree_is_final(root_slot(EP)));
}

static void unt9_reset_lowers_the_watermark_step_by_step(void **state)
{
    uint32_t stops = 0;
    (void)state;
    system_retype(seL4_UntypedObject, 17, SMALL, 1);
    struct slot *untyped = root_slot(SMALL);
    uint8_t *memory = physical_pointer(untyped->cap.object);
    memset(memory, 0xa5, 60000);
    untyped->cap.data = 60016;
    struct message retype = retype_message(seL4_EndpointObject, 0, A, 1);
    raise_line();
    kernel.work = 0;
    /* The line has no handler: taking it once masks it. Between stops the kernel is entered again. */
    while (slot_is_empty(root_slot(A)) && stops < 10) {
        word_t before = untyped->cap.data;
        raise_line();
        (void)system_call(SMALL, retype);
        stops++;
        assert_true(untyped->cap.data < before);
    }
    assert_false(slot_is_empty(root_slot(A)));
    assert_int_equal(untyped->cap.data, 16);
    for (uint32_t i = 0; i < 60016; i++) {
        assert_int_equal(memory[i], 0);
    }
}

static void unt9_small_and_ragged_regions_are_cleared_whole(void **state)
{
    (void)state;
    system_retype(seL4_UntypedObject, 4, SMALL, 1);
    struct slot *untyped = root_slot(SMALL);
    word_t *memory = words_at(untyped->cap.object);
    memory[0] = 1;
    memory[1] = 1;
    untyped->cap.data = 16;
    struct message retype = retype_message(seL4_EndpointObject, 0, A, 1);
    assert_int_equal(system_call(SMALL, retype).label, seL4_NoError);
    assert_int_equal(memory[0] | memory[1], 0);
}

static void unt14_device_memory_is_never_touched(void **state)
{
    (void)state;
    /* No memory is behind this address in the test process: touching it would be a fault. */
    struct cap device = cap_untyped(UINT64_C(1) << 40, 20, true, 0);
    tree_insert_created(device, NULL, root_slot(SMALL));
    struct message retype = retype_message(seL4_UntypedObject, 16, A, 2);
    assert_int_equal(system_call(SMALL, retype).label, seL4_NoError);
    assert_true(system_cap(B).flag);
    assert_int_equal(system_revoke(SMALL), seL4_NoError);
    assert_int_equal(system_call(SMALL, retype).label, seL4_NoError);
    assert_int_equal(system_cap(A).object, UINT64_C(1) << 40);
    retype.word[0] = seL4_TCBObject;
    retype.word[4] = NODE_2;
    retype.word[5] = 1;
    struct answer answer = system_call(SMALL, retype);
    assert_int_equal(answer.label, seL4_InvalidArgument);
    assert_int_equal(answer.word[0], 1);
}

static void del2_last_handler_frees_the_line(void **state)
{
    (void)state;
    struct message issue = {
        .label = IRQIssueIRQHandler, .length = 3, .word = {LINE, HANDLER, 64}, .caps = 1, .cap = {SLOT_CNODE}};
    struct message set = {.label = IRQSetIRQHandler, .caps = 1, .cap = {NTFN}};
    assert_int_equal(system_call(SLOT_IRQ_CONTROL, issue).label, seL4_NoError);
    system_retype(seL4_NotificationObject, 0, NTFN, 1);
    assert_int_equal(system_call(HANDLER, set).label, seL4_NoError);
    system_copy(HANDLER, A, ALL);
    assert_int_equal(system_delete(HANDLER), seL4_NoError);
    assert_int_equal(kernel.irq_state[LINE], IRQ_SIGNAL);
    assert_false(slot_is_empty(&kernel.irq_slot[LINE]));
    assert_int_equal(system_revoke(SLOT_IRQ_CONTROL), seL4_NoError);
    assert_true(slot_is_empty(root_slot(A)));
    assert_int_equal(kernel.irq_state[LINE], IRQ_INACTIVE);
    assert_true(slot_is_empty(&kernel.irq_slot[LINE]));
}

/* Two CNodes that hold each other's last capability, and a chain of CNodes in each other's first slots. */
static void del7_cycles_and_chains_end(void **state)
{
    enum { CHAIN = 6 };
    (void)state;
    system_retype(seL4_CapTableObject, 2, NODE_2, 1);
    copy_into(NODE, NODE_2, 3, RADIX);
    copy_into(NODE_2, NODE, 0, 2);
    assert_int_equal(system_delete(NODE_2), seL4_NoError);
    assert_int_equal(system_delete(NODE), seL4_NoError);
    check_slots(root_slot(0), BIT(ROOT_RADIX));
    system_retype(seL4_CapTableObject, 2, A, CHAIN);
    for (word_t i = 0; i + 1 < CHAIN; i++) {
        copy_into(A + i, A + i + 1u, 0, 2);
    }
    for (word_t i = CHAIN; i > 0; i--) {
        assert_int_equal(system_delete(A + i - 1u), seL4_NoError);
    }
    assert_int_equal(system_revoke(SLOT_UNTYPED), seL4_NoError);
    assert_false(tree_has_children(root_slot(SLOT_UNTYPED)));
    check_slots(root_slot(0), BIT(ROOT_RADIX));
}

#define TEST(name) cmocka_unit_test_setup(name, boot)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pre1_deleting_a_cnode_stops_for_an_interrupt_at_once),
        TEST(pre1_deleting_a_cnode_looks_at_the_budget_after_so_many_slots),
        TEST(del5_zombies_cannot_be_invoked_or_copied),
        TEST(del9_preempted_deletion_is_finished_by_revoking_the_memory),
        TEST(pre2_revocation_makes_progress_between_stops),
        TEST(unt9_reset_lowers_the_watermark_step_by_step),
        TEST(unt9_small_and_ragged_regions_are_cleared_whole),
        TEST(unt14_device_memory_is_never_touched),
        TEST(del2_last_handler_frees_the_line),
        TEST(del7_cycles_and_chains_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
