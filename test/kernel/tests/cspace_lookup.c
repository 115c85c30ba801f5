/* SPDX-License-Identifier: BSD-2-Clause */
/* How capability pointers and slot addresses resolve (CSP). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define RADIX 4u
#define SLOT_IN_OUTER 3u

/* A CNode whose slot 3 holds a second CNode, with the given guard. Both have 16 slots. */
struct two_levels {
    seL4_CPtr outer, inner;
};

static struct two_levels two_levels_new(seL4_Word guard, seL4_Word guard_size)
{
    struct two_levels tree = { cnode_new(RADIX), cnode_new(RADIX) };
    seL4_Word data = seL4_CNode_CapData_new(guard, guard_size).words[0];

    check_eq(seL4_CNode_Mint(tree.outer, SLOT_IN_OUTER, RADIX, ROOT_CNODE, tree.inner, DEPTH, seL4_AllRights,
                             data),
             seL4_NoError);
    return tree;
}

static seL4_Error copy_into(seL4_CPtr cnode, seL4_Word index, seL4_Uint8 depth, seL4_CPtr source)
{
    return seL4_CNode_Copy(cnode, index, depth, ROOT_CNODE, source, DEPTH, seL4_AllRights);
}

TEST("CSP-1", resolves_through_two_levels)
{
    struct two_levels tree = two_levels_new(0, 0);
    seL4_CPtr back = slot_new();

    check_eq(copy_into(tree.outer, SLOT_IN_OUTER << RADIX | 5, 2 * RADIX, endpoint_new()), seL4_NoError);
    check_eq(seL4_CNode_Move(ROOT_CNODE, back, DEPTH, tree.inner, 5, RADIX), seL4_NoError);
}

TEST("CSP-1", resolves_a_matching_guard)
{
    struct two_levels tree = two_levels_new(5, 3);

    check_eq(copy_into(tree.outer, SLOT_IN_OUTER << 7 | 5 << RADIX | 9, 11, endpoint_new()), seL4_NoError);
    check_eq(seL4_CNode_Delete(tree.inner, 9, RADIX), seL4_NoError);
}

TEST("CSP-1,GEN-4", reports_a_wrong_guard)
{
    struct two_levels tree = two_levels_new(5, 3);
    seL4_CPtr endpoint = endpoint_new();

    check_lookup2(copy_into(tree.outer, SLOT_IN_OUTER << 7 | 4 << RADIX | 9, 11, endpoint),
                  DESTINATION_LOOKUP, GUARD_MISMATCH, 7, 5);
    check_eq(seL4_GetMR(4), 3);
}

TEST("CSP-1,GEN-4", reports_too_few_bits)
{
    seL4_CPtr cnode = cnode_new(RADIX);

    check_lookup2(copy_into(cnode, 1, RADIX - 1, endpoint_new()), DESTINATION_LOOKUP, DEPTH_MISMATCH,
                  RADIX - 1, RADIX);
}

TEST("CSP-2", guard_test_precedes_depth_test)
{
    struct two_levels tree = two_levels_new(5, 3);

    check_lookup2(copy_into(tree.outer, SLOT_IN_OUTER << 2 | 1, RADIX + 2, endpoint_new()),
                  DESTINATION_LOOKUP, GUARD_MISMATCH, 2, 5);
}

TEST("CSP-2", a_guard_larger_than_the_depth_never_matches)
{
    seL4_CPtr cnode = cnode_new(RADIX);
    seL4_CPtr guarded = mint(cnode, seL4_AllRights, seL4_CNode_CapData_new(0, 60).words[0]);

    check_lookup2(copy_into(guarded, 0, 32, endpoint_new()), DESTINATION_LOOKUP, GUARD_MISMATCH, 32, 0);
    check_eq(seL4_GetMR(4), 60);
    check_eq(copy_into(guarded, 0, 64, endpoint_new()), seL4_NoError);
}

TEST("CSP-6", root_must_be_a_cnode)
{
    seL4_CPtr endpoint = endpoint_new();

    check_lookup0(seL4_CNode_Copy(ROOT_CNODE, slot_new(), DEPTH, endpoint, 0, DEPTH, seL4_AllRights),
                  SOURCE_LOOKUP, INVALID_ROOT);
}

