/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations through other calls than Call, combined calls, cancelled and passive partners (SYS, IPC). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define REGISTER_WORDS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

TEST("SYS-8", untyped_can_be_retyped_in_the_first_phase)
{
    seL4_CPtr target = slot_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers step =
        step_nbsend_wait(untyped_new(12), MESSAGE(UntypedRetype, 1, 6), notification_new());

    helper->buffer->caps_or_badges[0] = ROOT_CNODE;
    helper->buffer->msg[4] = target;
    helper->buffer->msg[5] = 1;
    step.x[MR0] = seL4_EndpointObject;
    step.x[MR1] = 0;
    step.x[MR2] = 0;
    step.x[MR3] = 0;
    add_step(helper, step);
    thread_start(helper);
    check(!slot_is_empty(target));
}

TEST("SYS-9", threads_cannot_be_invoked_in_the_first_phase)
{
    struct thread *victim = thread_new(BELOW);

    add_step(victim, step_yield());
    thread_start(victim);
    (void)thread_doing(ABOVE, step_nbsend_wait(victim->tcb, MESSAGE(TCBSuspend, 0, 0), notification_new()));
    let_others_run();
    check(finished(victim));
}

TEST("SYS-11", results_are_given_to_a_call_only)
{
    struct registers step = step_send(tcb_new(), MESSAGE(TCBReadRegisters, 0, 2));
    struct registers after;

    step.x[MR0] = 0;
    step.x[MR1] = 4;
    after = execute(step);
    for (unsigned i = 0; i <= DESTINATION; i++) {
        check_eq(after.x[i], step.x[i]);
    }
}

TEST("SYS-12", results_beyond_four_words_need_a_buffer)
{
    struct thread *helper = thread_new(ABOVE);
    struct registers step = step_call(tcb_new(), MESSAGE(TCBReadRegisters, 0, 2));

    check_eq(seL4_TCB_SetIPCBuffer(helper->tcb, 0, NO_CAP), seL4_NoError);
    step.x[MR0] = 0;
    step.x[MR1] = REGISTER_WORDS;
    add_step(helper, step);
    thread_start(helper);
    check_eq(helper->steps[0].x[INFO], MESSAGE(0, 0, 4));
}

TEST("IPC-14", a_sender_without_context_can_be_received_from)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *sender = passive_thread_new(ABOVE);

    add_step(sender, step_send(endpoint, MESSAGE(7, 0, 0)));
    passive_thread_start(sender);
    check_eq(execute(step_recv(endpoint, reply_new())).x[INFO], MESSAGE(7, 0, 0));
    check(!finished(sender));
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), sender->tcb), seL4_NoError);
    check(finished(sender));
}

TEST("IPC-15", a_thread_that_gave_its_context_away_goes_on_with_its_callers)
{
    seL4_CPtr front = endpoint_new();
    seL4_CPtr back = endpoint_new();
    struct thread *receiver = passive_thread_new(ABOVE);
    struct thread *server = thread_new(ABOVE + 2);
    struct thread *caller = thread_new(ABOVE + 1);

    add_step(receiver, step_recv(back, reply_new()));
    add_step(receiver, step_wait(notification_new()));
    passive_thread_start(receiver);
    add_step(caller, step_call(front, MESSAGE(3, 0, 0)));
    thread_start(caller);
    add_step(server, step_nbsend_recv(back, MESSAGE(4, 0, 0), front, reply_new()));
    thread_start(server);
    check_eq(server->done, 1);
    check_eq(server->steps[0].x[INFO], MESSAGE(3, 0, 0));
    check_eq(receiver->steps[0].x[INFO], MESSAGE(4, 0, 0));
    check_eq(seL4_SchedContext_UnbindObject(caller->sc, server->tcb), seL4_NoError);
    check_eq(seL4_SchedContext_UnbindObject(server->sc, receiver->tcb), seL4_NoError);
}

TEST("IPC-26", deleting_an_endpoint_restarts_its_receivers)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr faults = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers message;

    check_eq(seL4_TCB_SetSpace(helper->tcb, faults, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    add_step(helper, step_recv(endpoint, reply));
    thread_start(helper);
    check_eq(delete(endpoint), seL4_NoError);
    message = execute(step_nbrecv(faults, reply));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 5));
    check_eq(message.x[MR1], endpoint);
    check_eq(message.x[MR2], 1);
}

TEST("CNO-9", cancelling_sends_does_not_restart_a_faulter)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr badged = mint(handler, seL4_AllRights, 5);
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_TCB_SetSpace(helper->tcb, badged, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    add_step(helper, step_send(1ul << 63, 0));
    thread_start(helper);
    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, badged, DEPTH), seL4_NoError);
    let_others_run();
    check(!finished(helper));
    check_eq(execute(step_nbrecv(handler, reply_new())).x[BADGE], 0);
}

TEST("XFR-2", a_cap_that_vanished_meanwhile_is_not_transferred)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr gift = notification_new();
    struct thread *sender = thread_new(ABOVE);

    sender->buffer->caps_or_badges[0] = gift;
    add_step(sender, step_send(endpoint, MESSAGE(0, 1, 0)));
    thread_start(sender);
    check_eq(delete(gift), seL4_NoError);
    seL4_SetCapReceivePath(ROOT_CNODE, slot_new(), DEPTH);
    check_eq(execute(step_recv(endpoint, reply_new())).x[INFO], MESSAGE(0, 0, 0));
}

TEST("IPC-11", a_server_gives_its_notifications_context_back_before_it_waits)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr sc = sched_context_new(10000, 10000);
    struct thread *server = passive_thread_new(ABOVE);

    check_eq(seL4_TCB_BindNotification(server->tcb, notification), seL4_NoError);
    for (unsigned i = 0; i < 3; i++) {
        add_step(server, step_recv(endpoint, reply));
    }
    passive_thread_start(server);
    check_eq(seL4_SchedContext_Bind(sc, notification), seL4_NoError);
    (void)execute(step_send(notification, 0));
    check_eq(server->done, 1);
    check_eq(seL4_SchedContext_UnbindObject(sc, server->tcb), seL4_IllegalOperation);
    (void)execute(step_send(notification, 0));
    check_eq(server->done, 2);
}

TEST("NTF-15", a_context_bound_twice_leaves_its_thread_when_it_waits)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_SchedContext_Bind(helper->sc, notification), seL4_NoError);
    add_step(helper, step_wait(notification));
    thread_start(helper);
    check_eq(seL4_SchedContext_UnbindObject(helper->sc, helper->tcb), seL4_IllegalOperation);
    (void)execute(step_send(notification, 0));
    check(finished(helper));
}
