/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames, page tables, address spaces and ASIDs on AArch64 (VSP, A64). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define ATTRIBUTES seL4_ARM_Default_VMAttributes
#define PAGE (1ul << seL4_PageBits)

static seL4_Error map_at(seL4_CPtr frame, seL4_Word address)
{
    return map_with_tables(frame, ROOT_VSPACE, address, seL4_ReadWrite, ATTRIBUTES);
}

static volatile seL4_Word *word_at(seL4_Word address)
{
    return (volatile seL4_Word *)address;
}

/* A helper that reads or writes one word and reports by the value, or faults to `handler`. */
static void read_word(struct thread *self)
{
    self->value = *word_at(scratch_address(0));
    self->done = 1;
}

static void write_word(struct thread *self)
{
    *word_at(scratch_address(0)) = 0x77;
    self->done = 1;
}

static void call_word(struct thread *self)
{
    ((void (*)(void))scratch_address(0))();
    self->done = 1;
}

static struct thread *helper_with_handler(seL4_CPtr handler)
{
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    return helper;
}

TEST("A64-5", a_mapped_frame_can_be_read_and_written)
{
    check_eq(map_at(frame_new(), scratch_address(0)), seL4_NoError);
    check_eq(*word_at(scratch_address(0)), 0);
    *word_at(scratch_address(0) + PAGE - 8) = 0x1234;
    check_eq(*word_at(scratch_address(0) + PAGE - 8), 0x1234);
}

TEST("A64-5", a_large_page_can_be_mapped)
{
    seL4_CPtr frame = object_new(seL4_ARM_LargePageObject, 0);

    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    *word_at(scratch_address(1) - 8) = 0x4321;
    check_eq(*word_at(scratch_address(1) - 8), 0x4321);
}

