/* SPDX-License-Identifier: BSD-2-Clause */
/* CNode invocations through system calls: the order of their checks, and their effects (CNO-1 to CNO-9). */
#include "memory/untyped.h"
#include "system.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { EP = SLOT_FREE, NODE, A, B, C, D, EMPTY };
enum { ALL = 15 };

static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_EndpointObject, 0, EP, 1);
    system_retype(seL4_CapTableObject, 3, NODE, 1);
    return 0;
}

static struct answer call(word_t label, word_t length, const word_t *words, word_t caps)
{
    struct message message = {
        .label = label, .length = length, .caps = caps, .cap = {SLOT_CNODE, SLOT_CNODE}};
    for (word_t i = 0; i < length; i++) {
        message.word[i] = words[i];
    }
    return system_call(SLOT_CNODE, message);
}

static struct answer transfer(word_t label, word_t from, word_t to, word_t word4, word_t word5)
{
    word_t words[] = {to, 64, from, 64, word4, word5};
    return call(label, 6, words, 1);
}

static struct answer rotate(word_t dest, word_t pivot, word_t source)
{
    word_t words[] = {dest, 64, 0, pivot, 64, 0, source, 64};
    return call(CNodeRotate, 8, words, 2);
}

static void expect(struct answer got, word_t code, word_t length, word_t first, word_t second)
{
    assert_int_equal(got.label, code);
    assert_int_equal(got.length, length);
    assert_true(length < 1 || got.word[0] == first);
    assert_true(length < 2 || got.word[1] == second);
}

static void cno1_label_precedes_length_precedes_slot(void **state)
{
    (void)state;
    word_t words[8] = {EMPTY, 65};
    expect(call(CNodeRotate + 1, 0, words, 0), seL4_IllegalOperation, 0, 0, 0);
    expect(call(CNodeRevoke - 1, 2, words, 0), seL4_IllegalOperation, 0, 0, 0);
    for (word_t label = CNodeRevoke; label <= CNodeRotate; label++) {
        expect(call(label, 1, words, 2), seL4_TruncatedMessage, 0, 0, 0);
        expect(call(label, 2, words, 2), seL4_RangeError, 2, 1, 64);
    }
}

static void cno2_checks_in_order(void **state)
{
    (void)state;
    word_t full[] = {EP, 64, EMPTY, 65, 0, 0};
    word_t free_slot[] = {A, 64, EMPTY, 65, 0, 0};
    for (word_t label = CNodeCopy; label <= CNodeMutate; label++) {
        expect(call(label, 3, full, 1), seL4_TruncatedMessage, 0, 0, 0);
        expect(call(label, 6, full, 0), seL4_TruncatedMessage, 0, 0, 0);
        expect(call(label, 4, full, 1), seL4_DeleteFirst, 0, 0, 0);
        expect(call(label, 4, free_slot, 1), seL4_RangeError, 2, 1, 64);
        free_slot[3] = 64;
        struct answer missing = call(label, 4, free_slot, 1);
        expect(missing, seL4_FailedLookup, 3, 1, seL4_MissingCapability);
        assert_int_equal(missing.word[2], 64);
        free_slot[3] = 65;
    }
}

static void cno2_length_of_the_operation_comes_last(void **state)
{
    (void)state;
    word_t words[] = {A, 64, EP, 64, ALL, 1};
    expect(call(CNodeCopy, 4, words, 1), seL4_TruncatedMessage, 0, 0, 0);
    expect(call(CNodeMint, 5, words, 1), seL4_TruncatedMessage, 0, 0, 0);
    expect(call(CNodeMutate, 4, words, 1), seL4_TruncatedMessage, 0, 0, 0);
    expect(call(CNodeMove, 4, words, 1), seL4_NoError, 0, 0, 0);
    assert_true(cap_is(system_cap(A), CAP_ENDPOINT));
    assert_true(cap_is(system_cap(EP), CAP_NULL));
}

static void cno4_badges_are_given_once(void **state)
{
    (void)state;
    expect(transfer(CNodeMint, EP, A, ALL, 7), seL4_NoError, 0, 0, 0);
    expect(transfer(CNodeMint, A, B, ALL, 0), seL4_IllegalOperation, 0, 0, 0);
    expect(transfer(CNodeCopy, A, B, 1, 0), seL4_NoError, 0, 0, 0);
    assert_int_equal(system_cap(B).data, 7);
    assert_int_equal(system_cap(B).rights, 1);
    expect(transfer(CNodeMutate, EP, C, 9, 0), seL4_IllegalOperation, 0, 0, 0);
    expect(transfer(CNodeMint, EP, C, ALL, 0), seL4_NoError, 0, 0, 0);
    assert_int_equal(system_cap(C).data, 0);
}

