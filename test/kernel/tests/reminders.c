/* SPDX-License-Identifier: BSD-2-Clause */
/* What first implementations usually get wrong, where no other test is about it (TRAP, GEN). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define ATTRIBUTES seL4_ARM_Default_VMAttributes
#define PAGE (1ul << seL4_PageBits)
#define CODE 0x400000ul

/* The fault message of a helper that does this with `handler` as its handler. */
static struct registers fault_of(struct registers step)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    add_step(helper, step);
    thread_start(helper);
    return execute(step_nbrecv(handler, reply_new()));
}

TEST("TRAP-3", an_empty_slot_refuses_a_call_and_faults_a_receive)
{
    struct registers message = fault_of(step_recv(slot_new(), reply_new()));

    check_eq(execute(step_call(slot_new(), 0)).x[INFO], MESSAGE(seL4_InvalidCapability, 0, 1));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 5));
    check_eq(message.x[MR2], 1);
    check_eq(message.x[MR3], MISSING_CAPABILITY);
}

TEST("TRAP-4", an_empty_slot_can_be_revoked_and_deleted_but_not_cancelled)
{
    seL4_CPtr slot = slot_new();

    check_eq(revoke(slot), seL4_NoError);
    check_eq(delete(slot), seL4_NoError);
    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, slot, DEPTH), seL4_IllegalOperation);
}

/* A CNode cap whose guard of zeros makes the CNode a whole CSpace, and a badged notification in its slot 3. */
static seL4_CPtr whole_cspace(seL4_CPtr notification)
{
    seL4_CPtr cnode = cnode_new(4);
    seL4_CPtr guarded = slot_new();

    check_eq(seL4_CNode_Copy(cnode, 3, 4, ROOT_CNODE, notification, DEPTH, seL4_AllRights), seL4_NoError);
    check_eq(seL4_CNode_Mutate(ROOT_CNODE, guarded, DEPTH, ROOT_CNODE, cnode, DEPTH,
                               seL4_CNode_CapData_new(0, 60).words[0]),
             seL4_NoError);
    return guarded;
}

TEST("TRAP-5,TCB-9", zero_root_data_keeps_the_guard_where_a_mint_clears_it)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr root = whole_cspace(mint(notification, seL4_AllRights, 5));
    seL4_CPtr cleared = slot_new();
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_TCB_SetSpace(helper->tcb, NO_CAP, root, 0, ROOT_VSPACE, 0), seL4_NoError);
    add_step(helper, step_send(3, 0));
    thread_start(helper);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 5);
    check_eq(seL4_CNode_Mint(ROOT_CNODE, cleared, DEPTH, ROOT_CNODE, root, DEPTH, seL4_AllRights, 0), seL4_NoError);
    check_eq(seL4_CNode_Delete(cleared, 3, 4), seL4_NoError);
    check_lookup2(seL4_CNode_Delete(root, 3, 4), DESTINATION_LOOKUP, GUARD_MISMATCH, 4, 0);
}