TEST("A64-5,VSP-9", a_missing_table_tells_its_level)
{
    seL4_CPtr vspace = vspace_new();
    seL4_CPtr frame = frame_new();
    seL4_Error error = seL4_ARM_Page_Map(frame, vspace, 0x400000, seL4_ReadWrite, ATTRIBUTES);
    seL4_CPtr table;

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    check_lookup1(error, DESTINATION_LOOKUP, MISSING_CAPABILITY, 30);
#else
    check_lookup1(error, DESTINATION_LOOKUP, MISSING_CAPABILITY, 39);
    table = object_new(seL4_ARM_PageTableObject, 0);
    check_eq(seL4_ARM_PageTable_Map(table, vspace, 0x400000, ATTRIBUTES), seL4_NoError);
    check_lookup1(seL4_ARM_Page_Map(frame, vspace, 0x400000, seL4_ReadWrite, ATTRIBUTES),
                  DESTINATION_LOOKUP, MISSING_CAPABILITY, 30);
#endif
    table = object_new(seL4_ARM_PageTableObject, 0);
    check_eq(seL4_ARM_PageTable_Map(table, vspace, 0x400000, ATTRIBUTES), seL4_NoError);
    check_lookup1(seL4_ARM_Page_Map(frame, vspace, 0x400000, seL4_ReadWrite, ATTRIBUTES),
                  DESTINATION_LOOKUP, MISSING_CAPABILITY, 21);
    table = object_new(seL4_ARM_PageTableObject, 0);
    check_eq(seL4_ARM_PageTable_Map(table, vspace, 0x400000, ATTRIBUTES), seL4_NoError);
    check_eq(seL4_ARM_Page_Map(frame, vspace, 0x400000, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
}

TEST("A64-5,VSP-3,TRAP-64", map_checks_its_arguments_in_order)
{
    seL4_CPtr frame = frame_new();

    seL4_SetCap(0, ROOT_VSPACE);
    check_eq(invoke(frame, ARMPageMap, 1, 2), seL4_TruncatedMessage);
    check_eq(invoke(frame, ARMPageMap, 0, 3), seL4_TruncatedMessage);
    check_invalid_capability(seL4_ARM_Page_Map(frame, endpoint_new(), 0, seL4_ReadWrite, ATTRIBUTES), 1);
    check_invalid_capability(seL4_ARM_Page_Map(frame, object_new(seL4_ARM_VSpaceObject, 0), 0, seL4_ReadWrite,
                                               ATTRIBUTES), 1);
    check_eq(seL4_ARM_Page_Map(frame, ROOT_VSPACE, scratch_address(0) + 8, seL4_ReadWrite, ATTRIBUTES),
             seL4_AlignmentError);
    check_invalid_argument(seL4_ARM_Page_Map(frame, ROOT_VSPACE, (seL4_UserTop + 1) & ~(PAGE - 1),
                                             seL4_ReadWrite, ATTRIBUTES),
                           0);
    check_eq(invoke(frame, ARMVSpaceClean_Data, 0, 2), seL4_IllegalOperation);
}

TEST("VSP-7", a_mapped_frame_may_only_be_mapped_again_in_place)
{
    seL4_CPtr frame = frame_new();

    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    check_invalid_argument(seL4_ARM_Page_Map(frame, ROOT_VSPACE, scratch_address(0) + PAGE, seL4_ReadWrite,
                                             ATTRIBUTES), 0);
    check_invalid_capability(seL4_ARM_Page_Map(frame, vspace_new(), scratch_address(0), seL4_ReadWrite,
                                               ATTRIBUTES),
                             1);
    check_eq(seL4_ARM_Page_Map(frame, ROOT_VSPACE, scratch_address(0), seL4_CapRights_new(0, 0, 1, 0),
                               ATTRIBUTES),
             seL4_NoError);
}

TEST("VSP-7", mapping_again_replaces_the_rights)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr frame = frame_new();
    struct thread *helper = helper_with_handler(handler);

    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    *word_at(scratch_address(0)) = 1;
    check_eq(seL4_ARM_Page_Map(frame, ROOT_VSPACE, scratch_address(0), seL4_CapRights_new(0, 0, 1, 0),
                               ATTRIBUTES),
             seL4_NoError);
    thread_start_function(helper, write_word);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(*word_at(scratch_address(0)), 1);
}

TEST("VSP-4", a_read_only_mapping_refuses_writes)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *reader = helper_with_handler(handler);
    struct thread *writer = helper_with_handler(handler);

    check_eq(map_with_tables(frame_new(), ROOT_VSPACE, scratch_address(0), seL4_CapRights_new(0, 0, 1, 0),
                             ATTRIBUTES),
             seL4_NoError);
    thread_start_function(reader, read_word);
    check_eq(reader->done, 1);
    thread_start_function(writer, write_word);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], scratch_address(0));
}

TEST("VSP-4", the_rights_of_the_cap_limit_those_of_the_mapping)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr read_only = mint(frame_new(), seL4_CapRights_new(0, 0, 1, 0), 0);
    struct thread *writer = helper_with_handler(handler);

    check_eq(map_at(read_only, scratch_address(0)), seL4_NoError);
    thread_start_function(writer, write_word);
    check_eq(writer->done, 0);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], scratch_address(0));
}

TEST("VSP-5", a_mapping_without_read_right_gives_no_access)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *reader = helper_with_handler(handler);

    check_eq(map_with_tables(frame_new(), ROOT_VSPACE, scratch_address(0), seL4_CapRights_new(0, 0, 0, 1),
                             ATTRIBUTES),
             seL4_NoError);
    thread_start_function(reader, read_word);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], scratch_address(0));
}

TEST("VSP-6,A64-7", execution_is_an_attribute)
{
    static const uint32_t return_instruction = 0xd65f03c0;
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr frame = frame_new();
    struct thread *runner = helper_with_handler(handler);
    struct thread *stopped = helper_with_handler(handler);

    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    *(volatile uint32_t *)scratch_address(0) = return_instruction;
    check_eq(seL4_ARM_Page_Unify_Instruction(frame, 0, PAGE), seL4_NoError);
    thread_start_function(runner, call_word);
    check_eq(runner->done, 1);
    check_eq(seL4_ARM_Page_Map(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite,
                               ATTRIBUTES | seL4_ARM_ExecuteNever), seL4_NoError);
    thread_start_function(stopped, call_word);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR2], 1);
}

