/* SPDX-License-Identifier: BSD-2-Clause */
/* Corners of single rules that the tests by subject do not reach. */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

TEST("CAP-3", the_first_cap_of_an_object_is_unbadged)
{
    seL4_CPtr endpoint = endpoint_new();
    struct registers message;

    (void)thread_doing(ABOVE, step_send(endpoint, MESSAGE(1, 0, 0)));
    message = execute(step_recv(endpoint, reply_new()));
    check_eq(message.x[INFO], MESSAGE(1, 0, 0));
    check_eq(message.x[BADGE], 0);
}

TEST("CAP-6", a_message_passes_a_cap_with_all_its_rights)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr gift = mint(notification_new(), seL4_AllRights, 5);
    seL4_CPtr slot = slot_new();
    struct thread *sender = thread_new(ABOVE);

    sender->buffer->caps_or_badges[0] = gift;
    add_step(sender, step_send(endpoint, MESSAGE(0, 1, 0)));
    thread_start(sender);
    seL4_SetCapReceivePath(ROOT_CNODE, slot, DEPTH);
    (void)execute(step_recv(endpoint, reply_new()));
    check_eq(execute(step_call(slot, 0)).x[INFO], 0);
    check_eq(execute(step_nbwait(slot)).x[BADGE], 5);
}

TEST("CSP-3", a_path_through_an_empty_slot_has_bits_left_over)
{
    check_lookup2(seL4_CNode_Delete(cnode_new(4), 3 << 4, 8), DESTINATION_LOOKUP, DEPTH_MISMATCH, 4, 0);
}

TEST("DEL-15,TCB-3", a_last_cap_to_a_cspace_cannot_be_replaced)
{
    seL4_CPtr cnode = cnode_new(4);
    seL4_CPtr tcb = tcb_new();

    check_eq(seL4_TCB_SetSpace(tcb, NO_CAP, cnode, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(delete(cnode), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(tcb, NO_CAP, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_IllegalOperation);
    check_eq(seL4_TCB_Configure(tcb, ROOT_CNODE, 0, ROOT_VSPACE, 0, 0, NO_CAP), seL4_IllegalOperation);
}

TEST("IPC-13", a_receiver_goes_on_unless_a_more_urgent_sender_is_released)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *low = thread_doing(BELOW, step_send(endpoint, MESSAGE(1, 0, 0)));
    struct thread *high;

    let_others_run();
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(1, 0, 0));
    check(!finished(low));
    high = thread_doing(ABOVE, step_send(endpoint, MESSAGE(2, 0, 0)));
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(2, 0, 0));
    check(finished(high));
}

TEST("IPC-6", a_combined_send_without_receiver_keeps_its_context)
{
    struct thread *helper = thread_doing(ABOVE, step_nbsend_wait(endpoint_new(), 0, notification_new()));

    check_eq(seL4_SchedContext_UnbindObject(helper->sc, helper->tcb), seL4_NoError);
}

TEST("OUT-1", sends_to_nothing_are_dropped_and_calls_are_told)
{
    seL4_CPtr empty = slot_new();
    seL4_CPtr read_only = mint(endpoint_new(), seL4_CapRights_new(0, 0, 1, 0), 0);
    seL4_CPtr targets[2] = { empty, read_only };

    for (unsigned i = 0; i < 2; i++) {
        struct registers send = step_send(targets[i], MESSAGE(1, 0, 1));
        struct registers after = execute(send);

        check_eq(after.x[BADGE], send.x[BADGE]);
        check_eq(after.x[INFO], send.x[INFO]);
        after = execute(step_nbsend(targets[i], MESSAGE(1, 0, 1)));
        check_eq(after.x[INFO], MESSAGE(1, 0, 1));
        after = execute(step_call(targets[i], MESSAGE(1, 0, 1)));
        check_eq(after.x[INFO], MESSAGE(seL4_InvalidCapability, 0, 1));
        check_eq(after.x[MR0], 0);
    }
}

TEST("RPL-12", a_caller_with_a_new_context_leaves_the_old_one_behind)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *caller = thread_new(ABOVE);

    add_step(server, step_recv(endpoint, reply));
    add_step(server, step_wait(notification_new()));
    passive_thread_start(server);
    add_step(caller, step_call(endpoint, 0));
    thread_start(caller);
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), caller->tcb), seL4_NoError);
    (void)execute(step_send(reply, 0));
    check(finished(caller));
    check_eq(seL4_SchedContext_UnbindObject(caller->sc, server->tcb), seL4_NoError);
}

static void read_nothing(struct thread *self)
{
    self->value = *(volatile seL4_Word *)0x7000000;
    self->done = 1;
}

TEST("FLT-18", a_reply_cap_without_grant_answers_a_fault)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr weak = mint(reply, seL4_CapRights_new(0, 0, 1, 1), 0);
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    thread_start_function(helper, read_nothing);
    (void)execute(step_recv(handler, reply));
    check_eq(map_with_tables(frame_new(), ROOT_VSPACE, 0x7000000, seL4_ReadWrite,
                             seL4_ARM_Default_VMAttributes),
             seL4_NoError);
    (void)execute(step_send(weak, 0));
    check_eq(helper->done, 1);
}

