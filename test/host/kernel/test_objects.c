/* SPDX-License-Identifier: BSD-2-Clause */
/* Untyped memory, the derivation tree and deletion, through invocations on the host port. */
#include "system.h"

#include "cspace/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { A = SLOT_FREE, B, C, D, E, INNER = SLOT_FREE + 40, ALL = 15 };

static int boot(void **state)
{
    (void)state;
    system_boot();
    return 0;
}

static struct answer cnode_operation(word_t label, word_t to, word_t from, word_t rights, word_t data)
{
    return system_call(SLOT_CNODE, (struct message){.label = label,
                                                    .length = 6,
                                                    .word = {to, WORD_BITS, from, WORD_BITS, rights, data},
                                                    .caps = 1,
                                                    .cap = {SLOT_CNODE}});
}

static void expect_error(struct answer got, word_t code, word_t first, word_t second)
{
    assert_int_equal(got.label, code);
    if (got.length > 0) {
        assert_int_equal(got.word[0], first);
    }
    if (got.length > 1) {
        assert_int_equal(got.word[1], second);
    }
}

static void unt2_checks_in_order(void **state)
{
    (void)state;
    expect_error(system_try_retype(100, 0, A, 1), seL4_InvalidArgument, 0, 0);
    expect_error(system_try_retype(seL4_UntypedObject, 60, A, 1), seL4_RangeError, 0, seL4_MaxUntypedBits);
    expect_error(system_try_retype(seL4_CapTableObject, 0, A, 1), seL4_InvalidArgument, 1, 0);
    expect_error(system_try_retype(seL4_UntypedObject, 3, A, 1), seL4_InvalidArgument, 1, 0);
    expect_error(system_try_retype(seL4_SchedContextObject, 6, A, 1), seL4_InvalidArgument, 1, 0);
    expect_error(system_try_retype(seL4_EndpointObject, 0, 1u << ROOT_RADIX, 1), seL4_RangeError, 0, (1u << ROOT_RADIX) - 1);
    expect_error(system_try_retype(seL4_EndpointObject, 0, A, 300), seL4_RangeError, 1, 256);
    expect_error(system_try_retype(seL4_EndpointObject, 0, SLOT_TCB, 1), seL4_DeleteFirst, 0, 0);
    expect_error(system_try_retype(seL4_UntypedObject, UNTYPED_BITS + 1, A, 1), seL4_NotEnoughMemory, 1u << UNTYPED_BITS, 0);
}

static void unt12_objects_ascend_and_are_zero(void **state)
{
    (void)state;
    system_retype(seL4_ARM_SmallPageObject, 0, A, 3);
    assert_int_equal(system_cap(B).object, system_cap(A).object + 4096);
    assert_int_equal(system_cap(C).object, system_cap(B).object + 4096);
    const word_t *words = words_at(system_cap(C).object);
    for (uint32_t i = 0; i < 512; i++) {
        assert_int_equal(words[i], 0);
    }
}

static void unt15_memory_returns_after_deletion(void **state)
{
    (void)state;
    system_retype(seL4_ARM_SmallPageObject, 0, A, 1);
    paddr_t first = system_cap(A).object;
    memset(words_at(first), 0x5a, 4096);
    assert_int_equal(system_delete(A), 0);
    system_retype(seL4_ARM_SmallPageObject, 0, A, 1);
    assert_int_equal(system_cap(A).object, first);
    assert_int_equal(words_at(first)[511], 0);
}

static void cno_errors(void **state)
{
    (void)state;
    system_retype(seL4_EndpointObject, 0, A, 1);
    struct answer got = cnode_operation(CNodeCopy, C, B, ALL, 0);
    expect_error(got, seL4_FailedLookup, 1, seL4_MissingCapability);
    assert_int_equal(got.word[2], WORD_BITS);
    expect_error(cnode_operation(CNodeCopy, A, B, ALL, 0), seL4_DeleteFirst, 0, 0);
    got = system_call(SLOT_CNODE, (struct message){.label = CNodeDelete, .length = 2, .word = {A, 65}});
    expect_error(got, seL4_RangeError, 1, 64);
    expect_error(cnode_operation(CNodeMutate, B, A, 1, 0), seL4_IllegalOperation, 0, 0);
    assert_int_equal(cnode_operation(CNodeMint, B, A, ALL, 7).label, 0);
    expect_error(cnode_operation(CNodeMint, C, B, ALL, 0), seL4_IllegalOperation, 0, 0);
}

static void cdt_revoke_spares_other_badges(void **state)
{
    (void)state;
    system_retype(seL4_EndpointObject, 0, A, 1);
    system_mint(A, B, ALL, 1);
    system_mint(A, C, ALL, 2);
    system_copy(B, D, ALL);
    assert_int_equal(system_revoke(B), 0);
    assert_true(cap_is(system_cap(D), CAP_NULL));
    assert_true(cap_is(system_cap(C), CAP_ENDPOINT));
    assert_true(cap_is(system_cap(B), CAP_ENDPOINT));
    assert_int_equal(system_revoke(A), 0);
    assert_true(cap_is(system_cap(B), CAP_NULL));
    assert_true(cap_is(system_cap(C), CAP_NULL));
}

