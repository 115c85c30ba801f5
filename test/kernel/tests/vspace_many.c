/* SPDX-License-Identifier: BSD-2-Clause */
/* Limits of address spaces: the highest addresses, more spaces than the hardware has numbers, all ASID pools (A64). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define ATTRIBUTES seL4_ARM_Default_VMAttributes
#define PAGE (1ul << seL4_PageBits)
#define CODE 0x400000ul
#define DATA (CODE + PAGE)
#define SPACES 270u   /* the kernel at EL2 has 255 VMIDs for all */
#define ROUNDS 2u
#define TURN_TAKERS 256u
#define TURNS 3u
#define SLICE_US 50000u
#define POOLS (1u << seL4_NumASIDPoolsBits)

static volatile seL4_Word *word_at(seL4_Word address)
{
    return (volatile seL4_Word *)address;
}

/* Sends what DATA holds to the endpoint in x0, for ever. */
static const uint32_t tell[] = {
    /* loop: ldr x2,[x9]; mov x7,#Send; svc; b loop */
    0xf9400122, 0x92800087, 0xd4000001, 0x17fffffd,
};

/* Takes x11 turns; calls the endpoint in x0 with the bits of what DATA held that were not those of x10. */
static const uint32_t take_turns[] = {
    /* loop: ldr x12,[x9]; eor x12,x12,x10; orr x2,x2,x12; mov x7,#Yield; svc; sub x11,x11,#1; cbnz x11,loop */
    0xf940012c, 0xca0a018c, 0xaa0c0042, 0x92800147, 0xd4000001, 0xd100056b, 0xb5ffff4b,
    /* mov x7,#Call; svc */
    0x92800007, 0xd4000001,
};

/* A page of code, mapped here at scratch_address(0). */
static seL4_CPtr code_page(const uint32_t *code, unsigned bytes)
{
    seL4_CPtr frame = frame_new();

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    for (unsigned i = 0; i < bytes / sizeof code[0]; i++) {
        ((volatile uint32_t *)scratch_address(0))[i] = code[i];
    }
    check_eq(seL4_ARM_Page_Unify_Instruction(frame, 0, PAGE), seL4_NoError);
    return frame;
}

