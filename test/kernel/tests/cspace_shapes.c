/* SPDX-License-Identifier: BSD-2-Clause */
/* Unusual shapes of capability spaces and derivation trees. */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define LEVELS 64u

TEST("CSP-1,TRAP-11", sixty_four_nested_cnodes_of_one_bit_are_a_cspace)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = thread_new(ABOVE);
    seL4_CPtr levels[LEVELS];

    for (unsigned i = 0; i < LEVELS; i++) {
        levels[i] = cnode_new(1);
    }
    for (unsigned i = 0; i + 1 < LEVELS; i++) {
        check_eq(seL4_CNode_Copy(levels[i], 0, 1, ROOT_CNODE, levels[i + 1], DEPTH, seL4_AllRights),
                 seL4_NoError);
    }
    check_eq(seL4_CNode_Mint(levels[0], 1, DEPTH, ROOT_CNODE, notification, DEPTH, seL4_AllRights, 0x64),
             seL4_NoError);
    check_eq(seL4_TCB_SetSpace(helper->tcb, NO_CAP, levels[0], 0, ROOT_VSPACE, 0), seL4_NoError);
    add_step(helper, step_send(1, 0));
    thread_start(helper);
    check(finished(helper));
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0x64);
}

TEST("CNO-2,TRAP-2", an_occupied_destination_is_reported_before_an_empty_source)
{
    check_eq(copy_to(endpoint_new(), slot_new()), seL4_DeleteFirst);
}

TEST("CDT-5,TRAP-9", the_border_of_a_badge_family_outlives_its_first_cap)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr first = mint(endpoint, seL4_AllRights, 1);
    seL4_CPtr first_copy = copy(first);
    seL4_CPtr second = mint(endpoint, seL4_AllRights, 1);

    check_eq(delete(first), seL4_NoError);
    check_eq(revoke(second), seL4_NoError);
    check(!slot_is_empty(first_copy));
    check_eq(revoke(endpoint), seL4_NoError);
    check(slot_is_empty(first_copy));
}

TEST("CNO-8", revoking_an_untyped_that_holds_a_cspace_in_use_stops_its_thread)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr faults = endpoint_new();
    seL4_CPtr cnode = slot_new();
    struct thread *helper = thread_new(ABOVE);

    check_eq(retype(untyped, seL4_CapTableObject, 4, cnode), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(helper->tcb, faults, cnode, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(revoke(untyped), seL4_NoError);
    check(slot_is_empty(cnode));
    add_step(helper, step_send(0, 0));
    thread_start(helper);
    check_eq(execute(step_nbrecv(faults, reply_new())).x[MR3], INVALID_ROOT);
    check_eq(retype(untyped, seL4_UntypedObject, 12, slot_new()), seL4_NoError);
}

TEST("UNT-5", the_guard_of_a_direct_destination_does_not_matter)
{
    seL4_CPtr guarded = mint(cnode_new(4), seL4_AllRights, seL4_CNode_CapData_new(5, 10).words[0]);

    check_eq(retype_into(untyped_new(12), seL4_EndpointObject, 0, guarded, 0, 0, 3, 1), seL4_NoError);
}

TEST("UNT-16", an_asid_pool_uses_up_its_untyped)
{
    seL4_CPtr untyped = untyped_new(12);

    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped, ROOT_CNODE, slot_new(), DEPTH),
             seL4_NoError);
    check_error1(retype(untyped, seL4_EndpointObject, 0, slot_new()), seL4_NotEnoughMemory, 0);
}

TEST("IRQ-7", the_irq_control_cap_can_be_moved)
{
    seL4_CPtr slot = slot_new();
    seL4_CPtr handler = slot_new();

    check_eq(seL4_CNode_Move(ROOT_CNODE, slot, DEPTH, ROOT_CNODE, seL4_CapIRQControl, DEPTH), seL4_NoError);
    check_eq(seL4_IRQControl_Get(slot, 101, ROOT_CNODE, handler, DEPTH), seL4_NoError);
    check_eq(seL4_CNode_Move(ROOT_CNODE, seL4_CapIRQControl, DEPTH, ROOT_CNODE, slot, DEPTH), seL4_NoError);
    check_eq(seL4_IRQHandler_Ack(handler), seL4_NoError);
}

TEST("DEL-4", a_deleted_thread_completes_a_yield_to_it)
{
    struct thread *target = thread_new(BELOW);
    struct thread *yielder = thread_new(BELOW);
    struct registers step = step_call(target->sc, MESSAGE(SchedContextYieldTo, 0, 0));
    struct registers remove = step_call(ROOT_CNODE, MESSAGE(CNodeDelete, 0, 2));

    remove.x[MR0] = target->tcb;
    remove.x[MR1] = DEPTH;
    add_step(target, remove);
    thread_start(target);
    add_step(yielder, step);
    thread_start(yielder);
    let_others_run();
    check(finished(yielder));
    check_eq(yielder->steps[0].x[INFO], MESSAGE(0, 0, 1));
    check(slot_is_empty(target->tcb));
}
