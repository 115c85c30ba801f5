/* SPDX-License-Identifier: BSD-2-Clause */
/* Retyping untyped memory (UNT). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

static seL4_Error retype_count(seL4_CPtr untyped, seL4_Word type, seL4_Word size_bits, seL4_Word offset,
                               seL4_Word count)
{
    return retype_into(untyped, type, size_bits, ROOT_CNODE, 0, 0, offset, count);
}

static seL4_Word frame_address(seL4_CPtr frame)
{
    seL4_ARM_Page_GetAddress_t answer = seL4_ARM_Page_GetAddress(frame);

    check_eq(answer.error, seL4_NoError);
    return answer.paddr;
}

TEST("UNT-1", an_unknown_label_is_illegal)
{
    check_eq(invoke(untyped_new(12), CNodeDelete, 1, 6), seL4_IllegalOperation);
}

TEST("UNT-2", a_short_message_is_truncated)
{
    seL4_SetCap(0, ROOT_CNODE);
    check_eq(invoke(untyped_new(12), UntypedRetype, 1, 5), seL4_TruncatedMessage);
    check_eq(invoke(untyped_new(12), UntypedRetype, 0, 6), seL4_TruncatedMessage);
}

TEST("UNT-2", an_unknown_type_is_argument_zero)
{
    check_invalid_argument(retype(untyped_new(12), seL4_ObjectTypeCount, 0, slot_new()), 0);
}

TEST("UNT-2,TRAP-15", a_size_beyond_the_largest_untyped_is_out_of_range)
{
    check_range_error(retype(untyped_new(12), seL4_UntypedObject, seL4_MaxUntypedBits + 1, slot_new()),
                      0, seL4_MaxUntypedBits);
    check_range_error(retype(untyped_new(12), seL4_EndpointObject, 64, slot_new()), 0, seL4_MaxUntypedBits);
    check_range_error(retype(untyped_new(12), seL4_CapTableObject, seL4_MaxUntypedBits - 4, slot_new()),
                      0, seL4_MaxUntypedBits);
}

TEST("UNT-2,UNT-4", an_untyped_has_at_least_16_bytes)
{
    check_invalid_argument(retype(untyped_new(12), seL4_UntypedObject, 3, slot_new()), 1);
    check_eq(retype(untyped_new(12), seL4_UntypedObject, 4, slot_new()), seL4_NoError);
}

TEST("UNT-2", a_scheduling_context_has_at_least_128_bytes)
{
    check_invalid_argument(retype(untyped_new(12), seL4_SchedContextObject, 6, slot_new()), 1);
    check_eq(retype(untyped_new(12), seL4_SchedContextObject, 7, slot_new()), seL4_NoError);
}

TEST("UNT-2", the_destination_must_be_a_cnode)
{
    seL4_CPtr endpoint = endpoint_new();

    check_lookup1(retype_into(untyped_new(12), seL4_EndpointObject, 0, endpoint, 0, 0, 0, 1),
                  DESTINATION_LOOKUP, MISSING_CAPABILITY, 0);
    check_lookup1(retype_into(untyped_new(12), seL4_EndpointObject, 0, ROOT_CNODE, endpoint, DEPTH, 0, 1),
                  DESTINATION_LOOKUP, MISSING_CAPABILITY, DEPTH);
}

TEST("UNT-2", the_destination_may_be_found_by_address)
{
    seL4_CPtr cnode = cnode_new(4);

    check_eq(retype_into(untyped_new(12), seL4_EndpointObject, 0, ROOT_CNODE, cnode, DEPTH, 2, 1),
             seL4_NoError);
    check_eq(seL4_CNode_Move(ROOT_CNODE, slot_new(), DEPTH, cnode, 2, 4), seL4_NoError);
}

TEST("UNT-2", the_window_must_lie_in_the_cnode)
{
    seL4_CPtr cnode = cnode_new(4);

    check_range_error(retype_into(untyped_new(12), seL4_EndpointObject, 0, cnode, 0, 0, 16, 1), 0, 15);
    check_range_error(retype_into(untyped_new(12), seL4_EndpointObject, 0, cnode, 0, 0, 14, 3), 1, 2);
    check_eq(retype_into(untyped_new(12), seL4_EndpointObject, 0, cnode, 0, 0, 14, 2), seL4_NoError);
}

TEST("UNT-2", the_number_of_objects_is_limited)
{
    check_range_error(retype_count(untyped_new(14), seL4_EndpointObject, 0, slots_new(2), 0), 1, 256);
    check_range_error(retype_count(untyped_new(14), seL4_EndpointObject, 0, slots_new(2), 257), 1, 256);
    check_eq(retype_count(untyped_new(14), seL4_EndpointObject, 0, slots_new(256), 256), seL4_NoError);
}

TEST("UNT-2", all_destination_slots_must_be_empty)
{
    seL4_CPtr slots = slots_new(4);

    check_eq(copy_to(slots + 3, endpoint_new()), seL4_NoError);
    check_eq(retype_count(untyped_new(12), seL4_EndpointObject, 0, slots, 4), seL4_DeleteFirst);
    check(slot_is_empty(slots));
}

TEST("UNT-2", memory_that_is_short_is_reported)
{
    check_error1(retype_count(untyped_new(12), seL4_TCBObject, 0, slots_new(3), 3), seL4_NotEnoughMemory,
                 4096);
}

TEST("UNT-2", a_device_untyped_gives_frames_and_untypeds_only)
{
    seL4_CPtr device = device_untyped(16);

    check_invalid_argument(retype(device, seL4_EndpointObject, 0, slot_new()), 1);
    check_invalid_argument(retype(device, seL4_ARM_PageTableObject, 0, slot_new()), 1);
    check_eq(retype(device, seL4_ARM_SmallPageObject, 0, slot_new()), seL4_NoError);
    check_eq(retype(device, seL4_UntypedObject, 12, slot_new()), seL4_NoError);
}

TEST("UNT-7", objects_are_aligned_and_ascending)
{
    seL4_CPtr untyped = untyped_new(15);
    seL4_CPtr frames = slots_new(3);

    check_eq(retype(untyped, seL4_EndpointObject, 0, slot_new()), seL4_NoError);
    check_eq(retype_count(untyped, seL4_ARM_SmallPageObject, 0, frames, 3), seL4_NoError);
    check_eq(frame_address(frames) % 4096, 0);
    check_eq(frame_address(frames + 1), frame_address(frames) + 4096);
    check_eq(frame_address(frames + 2), frame_address(frames) + 8192);
}

TEST("UNT-8", rounding_losses_stay_lost_until_reset)
{
    seL4_CPtr untyped = untyped_new(13);

    check_eq(retype(untyped, seL4_EndpointObject, 0, slot_new()), seL4_NoError);
    check_eq(retype(untyped, seL4_ARM_SmallPageObject, 0, slot_new()), seL4_NoError);
    check_error1(retype(untyped, seL4_EndpointObject, 0, slot_new()), seL4_NotEnoughMemory, 0);
}

TEST("UNT-6", free_bytes_are_counted_without_rounding)
{
    seL4_CPtr untyped = untyped_new(13);

    check_eq(retype(untyped, seL4_EndpointObject, 0, slot_new()), seL4_NoError);
    check_error1(retype_count(untyped, seL4_ARM_SmallPageObject, 0, slots_new(2), 2), seL4_NotEnoughMemory,
                 8192 - 16);
}

TEST("UNT-9,TRAP-18", a_reset_clears_used_memory)
{
    seL4_CPtr untyped = untyped_new(14);
    seL4_CPtr frames = slots_new(2);
    volatile seL4_Word *memory = (volatile seL4_Word *)scratch_address(0);

    check_eq(retype_count(untyped, seL4_ARM_SmallPageObject, 0, frames, 2), seL4_NoError);
    for (unsigned i = 0; i < 2; i++) {
        check_eq(map_with_tables(frames + i, ROOT_VSPACE, scratch_address(0) + i * 4096ul, seL4_ReadWrite,
                                 seL4_ARM_Default_VMAttributes), seL4_NoError);
    }
    for (unsigned i = 0; i < 1024; i++) {
        check_eq(memory[i], 0);
        memory[i] = ~0ul;
    }
    check_eq(revoke(untyped), seL4_NoError);
    check_eq(retype_count(untyped, seL4_ARM_SmallPageObject, 0, frames, 2), seL4_NoError);
    for (unsigned i = 0; i < 2; i++) {
        check_eq(map_with_tables(frames + i, ROOT_VSPACE, scratch_address(0) + i * 4096ul, seL4_ReadWrite,
                                 seL4_ARM_Default_VMAttributes), seL4_NoError);
    }
    for (unsigned i = 0; i < 1024; i++) {
        check_eq(memory[i], 0);
    }
}

TEST("UNT-12", a_new_endpoint_and_notification_are_idle)
{
    check_eq(execute(step_nbrecv(endpoint_new(), reply_new())).x[BADGE], 0);
    check_eq(execute(step_nbwait(notification_new())).x[BADGE], 0);
}

TEST("UNT-12", a_new_cnode_is_empty)
{
    seL4_CPtr cnode = cnode_new(4);

    for (seL4_Word i = 0; i < 16; i++) {
        check_eq(seL4_CNode_Move(cnode, i, 4, cnode, i, 4), seL4_FailedLookup);
    }
}

TEST("UNT-12", an_untyped_of_a_device_is_a_device)
{
    seL4_CPtr inner = slot_new();

    check_eq(retype(device_untyped(16), seL4_UntypedObject, 13, inner), seL4_NoError);
    check_invalid_argument(retype(inner, seL4_TCBObject, 0, slot_new()), 1);
}

TEST("UNT-15,TRAP-16", an_untyped_whose_children_are_deleted_is_whole_again)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr frame = slot_new();

    check_eq(retype(untyped, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
    check_eq(delete(frame), seL4_NoError);
    check_eq(retype(untyped, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
}

TEST("GEN-3", a_refused_retype_changes_nothing)
{
    seL4_CPtr untyped = untyped_new(seL4_TCBBits + 1);

    check_error1(retype_count(untyped, seL4_TCBObject, 0, slots_new(3), 3), seL4_NotEnoughMemory,
                 2ul << seL4_TCBBits);
    check_eq(retype_count(untyped, seL4_TCBObject, 0, slots_new(2), 2), seL4_NoError);
}

TEST("OBJ-1", every_type_can_be_made)
{
    static const seL4_Word types[] = {
        seL4_UntypedObject, seL4_TCBObject, seL4_EndpointObject, seL4_NotificationObject, seL4_CapTableObject,
        seL4_SchedContextObject, seL4_ReplyObject, seL4_ARM_VSpaceObject, seL4_ARM_SmallPageObject,
        seL4_ARM_LargePageObject, seL4_ARM_PageTableObject,
    };

    for (unsigned i = 0; i < sizeof types / sizeof types[0]; i++) {
        (void)object_new(types[i], 8);
    }
}

TEST("OBJ-1,UNT-3", object_sizes_are_those_of_the_interface)
{
    static const struct {
        seL4_Word type, size_bits, bits;
    } sizes[] = {
        { seL4_TCBObject, 0, seL4_TCBBits }, { seL4_EndpointObject, 0, seL4_EndpointBits },
        { seL4_NotificationObject, 0, seL4_NotificationBits }, { seL4_CapTableObject, 3, 3 + seL4_SlotBits },
        { seL4_SchedContextObject, 9, 9 }, { seL4_ReplyObject, 0, seL4_ReplyBits },
        { seL4_ARM_VSpaceObject, 0, seL4_VSpaceBits }, { seL4_ARM_PageTableObject, 0, seL4_PageTableBits },
    };

    for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        seL4_CPtr exact = untyped_new((unsigned)sizes[i].bits);

        check_error1(retype_count(exact, sizes[i].type, sizes[i].size_bits, slots_new(2), 2),
                     seL4_NotEnoughMemory, 1ul << sizes[i].bits);
        check_eq(retype(exact, sizes[i].type, sizes[i].size_bits, slot_new()), seL4_NoError);
    }
}