TEST("TRAP-14,GEN-2", null_caps_are_present_and_missing_ones_truncate)
{
    seL4_CPtr null = slot_new();
    seL4_CPtr tcb = tcb_new();

    check_eq(seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, 1, 1, null, null), seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(tcb, null), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(tcb, null, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(seL4_TCB_SetIPCBuffer(tcb, 0, null), seL4_NoError);
    check_invalid_capability(seL4_TCB_SetPriority(tcb, null, 1), 1);
    check_eq(invoke(tcb, TCBSetTimeoutEndpoint, 0, 0), seL4_TruncatedMessage);
    check_eq(invoke(tcb, TCBSetIPCBuffer, 0, 1), seL4_TruncatedMessage);
}

TEST("TRAP-17,UNT-2", device_memory_is_refused_after_its_size)
{
    seL4_CPtr device = slot_new();

    check_eq(retype(device_untyped(16), seL4_UntypedObject, seL4_PageBits, device), seL4_NoError);
    check_invalid_argument(retype(device, seL4_EndpointObject, 0, slot_new()), 1);
    check_error1(retype_into(device, seL4_TCBObject, 0, ROOT_CNODE, 0, 0, slots_new(3), 3), seL4_NotEnoughMemory, PAGE);
    check_eq(retype(device, seL4_EndpointObject, 0, ROOT_CNODE), seL4_DeleteFirst);
}

TEST("TRAP-65,VSP-10", frames_can_be_unmapped_when_what_they_were_mapped_in_is_gone)
{
    for (unsigned what = 0; what < 3; what++) {
        seL4_CPtr pool = slot_new();
        seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);
        seL4_CPtr frame = frame_new();
        seL4_CPtr other = frame_new();

        check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pool, DEPTH),
                 seL4_NoError);
        check_eq(seL4_ARM_ASIDPool_Assign(pool, vspace), seL4_NoError);
        check_eq(map_with_tables(frame, vspace, CODE, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
        check_eq(map_with_tables(other, vspace, CODE + PAGE, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
        check_eq(what == 0 ? delete(pool) : what == 1 ? delete(vspace) : revoke(pool), seL4_NoError);
        check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
        check_eq(delete(other), seL4_NoError);
        check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
        check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    }
}

/* A helper in an address space of its own with one page of code: a call with its registers, then a loop. */
static struct thread *caller_in(seL4_CPtr vspace, seL4_Word priority, seL4_CPtr handler, seL4_CPtr cap)
{
    static const uint32_t code[] = { 0x92800007, 0xd4000001, 0x14000000 }; /* mov x7,#Call; svc; loop */
    seL4_CPtr frame = frame_new();
    struct thread *helper = thread_new(priority);
    seL4_UserContext context = { .pc = CODE, .x0 = ROOT_CNODE, .x1 = MESSAGE(CNodeDelete, 0, 2), .x2 = cap,
                                 .x3 = DEPTH };

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    for (unsigned i = 0; i < sizeof code / sizeof code[0]; i++) {
        ((volatile uint32_t *)scratch_address(0))[i] = code[i];
    }
    check_eq(seL4_ARM_Page_Unify_Instruction(frame, 0, PAGE), seL4_NoError);
    check_eq(map_with_tables(copy(frame), vspace, CODE, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, vspace, 0), seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, true, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    return helper;
}

TEST("TRAP-66,VSP-17", a_thread_that_deletes_its_own_asid_pool_faults_at_once)
{
    seL4_CPtr pool = slot_new();
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);
    seL4_CPtr handler = endpoint_new();
    struct registers message;

    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pool, DEPTH),
             seL4_NoError);
    check_eq(seL4_ARM_ASIDPool_Assign(pool, vspace), seL4_NoError);
    (void)caller_in(vspace, ABOVE, handler, pool);
    message = execute(step_nbrecv(handler, reply_new()));
    check(slot_is_empty(pool));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(message.x[MR0], CODE + 8);
    check_eq(message.x[MR2], 1);
}

/* The thread's own root is a copy of the cap: revoking takes both the copy and the space away. */
TEST("TRAP-66,VSP-16,VSP-18", a_thread_whose_address_space_is_destroyed_under_it_faults_at_once)
{
    seL4_CPtr untyped = untyped_new(seL4_VSpaceBits);
    seL4_CPtr vspace = slot_new();
    seL4_CPtr handler = endpoint_new();
    struct thread *helper;
    struct registers message;

    check_eq(retype(untyped, seL4_ARM_VSpaceObject, 0, vspace), seL4_NoError);
    check_eq(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace), seL4_NoError);
    helper = caller_in(vspace, BELOW, handler, slot_new());
    sleep_us(2000);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[BADGE], 0);
    check_eq(revoke(untyped), seL4_NoError);
    check_eq(retype(untyped, seL4_UntypedObject, seL4_VSpaceBits, vspace), seL4_NoError);
    sleep_us(2000);
    message = execute(step_nbrecv(handler, reply_new()));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(message.x[MR0], CODE + 8);
    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
}

TEST("GEN-6", errors_and_results_are_told_to_calls_only)
{
    struct registers send = step_send(frame_new(), MESSAGE(ARMPageGetAddress, 0, 0));
    struct registers wrong = step_nbsend(ROOT_CNODE, MESSAGE(CNodeDelete, 0, 0));

    for (unsigned i = 0; i <= DESTINATION; i++) {
        check_eq(execute(send).x[i], send.x[i]);
        check_eq(execute(wrong).x[i], wrong.x[i]);
    }
}

TEST("GEN-5,CNO-6", of_several_mistakes_the_first_check_decides)
{
    seL4_CPtr empty = slot_new();

    /* Full destination, empty source, wrong root: the destination is looked at first, then the root. */
    check_eq(seL4_CNode_Copy(ROOT_CNODE, ROOT_CNODE, DEPTH, empty, 0, 99, seL4_AllRights), seL4_DeleteFirst);
    check_lookup0(seL4_CNode_Copy(ROOT_CNODE, empty, DEPTH, empty, 0, 99, seL4_AllRights), SOURCE_LOOKUP,
                  INVALID_ROOT);
    check_range_error(seL4_CNode_Copy(ROOT_CNODE, empty, DEPTH, ROOT_CNODE, 0, 99, seL4_AllRights), 1, 64);
    check_range_error(seL4_CNode_Copy(ROOT_CNODE, empty, 0, empty, 0, 99, seL4_AllRights), 1, 64);
}