/* A space with the code, and with `value` in its page of data. `window` can see a frame at scratch_address(1). */
static seL4_CPtr space_with(seL4_CPtr code, seL4_Word value)
{
    seL4_CPtr vspace = vspace_new();
    seL4_CPtr data = frame_new();

    check_eq(map_with_tables(data, ROOT_VSPACE, scratch_address(1), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    *word_at(scratch_address(1)) = value;
    check_eq(seL4_ARM_Page_Unmap(data), seL4_NoError);
    check_eq(map_with_tables(copy(code), vspace, CODE, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(map_with_tables(data, vspace, DATA, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    return vspace;
}

/* What the code sends when it runs in the space. */
static seL4_Word value_in(struct thread *helper, seL4_CPtr vspace, seL4_CPtr endpoint, seL4_CPtr reply)
{
    seL4_UserContext context = { .pc = CODE, .x0 = endpoint, .x1 = MESSAGE(0, 0, 1), .x9 = DATA };
    struct registers message;

    check_eq(seL4_TCB_SetSpace(helper->tcb, NO_CAP, ROOT_CNODE, 0, vspace, 0), seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, true, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    message = execute(step_recv(endpoint, reply));
    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    return message.x[MR0];
}

TEST("A64-1,TRAP-68", more_address_spaces_than_hardware_numbers_stay_apart)
{
    struct thread *helper = thread_new(BELOW);
    seL4_CPtr code = code_page(tell, sizeof tell);
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr spaces[SPACES];

    for (unsigned i = 0; i < SPACES; i++) {
        spaces[i] = space_with(code, i + 1);
    }
    for (unsigned i = 0; i < ROUNDS * SPACES; i++) {
        check_eq(value_in(helper, spaces[i % SPACES], endpoint, reply), i % SPACES + 1);
    }
}

/* A thread that takes turns with its equals in a space of its own, where it is to find `value`. */
static seL4_CPtr taker_of_turns(seL4_CPtr code, seL4_Word value, seL4_CPtr endpoint)
{
    seL4_UserContext context = {
        .pc = CODE, .x0 = endpoint, .x1 = MESSAGE(0, 0, 1), .x9 = DATA, .x10 = value, .x11 = TURNS
    };
    seL4_CPtr tcb = tcb_new();

    check_eq(seL4_TCB_SetSpace(tcb, NO_CAP, ROOT_CNODE, 0, space_with(code, value), 0), seL4_NoError);
    check_eq(seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, BELOW, BELOW, sched_context_new(SLICE_US, SLICE_US),
                                     NO_CAP),
             seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(tcb, true, 0, sizeof context / sizeof(seL4_Word), &context), seL4_NoError);
    return tcb;
}

/*
 * Threads that stay in their spaces and take turns, while nothing happens that would make the kernel forget which
 * number each had: with one more than there are numbers, the last takes the number of the first, and is followed by it.
 */
TEST("A64-1,TRAP-68", a_thread_does_not_come_back_under_a_number_that_is_another_space_s_now)
{
    seL4_CPtr code = code_page(take_turns, sizeof take_turns);
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();

    for (seL4_Word i = 1; i <= TURN_TAKERS; i++) {
        (void)taker_of_turns(code, i, endpoint);
    }
    for (seL4_Word i = 1; i <= TURN_TAKERS; i++) {
        check_eq(execute(step_recv(endpoint, reply)).x[MR0], 0);
    }
}

TEST("TRAP-68,VSP-16", an_asid_that_is_given_out_again_has_nothing_left_of_its_last_space)
{
    struct thread *helper = thread_new(BELOW);
    seL4_CPtr code = code_page(tell, sizeof tell);
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();

    for (seL4_Word i = 1; i <= 8; i++) {
        seL4_CPtr vspace = space_with(code, i);

        check_eq(value_in(helper, vspace, endpoint, reply), i);
        check_eq(revoke(vspace), seL4_NoError);
        check_eq(delete(vspace), seL4_NoError);
    }
}

TEST("A64-2", the_last_page_of_an_address_space_can_be_used)
{
    seL4_CPtr vspace = vspace_new();
    seL4_CPtr frame = frame_new();
    seL4_Word last = seL4_UserTop - PAGE + 1;

    check_eq(map_with_tables(frame, ROOT_VSPACE, last, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    *word_at(last + PAGE - 8) = 0x5a5a;
    check_eq(*word_at(last + PAGE - 8), 0x5a5a);
    check_eq(map_with_tables(copy(frame), vspace, last, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_invalid_argument(seL4_ARM_Page_Map(copy(frame), vspace, last + PAGE, seL4_ReadWrite, ATTRIBUTES), 0);
    check_invalid_argument(seL4_ARM_Page_Map(copy(frame), vspace, ~(PAGE - 1), seL4_ReadWrite, ATTRIBUTES), 0);
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
}

TEST("A64-3,A64-5", pages_have_three_sizes)
{
    seL4_CPtr device = device_untyped(seL4_HugePageBits);
    seL4_CPtr huge = slot_new();
    seL4_CPtr vspace = vspace_new();
    seL4_Word address = 2ul << seL4_HugePageBits;

    check_eq(retype(device, seL4_ARM_HugePageObject, 0, huge), seL4_NoError);
    check_eq(seL4_ARM_Page_Map(huge, vspace, address + (1ul << seL4_LargePageBits), seL4_ReadWrite, 0),
             seL4_AlignmentError);
    check_eq(map_with_tables(huge, vspace, address, seL4_ReadWrite, 0), seL4_NoError);
    check_lookup1(seL4_ARM_Page_Map(frame_new(), vspace, address, seL4_ReadWrite, ATTRIBUTES), DESTINATION_LOOKUP,
                  MISSING_CAPABILITY, seL4_HugePageBits);
    check_eq(seL4_ARM_PageTable_Map(object_new(seL4_ARM_PageTableObject, 0), vspace, address, 0), seL4_DeleteFirst);
    check_eq(seL4_ARM_Page_Map(object_new(seL4_ARM_LargePageObject, 0), vspace, address + PAGE, seL4_ReadWrite,
                               ATTRIBUTES),
             seL4_AlignmentError);
    check_eq(seL4_ARM_Page_Unmap(huge), seL4_NoError);
    check_eq(map_with_tables(object_new(seL4_ARM_LargePageObject, 0), vspace, address, seL4_ReadWrite, ATTRIBUTES),
             seL4_NoError);
    check_lookup1(seL4_ARM_Page_Map(huge, vspace, address, seL4_ReadWrite, 0), DESTINATION_LOOKUP,
                  MISSING_CAPABILITY, seL4_LargePageBits);
}

TEST("VSP-21,VSP-19,TRAP-67", there_are_128_pools)
{
    seL4_CPtr pools = slots_new(POOLS);
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);

    for (unsigned i = 1; i < POOLS; i++) {
        check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pools + i, DEPTH),
                 seL4_NoError);
    }
    /* The table is looked at before the arguments. */
    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, endpoint_new(), ROOT_CNODE, pools, DEPTH),
             seL4_DeleteFirst);
    check_eq(seL4_ARM_ASIDPool_Assign(pools + POOLS - 1, vspace), seL4_NoError);
    check_eq(map_with_tables(frame_new(), vspace, CODE, seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(delete(pools + 5), seL4_NoError);
    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pools, DEPTH),
             seL4_NoError);
}

TEST("TRAP-67,VSP-20", a_pool_that_was_replaced_in_the_table_is_stale)
{
    seL4_CPtr first = slot_new();
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);

    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, first, DEPTH),
             seL4_NoError);
    check_eq(seL4_ARM_ASIDPool_Assign(first, vspace), seL4_NoError);
    check_eq(delete(first), seL4_NoError);
    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, first, DEPTH),
             seL4_NoError);
    check_lookup0(seL4_ARM_Page_Map(frame_new(), vspace, CODE, seL4_ReadWrite, ATTRIBUTES), DESTINATION_LOOKUP,
                  INVALID_ROOT);
    check_eq(seL4_ARM_ASIDPool_Assign(first, object_new(seL4_ARM_VSpaceObject, 0)), seL4_NoError);
    /* Its ASID is now another's. */
    check_invalid_capability(seL4_ARM_Page_Map(frame_new(), vspace, CODE, seL4_ReadWrite, ATTRIBUTES), 1);
    check_invalid_capability(seL4_ARM_VSpace_Clean_Data(vspace, CODE, CODE + 8), 0);
}