TEST("CSP-6", depth_zero_is_out_of_range)
{
    check_range_error(seL4_CNode_Delete(ROOT_CNODE, slot_new(), 0), 1, 64);
}

TEST("CSP-6", depth_above_the_word_is_out_of_range)
{
    check_range_error(seL4_CNode_Delete(ROOT_CNODE, slot_new(), 65), 1, 64);
}

TEST("CSP-6", the_whole_depth_word_counts)
{
    seL4_SetMR(0, slot_new());
    seL4_SetMR(1, 256 + 64);
    check_range_error((seL4_Error)invoke(ROOT_CNODE, CNodeDelete, 0, 2), 1, 64);
}

TEST("CSP-6,TRAP-1", bits_left_over_are_a_depth_mismatch)
{
    seL4_CPtr cnode = cnode_new(RADIX);

    check_eq(copy_into(cnode, 2, RADIX, endpoint_new()), seL4_NoError);
    check_lookup2(seL4_CNode_Delete(cnode, 2 << 4, 8), DESTINATION_LOOKUP, DEPTH_MISMATCH, 4, 0);
}

TEST("CSP-7", bits_above_the_depth_are_ignored)
{
    seL4_CPtr cnode = cnode_new(RADIX);

    check_eq(copy_into(cnode, 0xabcdef0 | 6, RADIX, endpoint_new()), seL4_NoError);
    check_eq(copy_into(cnode, 6, RADIX, endpoint_new()), seL4_DeleteFirst);
}

/* A helper whose capability space is `cnode` (16 slots, no guard): a slot's number is the pointer's top 4 bits. */
static struct thread *thread_in_cspace(seL4_CPtr cnode, seL4_Word data, struct registers step)
{
    struct thread *thread = thread_new(ABOVE);

    check_eq(seL4_TCB_SetSpace(thread->tcb, NO_CAP, cnode, data, ROOT_VSPACE, 0), seL4_NoError);
    add_step(thread, step);
    return thread;
}

static seL4_Word poll(seL4_CPtr notification)
{
    return execute(step_nbwait(notification)).x[BADGE];
}

TEST("CSP-4,TRAP-1", left_over_bits_of_a_thread_lookup_are_ignored)
{
    seL4_CPtr cnode = cnode_new(RADIX);
    seL4_CPtr notification = notification_new();
    struct thread *helper;

    check_eq(copy_into(cnode, 2, RADIX, mint(notification, seL4_AllRights, 77)), seL4_NoError);
    helper = thread_in_cspace(cnode, 0, step_send(2ul << 60 | 0x123456789, 0));
    thread_start(helper);
    check(finished(helper));
    check_eq(poll(notification), 77);
}

TEST("CSP-5", a_cnode_needs_all_bits_to_be_named)
{
    struct two_levels tree = two_levels_new(0, 0);
    seL4_CPtr notification = notification_new();
    seL4_CPtr inner_again = copy(tree.inner);
    struct thread *helper;

    check_eq(copy_into(inner_again, 0, RADIX, mint(notification, seL4_AllRights, 5)), seL4_NoError);
    helper = thread_in_cspace(tree.outer, 0, step_send((seL4_Word)SLOT_IN_OUTER << 60, 0));
    thread_start(helper);
    check(finished(helper));
    check_eq(poll(notification), 5);
}

TEST("TCB-9", cspace_root_data_sets_the_guard)
{
    seL4_CPtr cnode = cnode_new(RADIX);
    seL4_CPtr notification = notification_new();
    struct thread *helper;

    check_eq(copy_into(cnode, 7, RADIX, mint(notification, seL4_AllRights, 9)), seL4_NoError);
    helper = thread_in_cspace(cnode, seL4_CNode_CapData_new(0, 60).words[0], step_send(7, 0));
    thread_start(helper);
    check(finished(helper));
    check_eq(poll(notification), 9);
}

TEST("CSP-8,UNT-4", a_cnode_of_one_slot_cannot_be_made)
{
    check_invalid_argument(retype(untyped_new(12), seL4_CapTableObject, 0, slot_new()), 1);
    check_eq(retype(untyped_new(12), seL4_CapTableObject, 1, slot_new()), seL4_NoError);
}
