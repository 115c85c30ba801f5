/* SPDX-License-Identifier: BSD-2-Clause */
/* Deep CNode trees, revocation storms, and running out of memory, slots, priorities and refills. */
#include "system.h"

#include "cspace/tree.h"
#include "host_machine.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { EP = SLOT_FREE, CHAIN, STORM = SLOT_FREE + 100, ALL = 15, LEVELS = 52, LINE = 5 };

static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_EndpointObject, 0, EP, 1);
    return 0;
}

static struct answer cnode_call(word_t label, word_t to, word_t depth, word_t from, word_t badge)
{
    return system_call(SLOT_CNODE, (struct message){.label = label,
                                                    .length = 6,
                                                    .word = {to, depth, from, WORD_BITS, ALL, badge},
                                                    .caps = 1,
                                                    .cap = {SLOT_CNODE}});
}

/* CNodes of one bit each, one in the other: the deepest tree that an address of 64 bits can name. */
static void build_chain(void)
{
    for (word_t i = 0; i < LEVELS; i++) {
        system_retype(seL4_CapTableObject, 1, CHAIN + i, 1);
    }
    for (word_t i = 0; i + 1u < LEVELS; i++) {
        struct message m = {.label = CNodeCopy,
                            .length = 5,
                            .word = {0, 1, CHAIN + i + 1u, WORD_BITS, ALL},
                            .caps = 1,
                            .cap = {SLOT_CNODE}};
        assert_int_equal(system_call(CHAIN + i, m).label, seL4_NoError);
    }
}

/* The address, from the first CNode of the chain on, of slot 1 in its last one. */
static struct message in_chain(word_t label, word_t depth)
{
    return (struct message){
        .label = label, .length = 5, .word = {1, depth, EP, WORD_BITS, ALL}, .caps = 1, .cap = {SLOT_CNODE}};
}

static void csp1_the_deepest_tree_resolves(void **state)
{
    (void)state;
    build_chain();
    assert_int_equal(system_call(CHAIN, in_chain(CNodeCopy, LEVELS)).label, seL4_NoError);
    assert_false(tree_is_final(slots_at(system_cap(SLOT_CNODE).object) + EP));
    assert_int_equal(system_call(CHAIN, in_chain(CNodeDelete, LEVELS)).label, seL4_NoError);
    assert_true(tree_is_final(slots_at(system_cap(SLOT_CNODE).object) + EP));
    /* One bit more than the slots that there are. */
    assert_int_equal(system_call(CHAIN, in_chain(CNodeCopy, LEVELS + 1u)).label, seL4_FailedLookup);
}

static void del7_the_deepest_tree_is_deleted(void **state)
{
    (void)state;
    build_chain();
    assert_int_equal(system_call(CHAIN, in_chain(CNodeCopy, LEVELS)).label, seL4_NoError);
    for (word_t i = 1; i < LEVELS; i++) {
        assert_int_equal(system_delete(CHAIN + i), seL4_NoError);
    }
    for (uint32_t points = 1; !slot_is_empty(slots_at(system_cap(SLOT_CNODE).object) + CHAIN); points++) {
        system_preempt_after(points);
        assert_int_equal(system_delete(CHAIN), seL4_NoError);
    }
    assert_int_equal(system_revoke(SLOT_UNTYPED), seL4_NoError);
    assert_false(tree_has_children(slots_at(system_cap(SLOT_CNODE).object) + SLOT_UNTYPED));
}

/* Hundreds of copies, badges and copies of badges; an interrupt at every preemption point. */
static void del12_revocation_storm(void **state)
{
    enum { COPIES = 600 };
    (void)state;
    for (word_t i = 0; i < COPIES; i++) {
        word_t source = i % 3u == 2 ? STORM + i - 1u : EP;
        assert_int_equal(cnode_call(source == EP ? CNodeMint : CNodeCopy, STORM + i, WORD_BITS, source, i + 1u).label,
                         seL4_NoError);
    }
    for (uint32_t entry = 0; tree_has_children(slots_at(system_cap(SLOT_CNODE).object) + EP); entry++) {
        assert_true(entry < COPIES);
        system_preempt_after(1);
        assert_int_equal(system_revoke(EP), seL4_NoError);
    }
    for (word_t i = 0; i < COPIES; i++) {
        assert_true(slot_is_empty(slots_at(system_cap(SLOT_CNODE).object) + STORM + i));
    }
    assert_true(tree_is_final(slots_at(system_cap(SLOT_CNODE).object) + EP));
}

/* UNT-2.13: of every type until the memory is used up; then all of it comes back, and again. */
static void unt6_memory_is_used_up_and_comes_back(void **state)
{
    static const word_t types[][2] = {{seL4_TCBObject, 0},          {seL4_CapTableObject, 8},
                                      {seL4_SchedContextObject, 10}, {seL4_ARM_SmallPageObject, 0},
                                      {seL4_UntypedObject, 14}};
    word_t used[5];
    (void)state;
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 5; i++) {
            word_t slot = STORM;
            assert_int_equal(system_revoke(SLOT_UNTYPED), seL4_NoError);
            while (system_try_retype(types[i][0], types[i][1], slot, 1).label == seL4_NoError) {
                slot++;
            }
            assert_int_equal(system_try_retype(types[i][0], types[i][1], slot, 1).label,
                             slot == BIT(ROOT_RADIX) ? seL4_RangeError : seL4_NotEnoughMemory);
            assert_true(round == 0 || used[i] == slot);
            used[i] = slot;
        }
    }
}

/* UNT-2.12: no object is made when one of the slots is taken. */
static void unt2_all_or_nothing(void **state)
{
    (void)state;
    system_copy(EP, STORM + 200, ALL);
    assert_int_equal(system_try_retype(seL4_NotificationObject, 0, STORM, 256).label, seL4_DeleteFirst);
    for (word_t i = 0; i < 200; i++) {
        assert_true(slot_is_empty(slots_at(system_cap(SLOT_CNODE).object) + STORM + i));
    }
    assert_int_equal(system_try_retype(seL4_NotificationObject, 0, STORM, 200).label, seL4_NoError);
}

/* Sixty threads wait on one endpoint that is deleted; all of them start anew. */
static void ipc26_many_waiters(void **state)
{
    enum { WAITERS = 60 };
    struct tcb *thread[WAITERS];
    (void)state;
    for (word_t i = 0; i < WAITERS; i++) {
        word_t slot = STORM + 3u * i;
        system_retype(seL4_SchedContextObject, 7, slot, 1);
        system_configure_sc(slot, 1000, 1000, 0, 0);
        thread[i] = system_thread(slot + 1u, slot + 2u, slot, 255);
        system_yield();
        (void)system_send(seL4_SysSend, EP, (struct message){.length = 1});
        assert_int_equal(thread[i]->state, SEND_BLOCKED);
    }
    assert_int_equal(system_delete(EP), seL4_NoError);
    for (word_t i = 0; i < WAITERS; i++) {
        assert_true(thread[i]->state == RESTART || thread[i] == kernel.cur);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, boot)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(csp1_the_deepest_tree_resolves),
        TEST(del7_the_deepest_tree_is_deleted),
        TEST(del12_revocation_storm),
        TEST(unt6_memory_is_used_up_and_comes_back),
        TEST(unt2_all_or_nothing),
        TEST(ipc26_many_waiters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
