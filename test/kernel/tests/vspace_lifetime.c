/* SPDX-License-Identifier: BSD-2-Clause */
/* What happens to mappings and threads when tables, address spaces and pools go (VSP). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define ATTRIBUTES seL4_ARM_Default_VMAttributes
#define PAGE (1ul << seL4_PageBits)
#define POOL_ENTRIES 512u
#define CODE 0x400000ul

static seL4_Error map_at(seL4_CPtr frame, seL4_CPtr vspace, seL4_Word address)
{
    return map_with_tables(frame, vspace, address, seL4_ReadWrite, ATTRIBUTES);
}

static void read_word(struct thread *self)
{
    self->value = *(volatile seL4_Word *)scratch_address(0);
    self->done = 1;
}

TEST("VSP-15,VSP-2", deleting_a_page_table_unmaps_what_is_below)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr table = object_new(seL4_ARM_PageTableObject, 0);
    seL4_CPtr frame = frame_new();
    struct thread *reader = thread_new(ABOVE);

    check_eq(map_at(frame_new(), ROOT_VSPACE, scratch_address(4)), seL4_NoError);
    check_eq(seL4_ARM_PageTable_Map(table, ROOT_VSPACE, scratch_address(0), ATTRIBUTES), seL4_NoError);
    check_eq(map_at(frame, ROOT_VSPACE, scratch_address(0)), seL4_NoError);
    check_eq(delete(table), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(reader->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    thread_start_function(reader, read_word);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], scratch_address(0));
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    check_eq(map_at(frame, ROOT_VSPACE, scratch_address(5)), seL4_NoError);
}

TEST("VSP-12", a_new_mapping_shows_the_new_frame_at_once)
{
    seL4_CPtr first = frame_new();
    seL4_CPtr second = frame_new();
    volatile seL4_Word *word = (volatile seL4_Word *)scratch_address(0);

    check_eq(map_at(first, ROOT_VSPACE, scratch_address(0)), seL4_NoError);
    *word = 11;
    check_eq(seL4_ARM_Page_Unmap(first), seL4_NoError);
    check_eq(map_at(second, ROOT_VSPACE, scratch_address(0)), seL4_NoError);
    check_eq(*word, 0);
    *word = 22;
    check_eq(map_at(first, ROOT_VSPACE, scratch_address(1)), seL4_NoError);
    check_eq(*(volatile seL4_Word *)scratch_address(1), 11);
}

TEST("VSP-20,TRAP-67", a_pool_holds_512_address_spaces)
{
    seL4_CPtr pool = slot_new();
    seL4_CPtr spaces = slots_new(POOL_ENTRIES + 1);
    seL4_CPtr untyped = untyped_new(22);
    unsigned assigned = 0;

    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pool, DEPTH),
             seL4_NoError);
    for (unsigned i = 0; i < POOL_ENTRIES; i++) {
        check_eq(retype(untyped, seL4_ARM_VSpaceObject, 0, spaces + i), seL4_NoError);
        assigned += seL4_ARM_ASIDPool_Assign(pool, spaces + i) == seL4_NoError;
    }
    check_eq(assigned, POOL_ENTRIES);
    check_eq(seL4_ARM_ASIDPool_Assign(pool, object_new(seL4_ARM_VSpaceObject, 0)), seL4_DeleteFirst);
    check_eq(delete(spaces + 7), seL4_NoError);
    check_eq(seL4_ARM_ASIDPool_Assign(pool, object_new(seL4_ARM_VSpaceObject, 0)), seL4_NoError);
}

/* A helper in `vspace` that sends to `endpoint` and then loops; its one page of code is also mapped here. */
static struct thread *sender_in(seL4_CPtr vspace, seL4_CPtr endpoint, seL4_CPtr handler)
{
    static const uint32_t code[] = { 0x92800087, 0xd4000001, 0x14000000 }; /* mov x7,#Send; svc; loop */
    seL4_CPtr frame = frame_new();
    struct thread *helper = thread_new(BELOW);
    seL4_UserContext context = { .pc = CODE, .x0 = endpoint };

    check_eq(map_at(frame, ROOT_VSPACE, scratch_address(0)), seL4_NoError);
    for (unsigned i = 0; i < sizeof code / sizeof code[0]; i++) {
        ((volatile uint32_t *)scratch_address(0))[i] = code[i];
    }
    check_eq(seL4_ARM_Page_Unify_Instruction(frame, 0, PAGE), seL4_NoError);
    check_eq(map_at(copy(frame), vspace, CODE), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, vspace, 0), seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, true, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    return helper;
}

TEST("VSP-16", a_thread_whose_address_space_goes_faults_when_it_runs_again)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr vspace = vspace_new();
    seL4_CPtr reply = reply_new();
    struct registers message;

    (void)sender_in(vspace, endpoint, handler);
    let_others_run();
    check_eq(revoke(vspace), seL4_NoError);
    check_eq(delete(vspace), seL4_NoError);
    check_eq(execute(step_recv(endpoint, reply)).x[INFO], 0);
    message = execute(step_recv(handler, reply));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(message.x[MR0], CODE + 8);
    check_eq(message.x[MR2], 1);
}

TEST("VSP-17,TRAP-66", a_running_thread_faults_when_its_pool_goes)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);
    seL4_CPtr pool = slot_new();
    seL4_CPtr reply = reply_new();

    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pool, DEPTH),
             seL4_NoError);
    check_eq(seL4_ARM_ASIDPool_Assign(pool, vspace), seL4_NoError);
    (void)sender_in(vspace, endpoint, handler);
    check_eq(execute(step_recv(endpoint, reply)).x[INFO], 0);
    sleep_us(2000);
    check_eq(execute(step_nbrecv(handler, reply)).x[BADGE], 0);
    check_eq(delete(pool), seL4_NoError);
    check_eq(execute(step_recv(handler, reply)).x[MR0], CODE + 8);
}

TEST("VSP-22", a_root_that_is_no_longer_current_is_accepted_and_faults)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);
    seL4_CPtr pool = slot_new();
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pool, DEPTH),
             seL4_NoError);
    check_eq(seL4_ARM_ASIDPool_Assign(pool, vspace), seL4_NoError);
    check_eq(delete(pool), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, vspace, 0), seL4_NoError);
    thread_start(helper);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
}

TEST("UNT-13,TRAP-19", a_new_frame_is_zero_in_memory_too)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr frame = slot_new();
    volatile seL4_Word *cached = (volatile seL4_Word *)scratch_address(0);
    volatile seL4_Word *uncached = (volatile seL4_Word *)scratch_address(1);

    check_eq(retype(untyped, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
    check_eq(map_at(frame, ROOT_VSPACE, scratch_address(0)), seL4_NoError);
    for (unsigned i = 0; i < PAGE / 8; i++) {
        cached[i] = ~0ul;
    }
    check_eq(delete(frame), seL4_NoError);
    check_eq(retype(untyped, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(1), seL4_ReadWrite, seL4_ARM_ExecuteNever),
             seL4_NoError);
    for (unsigned i = 0; i < PAGE / 8; i++) {
        check_eq(uncached[i], 0);
    }
}