TEST("VSP-10", an_unmapped_frame_is_gone)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr frame = frame_new();
    struct thread *reader = helper_with_handler(handler);

    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    *word_at(scratch_address(0)) = 5;
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    thread_start_function(reader, read_word);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], scratch_address(0));
    check_eq(map_at(frame, scratch_address(1)), seL4_NoError);
    check_eq(*word_at(scratch_address(1)), 5);
}

TEST("VSP-12", deleting_a_frame_cap_unmaps_it)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr frame = frame_new();
    struct thread *reader = helper_with_handler(handler);

    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    check_eq(delete(frame), seL4_NoError);
    thread_start_function(reader, read_word);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], scratch_address(0));
}

TEST("A64-6,TRAP-64", another_frame_silently_replaces_the_first)
{
    seL4_CPtr first = frame_new();
    seL4_CPtr second = frame_new();

    check_eq(map_at(first, scratch_address(0)), seL4_NoError);
    *word_at(scratch_address(0)) = 1;
    check_eq(map_at(second, scratch_address(0)), seL4_NoError);
    check_eq(*word_at(scratch_address(0)), 0);
    check_eq(seL4_ARM_Page_Unmap(first), seL4_NoError);
    *word_at(scratch_address(0)) = 2;
}

TEST("A64-4", page_table_map_checks_its_arguments)
{
    seL4_CPtr table = object_new(seL4_ARM_PageTableObject, 0);

    check_eq(invoke(table, ARMPageTableMap, 0, 2), seL4_TruncatedMessage);
    check_invalid_capability(seL4_ARM_PageTable_Map(table, endpoint_new(), 0, ATTRIBUTES), 1);
    check_invalid_argument(seL4_ARM_PageTable_Map(table, ROOT_VSPACE, seL4_UserTop + 1, ATTRIBUTES), 0);
    check_eq(map_at(frame_new(), scratch_address(0)), seL4_NoError);
    check_eq(seL4_ARM_PageTable_Map(table, ROOT_VSPACE, scratch_address(0), ATTRIBUTES), seL4_DeleteFirst);
    check_eq(seL4_ARM_PageTable_Map(table, ROOT_VSPACE, scratch_address(5), ATTRIBUTES), seL4_NoError);
    check_invalid_capability(seL4_ARM_PageTable_Map(table, ROOT_VSPACE, scratch_address(6), ATTRIBUTES), 0);
}

TEST("VSP-13,VSP-14,TRAP-12", only_the_last_table_cap_unmaps)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr table = object_new(seL4_ARM_PageTableObject, 0);
    struct thread *reader = helper_with_handler(handler);
    seL4_CPtr second;

    check_eq(seL4_ARM_PageTable_Unmap(table), seL4_NoError);
    check_eq(map_at(frame_new(), scratch_address(4)), seL4_NoError);
    check_eq(seL4_ARM_PageTable_Map(table, ROOT_VSPACE, scratch_address(0), ATTRIBUTES), seL4_NoError);
    check_eq(map_at(frame_new(), scratch_address(0)), seL4_NoError);
    second = copy(table);
    check_eq(seL4_ARM_PageTable_Unmap(table), seL4_RevokeFirst);
    check_eq(delete(second), seL4_NoError);
    check_eq(seL4_ARM_PageTable_Unmap(table), seL4_NoError);
    thread_start_function(reader, read_word);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], scratch_address(0));
}

TEST("VSP-11", frames_know_their_address)
{
    seL4_ARM_Page_GetAddress_t answer = seL4_ARM_Page_GetAddress(frame_new());

    check_eq(answer.error, seL4_NoError);
    check_eq(answer.paddr % PAGE, 0);
    check(answer.paddr >= 0x40000000 && answer.paddr < 0xc0000000);
}