TEST("FLT-21", a_fault_in_the_second_phase_comes_after_the_first)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr notification = notification_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers message;

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    add_step(helper, step_nbsend_wait(mint(notification, seL4_AllRights, 2), 0, 1ul << 63));
    thread_start(helper);
    message = execute(step_recv(handler, reply_new()));
    check_eq(message.x[INFO] >> 12, seL4_Fault_CapFault);
    check_eq(message.x[MR1], 1ul << 63);
    check_eq(message.x[MR2], 1);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 2);
}

TEST("SCI-6", unknown_flags_of_a_context_are_ignored)
{
    seL4_CPtr sc = object_new(seL4_SchedContextObject, 8);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, sc, 1000, 1000, 0, 0, ~1ul),
             seL4_NoError);
}

TEST("SCI-12", a_thread_that_gets_a_context_runs_before_the_binder_goes_on)
{
    struct thread *helper = passive_thread_new(ABOVE);

    add_step(helper, step_yield());
    thread_start(helper);
    check(!finished(helper));
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), helper->tcb), seL4_NoError);
    check(finished(helper));
}

TEST("SCI-26", contexts_refuse_unknown_labels_and_the_first_phase)
{
    seL4_CPtr sc = sched_context_new(1000, 1000);
    struct thread *bystander = thread_new(BELOW);

    check_eq(invoke(sc, TCBSuspend, 0, 0), seL4_IllegalOperation);
    (void)thread_doing(ABOVE, step_nbsend_wait(bystander->sc, MESSAGE(SchedContextUnbind, 0, 0),
                                               notification_new()));
    check_eq(seL4_SchedContext_UnbindObject(bystander->sc, bystander->tcb), seL4_NoError);
}

TEST("TCB-19", a_suspended_thread_keeps_its_context)
{
    struct thread *helper = thread_doing(ABOVE, step_wait(notification_new()));

    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), helper->tcb), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_UnbindObject(helper->sc, helper->tcb), seL4_NoError);
}

TEST("SYS-7,01/MSG-4", an_invocation_without_a_buffer_has_four_words)
{
    struct thread *helper = thread_new(ABOVE);
    seL4_CPtr target = tcb_new();
    struct registers eight = step_call(target, MESSAGE(TCBWriteRegisters, 0, 12));
    struct registers two = eight;

    check_eq(seL4_TCB_SetIPCBuffer(helper->tcb, 0, 0), seL4_NoError);
    eight.x[MR0] = two.x[MR0] = 0;
    eight.x[MR1] = 8;
    two.x[MR1] = 2;
    add_step(helper, eight);
    add_step(helper, two);
    thread_start(helper);
    check(finished(helper));
    check_eq(helper->steps[0].x[INFO], MESSAGE(seL4_TruncatedMessage, 0, 0));
    check_eq(helper->steps[1].x[INFO], MESSAGE(seL4_NoError, 0, 0));
    check_eq(read_registers(target).pc, two.x[MR2]);
    check_eq(read_registers(target).sp, two.x[MR3]);
}

TEST("CNO-3", a_guard_is_cut_to_its_size)
{
    seL4_CPtr cnode = cnode_new(4);
    seL4_CPtr guarded = slot_new();
    seL4_Word guard = seL4_CNode_CapData_new(0xb, 2).words[0];

    check_eq(seL4_CNode_Mint(ROOT_CNODE, guarded, DEPTH, ROOT_CNODE, cnode, DEPTH, seL4_AllRights, guard),
             seL4_NoError);
    check_eq(seL4_CNode_Delete(guarded, 0x35, 6), seL4_NoError);
    check_lookup2(seL4_CNode_Delete(guarded, 0x25, 6), DESTINATION_LOOKUP, GUARD_MISMATCH, 6, 3);
}

#ifdef CONFIG_ALLOW_SMC_CALLS
TEST("SMC-1", a_badged_smc_cap_cannot_be_badged_again)
{
    seL4_CPtr badged = mint(seL4_CapSMC, seL4_AllRights, 7);

    check_eq(seL4_CNode_Mint(ROOT_CNODE, slot_new(), DEPTH, ROOT_CNODE, badged, DEPTH, seL4_AllRights, 8),
             seL4_IllegalOperation);
    check_eq(copy_to(slot_new(), badged), seL4_NoError);
    check_eq(revoke(badged), seL4_NoError);
    check(!slot_is_empty(seL4_CapSMC));
}
#endif

TEST("BOOT-10", the_list_of_untypeds_is_limited)
{
    check(boot->untyped.end - boot->untyped.start <= CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS);
}

#if CONFIG_NUM_DOMAINS > 1
TEST("SC-42", a_donated_context_is_used_in_the_servers_domain)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *caller = thread_new(ABOVE);

    add_step(server, step_recv(endpoint, reply_new()));
    passive_thread_start(server);
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 2, server->tcb), seL4_NoError);
    add_step(caller, step_call(endpoint, 0));
    thread_start(caller);
    let_others_run();
    check(!finished(server));
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 0, server->tcb), seL4_NoError);
    let_others_run();
    check(finished(server));
}
#endif