static void trap9_first_badged_is_inherited(void **state)
{
    (void)state;
    system_retype(seL4_EndpointObject, 0, A, 1);
    system_mint(A, B, ALL, 1); /* list: A B */
    system_mint(A, C, ALL, 1); /* list: A C B, two families of the same badge */
    assert_int_equal(system_delete(B), 0);
    system_copy(C, D, ALL);
    assert_int_equal(system_revoke(C), 0);
    assert_true(cap_is(system_cap(D), CAP_NULL));
    assert_true(cap_is(system_cap(A), CAP_ENDPOINT));
}

static void trap8_copies_are_not_parents(void **state)
{
    (void)state;
    system_retype(seL4_EndpointObject, 0, A, 1);
    system_copy(A, B, ALL);
    system_copy(B, C, ALL);
    assert_int_equal(system_revoke(B), 0);
    assert_true(cap_is(system_cap(C), CAP_ENDPOINT));
}

static void del_cnode_with_contents(void **state)
{
    (void)state;
    system_retype(seL4_CapTableObject, 8, A, 1);
    for (word_t i = 0; i < 256; i++) {
        assert_int_equal(system_call(SLOT_UNTYPED, (struct message){.label = UntypedRetype,
                                                                    .length = 6,
                                                                    .word = {seL4_EndpointObject, 0, A, 64, i, 1},
                                                                    .caps = 1,
                                                                    .cap = {SLOT_CNODE}})
                             .label,
                         0);
    }
    assert_int_equal(system_delete(A), 0);
    assert_false(tree_has_children(cnode_slot(system_cap(SLOT_CNODE), SLOT_UNTYPED)));
}

/* DEL-8: a CNode that holds the last capability to itself cannot be reached, but its memory can be had back. */
static void del8_cnode_inside_itself(void **state)
{
    (void)state;
    system_retype(seL4_CapTableObject, 4, A, 1);
    assert_int_equal(system_call(A, (struct message){.label = CNodeMove,
                                                     .length = 4,
                                                     .word = {3, 4, A, WORD_BITS},
                                                     .caps = 1,
                                                     .cap = {SLOT_CNODE}})
                         .label,
                     0);
    assert_true(cap_is(system_cap(A), CAP_NULL));
    assert_true(tree_has_children(cnode_slot(system_cap(SLOT_CNODE), SLOT_UNTYPED)));
    assert_int_equal(system_revoke(SLOT_UNTYPED), 0);
    assert_false(tree_has_children(cnode_slot(system_cap(SLOT_CNODE), SLOT_UNTYPED)));
}

static void del_nested_cnodes(void **state)
{
    enum { DEPTH = 20 };
    (void)state;
    for (word_t i = 0; i < DEPTH; i++) {
        system_retype(seL4_CapTableObject, 2, A + i, 1);
    }
    for (word_t i = DEPTH - 1; i > 0; i--) {
        assert_int_equal(system_call(A + i - 1, (struct message){.label = CNodeMove,
                                                                 .length = 4,
                                                                 .word = {1, 2, A + i, WORD_BITS},
                                                                 .caps = 1,
                                                                 .cap = {SLOT_CNODE}})
                             .label,
                         0);
    }
    assert_int_equal(system_delete(A), 0);
    assert_int_equal(system_revoke(SLOT_UNTYPED), 0);
    assert_false(tree_has_children(cnode_slot(system_cap(SLOT_CNODE), SLOT_UNTYPED)));
    system_retype(seL4_UntypedObject, UNTYPED_BITS - 1, B, 2);
}

static void del_thread_leaves_nothing(void **state)
{
    (void)state;
    system_retype(seL4_SchedContextObject, seL4_MinSchedContextBits, C, 1);
    system_configure_sc(C, 1000, 10000, 0, 0);
    struct tcb *t = system_thread(A, B, C, 100);
    assert_int_equal(system_delete(A), 0);
    assert_null(t->sc);
    assert_null(sched_context_at(system_cap(C).object)->tcb);
    for (uint32_t i = 0; i < TCB_SLOTS; i++) {
        assert_true(slot_is_empty(&t->slots[i]));
    }
}

#define TEST(name) cmocka_unit_test_setup(name, boot)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unt2_checks_in_order),
        TEST(unt12_objects_ascend_and_are_zero),
        TEST(unt15_memory_returns_after_deletion),
        TEST(cno_errors),
        TEST(cdt_revoke_spares_other_badges),
        TEST(trap9_first_badged_is_inherited),
        TEST(trap8_copies_are_not_parents),
        TEST(del_cnode_with_contents),
        TEST(del8_cnode_inside_itself),
        TEST(del_nested_cnodes),
        TEST(del_thread_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