TEST("VSP-20", assigning_an_asid_is_done_once)
{
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);

    check_eq(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace), seL4_NoError);
    check_invalid_capability(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace), 1);
    check_invalid_capability(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, endpoint_new()), 1);
}

TEST("VSP-19", a_pool_is_made_from_a_page_of_untyped)
{
    seL4_CPtr pool = slot_new();
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);

    check_invalid_capability(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(13), ROOT_CNODE,
                                                           pool, DEPTH),
                             1);
    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped, ROOT_CNODE, endpoint_new(), DEPTH),
             seL4_DeleteFirst);
    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped, ROOT_CNODE, pool, DEPTH),
             seL4_NoError);
    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped, ROOT_CNODE, slot_new(), DEPTH),
             seL4_RevokeFirst);
    check_eq(seL4_ARM_ASIDPool_Assign(pool, vspace), seL4_NoError);
    check_eq(map_with_tables(frame_new(), vspace, 0x10000, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
}

TEST("VSP-17,VSP-8", deleting_a_pool_takes_its_address_spaces_away)
{
    seL4_CPtr pool = slot_new();
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);

    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pool, DEPTH),
             seL4_NoError);
    check_eq(seL4_ARM_ASIDPool_Assign(pool, vspace), seL4_NoError);
    check_eq(delete(pool), seL4_NoError);
    check_lookup0(seL4_ARM_Page_Map(frame_new(), vspace, 0x10000, seL4_ReadWrite, ATTRIBUTES),
                  DESTINATION_LOOKUP, INVALID_ROOT);
}

TEST("VSP-18", a_thread_without_its_address_space_faults)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr vspace = vspace_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers message;

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, vspace, 0), seL4_NoError);
    thread_start(helper);
    message = execute(step_nbrecv(handler, reply_new()));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(message.x[MR2], 1);
    check_eq(message.x[MR0], message.x[MR1]);
}

TEST("VSP-16", a_deleted_address_space_is_left_alone)
{
    seL4_CPtr vspace = vspace_new();
    seL4_CPtr frame = frame_new();

    check_eq(map_with_tables(frame, vspace, 0x10000, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(delete(vspace), seL4_NoError);
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    *word_at(scratch_address(0)) = 1;
}

TEST("VSP-1", threads_in_two_address_spaces_exchange_messages)
{
    /* mov x7,#-5 (Send); svc; loop: the helper's registers are set from outside */
    static const uint32_t code[] = { 0x92800087, 0xd4000001, 0x14000000 };
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr vspace = vspace_new();
    seL4_CPtr frame = frame_new();
    struct thread *helper = thread_new(BELOW);
    seL4_UserContext context = { .pc = 0x400000, .x0 = endpoint, .x1 = MESSAGE(0x66, 0, 1), .x2 = 0x55 };
    struct registers message;

    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    for (unsigned i = 0; i < 3; i++) {
        ((volatile uint32_t *)scratch_address(0))[i] = code[i];
    }
    check_eq(seL4_ARM_Page_Unify_Instruction(frame, 0, PAGE), seL4_NoError);
    check_eq(map_with_tables(copy(frame), vspace, 0x400000, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(helper->tcb, NO_CAP, ROOT_CNODE, 0, vspace, 0), seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, true, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    message = execute(step_recv(endpoint, reply_new()));
    check_eq(message.x[INFO], MESSAGE(0x66, 0, 1));
    check_eq(message.x[MR0], 0x55);
    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
}

TEST("UNT-14", a_device_frame_can_be_mapped)
{
    seL4_CPtr frame = slot_new();

    check_eq(retype(device_untyped(30), seL4_ARM_HugePageObject, 0, frame), seL4_NoError);
    check_eq(map_with_tables(frame, vspace_new(), 1ul << 30, seL4_ReadWrite, seL4_ARM_ExecuteNever),
             seL4_NoError);
}
