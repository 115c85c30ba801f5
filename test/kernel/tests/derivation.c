/* SPDX-License-Identifier: BSD-2-Clause */
/* The derivation tree, revocation and deletion (CDT, DEL). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

TEST("CDT-8", copies_are_children_of_the_original)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr first = copy(endpoint);
    seL4_CPtr second = copy(first);

    check_eq(revoke(endpoint), seL4_NoError);
    check(slot_is_empty(first));
    check(slot_is_empty(second));
    check(!slot_is_empty(endpoint));
}

TEST("CDT-8", a_copy_is_no_parent)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr first = copy(endpoint);
    seL4_CPtr second = copy(first);

    check_eq(revoke(first), seL4_NoError);
    check(!slot_is_empty(second));
    check(!slot_is_empty(endpoint));
}

TEST("CDT-6", a_badged_cap_is_the_parent_of_its_own_copies_only)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr red = mint(endpoint, seL4_AllRights, 1);
    seL4_CPtr red_copy = copy(red);
    seL4_CPtr blue = mint(endpoint, seL4_AllRights, 2);
    seL4_CPtr blue_copy = copy(blue);

    check_eq(revoke(red), seL4_NoError);
    check(slot_is_empty(red_copy));
    check(!slot_is_empty(blue));
    check(!slot_is_empty(blue_copy));
    check(!slot_is_empty(red));
}

TEST("CDT-6", two_mints_with_one_badge_are_two_families)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr first = mint(endpoint, seL4_AllRights, 7);
    seL4_CPtr second = mint(endpoint, seL4_AllRights, 7);

    check_eq(revoke(second), seL4_NoError);
    check(!slot_is_empty(first));
    check_eq(revoke(first), seL4_NoError);
    check(!slot_is_empty(second));
}

TEST("CDT-8", revoking_the_original_removes_all_badges)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr red = mint(endpoint, seL4_AllRights, 1);
    seL4_CPtr blue = mint(copy(endpoint), seL4_AllRights, 2);

    check_eq(revoke(endpoint), seL4_NoError);
    check(slot_is_empty(red));
    check(slot_is_empty(blue));
}

TEST("CDT-9", an_untyped_is_the_ancestor_of_all_in_its_region)
{
    seL4_CPtr untyped = untyped_new(14);
    seL4_CPtr inner = slot_new();
    seL4_CPtr endpoint = slot_new();
    seL4_CPtr badged;

    check_eq(retype(untyped, seL4_UntypedObject, 12, inner), seL4_NoError);
    check_eq(retype(inner, seL4_EndpointObject, 0, endpoint), seL4_NoError);
    badged = mint(endpoint, seL4_AllRights, 1);
    check_eq(revoke(untyped), seL4_NoError);
    check(slot_is_empty(inner));
    check(slot_is_empty(endpoint));
    check(slot_is_empty(badged));
}

TEST("CDT-9", revoking_an_inner_untyped_spares_its_siblings)
{
    seL4_CPtr untyped = untyped_new(14);
    seL4_CPtr inner = slot_new();
    seL4_CPtr sibling = slot_new();
    seL4_CPtr endpoint = slot_new();

    check_eq(retype(untyped, seL4_UntypedObject, 12, inner), seL4_NoError);
    check_eq(retype(untyped, seL4_EndpointObject, 0, sibling), seL4_NoError);
    check_eq(retype(inner, seL4_EndpointObject, 0, endpoint), seL4_NoError);
    check_eq(revoke(inner), seL4_NoError);
    check(slot_is_empty(endpoint));
    check(!slot_is_empty(sibling));
}

TEST("CNO-5", a_moved_cap_keeps_its_children)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr child = copy(endpoint);
    seL4_CPtr moved = slot_new();

    check_eq(seL4_CNode_Move(ROOT_CNODE, moved, DEPTH, ROOT_CNODE, endpoint, DEPTH), seL4_NoError);
    check_eq(revoke(moved), seL4_NoError);
    check(slot_is_empty(child));
    check(!slot_is_empty(moved));
}

TEST("CNO-5", a_moved_child_stays_a_child)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr child = copy(endpoint);
    seL4_CPtr moved = slot_new();

    check_eq(seL4_CNode_Move(ROOT_CNODE, moved, DEPTH, ROOT_CNODE, child, DEPTH), seL4_NoError);
    check_eq(revoke(endpoint), seL4_NoError);
    check(slot_is_empty(moved));
}

TEST("CDT-4", a_swap_exchanges_the_places_in_the_tree)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr child = slot_new();
    seL4_CPtr tcb = tcb_new();

    check_eq(retype(untyped, seL4_EndpointObject, 0, child), seL4_NoError);
    check_eq(seL4_CNode_Rotate(ROOT_CNODE, untyped, DEPTH, 0, ROOT_CNODE, tcb, DEPTH, 0, ROOT_CNODE, untyped,
                               DEPTH),
             seL4_NoError);
    check_eq(revoke(tcb), seL4_NoError);
    check(slot_is_empty(child));
    check_eq(seL4_TCB_Suspend(untyped), seL4_NoError);
}

TEST("CDT-5", deleting_a_parent_leaves_the_children_to_the_grandparent)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr badged = mint(endpoint, seL4_AllRights, 3);
    seL4_CPtr child = copy(badged);

    check_eq(delete(badged), seL4_NoError);
    check(!slot_is_empty(child));
    check_eq(revoke(endpoint), seL4_NoError);
    check(slot_is_empty(child));
}

TEST("DEL-1", deleting_one_of_two_caps_keeps_the_object)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr second = mint(notification, seL4_AllRights, 6);

    check_eq(delete(notification), seL4_NoError);
    (void)execute(step_send(second, 0));
    check_eq(execute(step_nbwait(second)).x[BADGE], 6);
}

TEST("DEL-2", an_object_lives_until_its_last_cap_goes)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr second = copy(endpoint);
    struct thread *helper = thread_doing(ABOVE, step_recv(endpoint, reply_new()));

    check_eq(delete(endpoint), seL4_NoError);
    (void)execute(step_send(second, MESSAGE(5, 0, 0)));
    check(finished(helper));
    check_eq(helper->steps[0].x[INFO], MESSAGE(5, 0, 0));
}

TEST("DEL-2,IPC-27,IPC-28", deleting_the_last_endpoint_cap_restarts_its_waiters)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_doing(ABOVE, step_call(endpoint, 0));

    check(!finished(helper));
    check_eq(delete(endpoint), seL4_NoError);
    check(finished(helper));
    check_eq(helper->steps[0].x[INFO], MESSAGE(seL4_InvalidCapability, 0, 1));
    check_eq(helper->steps[0].x[MR0], 0);
}

TEST("DEL-6", deleting_the_last_cnode_cap_deletes_what_is_in_it)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr cnode = cnode_new(4);

    check_eq(retype_into(untyped, seL4_EndpointObject, 0, cnode, 0, 0, 3, 1), seL4_NoError);
    check_eq(copy_to(slot_new(), untyped), seL4_RevokeFirst);
    check_eq(delete(cnode), seL4_NoError);
    check_eq(copy_to(slot_new(), untyped), seL4_NoError);
}

TEST("DEL-7,DEL-11", a_cnode_that_holds_its_own_last_cap_goes_with_its_untyped)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr cnode = slot_new();

    check_eq(retype(untyped, seL4_CapTableObject, 4, cnode), seL4_NoError);
    check_eq(seL4_CNode_Copy(cnode, 5, 4, ROOT_CNODE, cnode, DEPTH, seL4_AllRights), seL4_NoError);
    check_eq(delete(cnode), seL4_NoError);
    check_eq(revoke(untyped), seL4_NoError);
    check_eq(retype(untyped, seL4_UntypedObject, 12, slot_new()), seL4_NoError);
}

TEST("DEL-8", nested_cnodes_go_with_the_outermost)
{
    seL4_CPtr untyped = untyped_new(16);
    seL4_CPtr inner = cnode_new(4);
    seL4_CPtr outer = cnode_new(4);

    check_eq(retype_into(untyped, seL4_EndpointObject, 0, inner, 0, 0, 0, 16), seL4_NoError);
    check_eq(seL4_CNode_Move(outer, 9, 4, ROOT_CNODE, inner, DEPTH), seL4_NoError);
    check_eq(delete(outer), seL4_NoError);
    check_eq(revoke(untyped), seL4_NoError);
    check_eq(retype(untyped, seL4_UntypedObject, 16, slot_new()), seL4_NoError);
}

TEST("DEL-9", a_large_cnode_is_deleted_through_its_preemption_points)
{
    seL4_CPtr untyped = untyped_new(19);
    seL4_CPtr cnode = cnode_new(12);

    for (seL4_Word i = 0; i < 4096; i += 256) {
        check_eq(retype_into(untyped, seL4_EndpointObject, 0, cnode, 0, 0, i, 256), seL4_NoError);
    }
    check_eq(delete(cnode), seL4_NoError);
    check_eq(copy_to(slot_new(), untyped), seL4_NoError);
}

TEST("DEL-10", a_thread_may_delete_itself)
{
    struct thread *helper = thread_new(ABOVE);
    struct registers step = step_call(ROOT_CNODE, MESSAGE(CNodeDelete, 0, 2));

    step.x[MR0] = helper->tcb;
    step.x[MR1] = DEPTH;
    add_step(helper, step);
    thread_start(helper);
    check(!finished(helper));
    check(slot_is_empty(helper->tcb));
}

TEST("DEL-12", revoke_keeps_the_cap_itself_and_is_repeatable)
{
    seL4_CPtr notification = notification_new();

    for (unsigned i = 1; i <= 20; i++) {
        (void)mint(notification, seL4_AllRights, i);
    }
    check_eq(revoke(notification), seL4_NoError);
    check_eq(revoke(notification), seL4_NoError);
    check(!slot_is_empty(notification));
}

TEST("DEL-13", a_revoked_untyped_starts_again_from_its_base)
{
    seL4_CPtr untyped = untyped_new(12);

    check_eq(retype(untyped, seL4_UntypedObject, 12, slot_new()), seL4_NoError);
    check_error1(retype(untyped, seL4_EndpointObject, 0, slot_new()), seL4_NotEnoughMemory, 0);
    check_eq(revoke(untyped), seL4_NoError);
    check_eq(retype(untyped, seL4_UntypedObject, 12, slot_new()), seL4_NoError);
}

TEST("DEL-4,TCB-27", deleting_a_thread_frees_its_scheduling_context)
{
    struct thread *helper = thread_doing(ABOVE, step_wait(notification_new()));
    struct thread *heir = passive_thread_new(ABOVE);

    check_eq(delete(helper->tcb), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(helper->sc, heir->tcb), seL4_NoError);
}

TEST("DEL-4", deleting_a_thread_unbinds_its_notification)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = thread_new(ABOVE);
    struct thread *heir = thread_new(ABOVE);

    check_eq(seL4_TCB_BindNotification(helper->tcb, notification), seL4_NoError);
    check_eq(seL4_TCB_BindNotification(heir->tcb, notification), seL4_IllegalOperation);
    check_eq(delete(helper->tcb), seL4_NoError);
    check_eq(seL4_TCB_BindNotification(heir->tcb, notification), seL4_NoError);
}
