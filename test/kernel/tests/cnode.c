/* SPDX-License-Identifier: BSD-2-Clause */
/* Copying, minting, moving, mutating and rotating capabilities (CNO, DRV, CAP). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

static seL4_Error move_to(seL4_CPtr target, seL4_CPtr source)
{
    return seL4_CNode_Move(ROOT_CNODE, target, DEPTH, ROOT_CNODE, source, DEPTH);
}

static seL4_Error mutate_to(seL4_CPtr target, seL4_CPtr source, seL4_Word badge)
{
    return seL4_CNode_Mutate(ROOT_CNODE, target, DEPTH, ROOT_CNODE, source, DEPTH, badge);
}

static seL4_Error mint_to(seL4_CPtr target, seL4_CPtr source, seL4_Word badge)
{
    return seL4_CNode_Mint(ROOT_CNODE, target, DEPTH, ROOT_CNODE, source, DEPTH, seL4_AllRights, badge);
}

static seL4_Error rotate(seL4_CPtr target, seL4_CPtr pivot, seL4_CPtr source)
{
    return seL4_CNode_Rotate(ROOT_CNODE, target, DEPTH, 0, ROOT_CNODE, pivot, DEPTH, 0, ROOT_CNODE, source,
                             DEPTH);
}

static seL4_Word signalled_badge(seL4_CPtr signal_through, seL4_CPtr notification)
{
    (void)execute(step_send(signal_through, 0));
    return execute(step_nbwait(notification)).x[BADGE];
}

TEST("CNO-1", an_unknown_label_is_illegal_before_the_length_counts)
{
    check_eq(invoke(ROOT_CNODE, TCBSuspend, 0, 0), seL4_IllegalOperation);
}

TEST("CNO-1", a_short_message_is_truncated)
{
    check_eq(invoke(ROOT_CNODE, CNodeDelete, 0, 1), seL4_TruncatedMessage);
    check_eq(invoke(ROOT_CNODE, CNodeCopy, 0, 0), seL4_TruncatedMessage);
}

TEST("CNO-2", copy_without_a_root_is_truncated)
{
    seL4_CPtr endpoint = endpoint_new();

    seL4_SetMR(0, slot_new());
    seL4_SetMR(1, DEPTH);
    seL4_SetMR(2, endpoint);
    seL4_SetMR(3, DEPTH);
    check_eq(invoke(ROOT_CNODE, CNodeCopy, 0, 5), seL4_TruncatedMessage);
}

TEST("CNO-2", copy_without_rights_is_truncated_after_the_lookups)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr target = slot_new();

    seL4_SetMR(0, target);
    seL4_SetMR(1, DEPTH);
    seL4_SetMR(2, endpoint);
    seL4_SetMR(3, DEPTH);
    seL4_SetCap(0, ROOT_CNODE);
    check_eq(invoke(ROOT_CNODE, CNodeCopy, 1, 4), seL4_TruncatedMessage);
    check(slot_is_empty(target));
}

TEST("CNO-2", a_full_destination_must_be_deleted_first)
{
    seL4_CPtr endpoint = endpoint_new();

    check_eq(copy_to(endpoint, endpoint), seL4_DeleteFirst);
    check_eq(move_to(endpoint, slot_new()), seL4_DeleteFirst);
}

TEST("CNO-2", an_empty_source_is_a_missing_capability)
{
    check_lookup1(copy_to(slot_new(), slot_new()), SOURCE_LOOKUP, MISSING_CAPABILITY, 64);
    check_lookup1(move_to(slot_new(), slot_new()), SOURCE_LOOKUP, MISSING_CAPABILITY, 64);
}

TEST("CNO-2", a_move_empties_its_source)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr target = slot_new();

    check_eq(move_to(target, endpoint), seL4_NoError);
    check(slot_is_empty(endpoint));
    check(!slot_is_empty(target));
}

TEST("CNO-3", mint_sets_all_64_bits_of_a_badge)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr badged = mint(notification, seL4_AllRights, 0xfedcba9876543210);

    check_eq(signalled_badge(badged, notification), 0xfedcba9876543210);
}

TEST("CNO-3", a_guard_that_does_not_fit_is_illegal)
{
    seL4_CPtr cnode = cnode_new(8);

    check_eq(mint_to(slot_new(), cnode, seL4_CNode_CapData_new(0, 57).words[0]), seL4_IllegalOperation);
    check_eq(mint_to(slot_new(), cnode, seL4_CNode_CapData_new(0, 56).words[0]), seL4_NoError);
}

TEST("CNO-3,TRAP-5", mint_with_zero_data_clears_a_guard)
{
    seL4_CPtr cnode = cnode_new(4);
    seL4_CPtr guarded = mint(cnode, seL4_AllRights, seL4_CNode_CapData_new(1, 4).words[0]);
    seL4_CPtr cleared = mint(guarded, seL4_AllRights, 0);

    check_eq(seL4_CNode_Delete(cleared, 2, 4), seL4_NoError);
    check_eq(seL4_CNode_Delete(guarded, 2, 4), seL4_FailedLookup);
}

TEST("CNO-3", mutate_changes_a_guard)
{
    seL4_CPtr cnode = cnode_new(4);
    seL4_CPtr target = slot_new();

    check_eq(mutate_to(target, cnode, seL4_CNode_CapData_new(3, 4).words[0]), seL4_NoError);
    check(slot_is_empty(cnode));
    check_eq(seL4_CNode_Delete(target, 0x32, 8), seL4_NoError);
}

TEST("CNO-4,TRAP-6", an_endpoint_cap_cannot_be_mutated)
{
    check_eq(mutate_to(slot_new(), endpoint_new(), 1), seL4_IllegalOperation);
    check_eq(mutate_to(slot_new(), endpoint_new(), 0), seL4_IllegalOperation);
    check_eq(mutate_to(slot_new(), notification_new(), 1), seL4_IllegalOperation);
}

TEST("CNO-4", a_badged_cap_cannot_be_minted_but_can_be_copied)
{
    seL4_CPtr badged = mint(endpoint_new(), seL4_AllRights, 8);

    check_eq(mint_to(slot_new(), badged, 9), seL4_IllegalOperation);
    check_eq(mint_to(slot_new(), badged, 0), seL4_IllegalOperation);
    check_eq(copy_to(slot_new(), badged), seL4_NoError);
}

TEST("CNO-4", minting_with_badge_zero_keeps_a_cap_unbadged)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr minted = mint(notification, seL4_AllRights, 0);

    check_eq(mint_to(slot_new(), minted, 3), seL4_NoError);
}

TEST("CNO-6", rotate_moves_two_caps)
{
    seL4_CPtr source = untyped_new(12);
    seL4_CPtr pivot = tcb_new();
    seL4_CPtr target = slot_new();

    check_eq(rotate(target, pivot, source), seL4_NoError);
    check(slot_is_empty(source));
    check_eq(seL4_TCB_Suspend(target), seL4_NoError);
    check_eq(retype(pivot, seL4_EndpointObject, 0, slot_new()), seL4_NoError);
}

TEST("CNO-6,TRAP-7", rotate_onto_the_source_swaps)
{
    seL4_CPtr source = untyped_new(12);
    seL4_CPtr pivot = tcb_new();

    check_eq(rotate(source, pivot, source), seL4_NoError);
    check_eq(seL4_TCB_Suspend(source), seL4_NoError);
    check_eq(retype(pivot, seL4_EndpointObject, 0, slot_new()), seL4_NoError);
}

TEST("CNO-6,TRAP-7", rotate_refuses_equal_slots)
{
    seL4_CPtr source = untyped_new(12);
    seL4_CPtr pivot = tcb_new();

    check_eq(rotate(slot_new(), source, source), seL4_IllegalOperation);
    check_eq(rotate(pivot, pivot, source), seL4_IllegalOperation);
}

TEST("CNO-6,GEN-5", rotate_checks_its_slots_in_order)
{
    seL4_CPtr full = tcb_new();

    check_eq(rotate(full, tcb_new(), slot_new()), seL4_DeleteFirst);
    check_lookup1(rotate(slot_new(), tcb_new(), slot_new()), SOURCE_LOOKUP, MISSING_CAPABILITY, 64);
    check_lookup1(rotate(slot_new(), slot_new(), full), DESTINATION_LOOKUP, MISSING_CAPABILITY, 64);
}

TEST("CNO-6,TRAP-6", endpoints_cannot_take_part_in_a_rotation)
{
    check_eq(rotate(slot_new(), tcb_new(), endpoint_new()), seL4_IllegalOperation);
    check_eq(rotate(slot_new(), endpoint_new(), tcb_new()), seL4_IllegalOperation);
}

TEST("CNO-7", deleting_an_empty_slot_succeeds)
{
    check_eq(delete(slot_new()), seL4_NoError);
    check_eq(revoke(slot_new()), seL4_NoError);
}

TEST("CAP-4", copy_masks_the_rights_of_a_notification)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr read_only = mint(notification, seL4_CapRights_new(0, 0, 1, 0), 0);

    check_invalid_capability((seL4_Error)invoke(read_only, 0, 0, 0), 0);
}

TEST("CAP-4", rights_cannot_be_added_by_a_copy)
{
    seL4_CPtr read_only = mint(notification_new(), seL4_CapRights_new(0, 0, 1, 0), 0);
    seL4_CPtr again = slot_new();

    check_eq(copy_to(again, read_only), seL4_NoError);
    check_eq(invoke(again, 0, 0, 0), seL4_InvalidCapability);
}

TEST("DRV-1,DRV-2", the_irq_control_cap_cannot_be_copied)
{
    check_eq(copy_to(slot_new(), seL4_CapIRQControl), seL4_IllegalOperation);
}

TEST("DRV-1", an_untyped_with_children_cannot_be_copied)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr child = slot_new();

    check_eq(retype(untyped, seL4_EndpointObject, 0, child), seL4_NoError);
    check_eq(copy_to(slot_new(), untyped), seL4_RevokeFirst);
    check_eq(delete(child), seL4_NoError);
    check_eq(copy_to(slot_new(), untyped), seL4_NoError);
}

TEST("DRV-1", an_unmapped_page_table_cannot_be_copied)
{
    check_eq(copy_to(slot_new(), object_new(seL4_ARM_PageTableObject, 0)), seL4_IllegalOperation);
    check_eq(copy_to(slot_new(), object_new(seL4_ARM_VSpaceObject, 0)), seL4_IllegalOperation);
}

TEST("DRV-1,DRV-4,TRAP-12", a_copied_frame_cap_is_unmapped)
{
    seL4_CPtr frame = frame_new();
    seL4_CPtr second;

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite,
                             seL4_ARM_Default_VMAttributes),
             seL4_NoError);
    second = copy(frame);
    check_eq(map_with_tables(second, ROOT_VSPACE, scratch_address(1), seL4_ReadWrite,
                             seL4_ARM_Default_VMAttributes),
             seL4_NoError);
    *(volatile seL4_Word *)scratch_address(0) = 0x5eed;
    check_eq(*(volatile seL4_Word *)scratch_address(1), 0x5eed);
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    check_eq(*(volatile seL4_Word *)scratch_address(1), 0x5eed);
}

TEST("DRV-3", a_copied_untyped_makes_its_source_full)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr second = copy(untyped);

    check_error1(retype(untyped, seL4_EndpointObject, 0, slot_new()), seL4_NotEnoughMemory, 0);
    check_eq(retype(second, seL4_EndpointObject, 0, slot_new()), seL4_NoError);
}

TEST("CNO-9", cancel_badged_sends_needs_all_rights)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr weak = mint(endpoint, seL4_CapRights_new(0, 1, 1, 1), 4);

    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, weak, DEPTH), seL4_IllegalOperation);
    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, slot_new(), DEPTH), seL4_IllegalOperation);
    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, notification_new(), DEPTH), seL4_IllegalOperation);
    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, endpoint, DEPTH), seL4_NoError);
}

TEST("CNO-11", cnode_operations_are_refused_in_a_combined_call)
{
    seL4_CPtr endpoint = endpoint_new();
    struct registers step = step_nbsend_wait(ROOT_CNODE, MESSAGE(CNodeDelete, 0, 2), notification_new());

    step.x[MR0] = endpoint;
    step.x[MR1] = DEPTH;
    check(!finished(thread_doing(ABOVE, step)));
    check(!slot_is_empty(endpoint));
}