static void cno5_moving_keeps_children(void **state)
{
    (void)state;
    system_copy(EP, A, ALL);
    expect(transfer(CNodeMove, EP, B, 0, 0), seL4_NoError, 0, 0, 0);
    assert_int_equal(system_revoke(B), seL4_NoError);
    assert_true(cap_is(system_cap(A), CAP_NULL));
    assert_true(cap_is(system_cap(B), CAP_ENDPOINT));
}

static void drv1_what_cannot_be_copied(void **state)
{
    (void)state;
    expect(transfer(CNodeCopy, SLOT_IRQ_CONTROL, A, ALL, 0), seL4_IllegalOperation, 0, 0, 0);
    expect(transfer(CNodeCopy, SLOT_UNTYPED, A, ALL, 0), seL4_RevokeFirst, 0, 0, 0);
    assert_int_equal(system_revoke(SLOT_UNTYPED), seL4_NoError);
    expect(transfer(CNodeCopy, SLOT_UNTYPED, A, ALL, 0), seL4_NoError, 0, 0, 0);
    assert_int_equal(system_cap(SLOT_UNTYPED).data, untyped_full(system_cap(SLOT_UNTYPED)));
}

static void drv1_frame_copies_are_unmapped(void **state)
{
    (void)state;
    system_retype(seL4_ARM_SmallPageObject, 0, A, 1);
    slots_at(system_cap(SLOT_CNODE).object)[A].cap = cap_mapped_at(system_cap(A), 1, 0x40000000);
    expect(transfer(CNodeCopy, A, B, ALL, 0), seL4_NoError, 0, 0, 0);
    assert_int_equal(cap_mapped_asid(system_cap(B)), 0);
    assert_int_equal(cap_mapped_asid(system_cap(A)), 1);
}

static void cno6_rotation_checks(void **state)
{
    (void)state;
    system_copy(NODE, A, ALL);
    expect(rotate(B, EMPTY, EMPTY), seL4_IllegalOperation, 0, 0, 0);
    expect(rotate(B, B, A), seL4_IllegalOperation, 0, 0, 0);
    expect(rotate(EP, EMPTY, A), seL4_DeleteFirst, 0, 0, 0);
    expect(rotate(B, A, EMPTY), seL4_FailedLookup, 3, 1, seL4_MissingCapability);
    expect(rotate(B, EMPTY, A), seL4_FailedLookup, 3, 0, seL4_MissingCapability);
    expect(rotate(B, NODE, EP), seL4_IllegalOperation, 0, 0, 0);
    expect(rotate(B, EP, NODE), seL4_IllegalOperation, 0, 0, 0);
}

static void cno6_rotation_and_swap(void **state)
{
    (void)state;
    system_retype(seL4_CapTableObject, 2, A, 1);
    paddr_t node = system_cap(NODE).object;
    paddr_t other = system_cap(A).object;
    expect(rotate(B, A, NODE), seL4_NoError, 0, 0, 0);
    assert_int_equal(system_cap(B).object, other);
    assert_int_equal(system_cap(A).object, node);
    assert_true(cap_is(system_cap(NODE), CAP_NULL));
    expect(rotate(A, B, A), seL4_NoError, 0, 0, 0);
    assert_int_equal(system_cap(A).object, other);
    assert_int_equal(system_cap(B).object, node);
}

static void cno6_words_two_and_five_are_guards(void **state)
{
    (void)state;
    system_retype(seL4_CapTableObject, 2, A, 1);
    word_t words[] = {B, 64, 5u << 6 | 3, A, 64, 1u << 6 | 1, NODE, 64};
    expect(call(CNodeRotate, 8, words, 2), seL4_NoError, 0, 0, 0);
    assert_int_equal(cap_guard(system_cap(B)), 5);
    assert_int_equal(cap_guard_size(system_cap(B)), 3);
    assert_int_equal(cap_guard(system_cap(A)), 1);
}

static void trap4_empty_slots(void **state)
{
    (void)state;
    word_t words[] = {EMPTY, 64};
    assert_int_equal(system_delete(EMPTY), seL4_NoError);
    assert_int_equal(system_revoke(EMPTY), seL4_NoError);
    expect(call(CNodeCancelBadgedSends, 2, words, 0), seL4_IllegalOperation, 0, 0, 0);
    words[0] = EP;
    expect(call(CNodeCancelBadgedSends, 2, words, 0), seL4_NoError, 0, 0, 0);
    system_copy(EP, A, 7);
    words[0] = A;
    expect(call(CNodeCancelBadgedSends, 2, words, 0), seL4_IllegalOperation, 0, 0, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, boot)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cno1_label_precedes_length_precedes_slot),
        TEST(cno2_checks_in_order),
        TEST(cno2_length_of_the_operation_comes_last),
        TEST(cno4_badges_are_given_once),
        TEST(cno5_moving_keeps_children),
        TEST(drv1_what_cannot_be_copied),
        TEST(drv1_frame_copies_are_unmapped),
        TEST(cno6_rotation_checks),
        TEST(cno6_rotation_and_swap),
        TEST(cno6_words_two_and_five_are_guards),
        TEST(trap4_empty_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
