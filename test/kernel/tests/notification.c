/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifications: signalling, waiting, binding to threads and scheduling contexts (NTF). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

static void signal_badge(seL4_CPtr notification, seL4_Word badge)
{
    (void)execute(step_send(mint(notification, seL4_AllRights, badge), 0));
}

TEST("NTF-3", badges_accumulate_by_or)
{
    seL4_CPtr notification = notification_new();

    signal_badge(notification, 1);
    signal_badge(notification, 4);
    signal_badge(notification, 5);
    check_eq(execute(step_wait(notification)).x[BADGE], 5);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
}

TEST("NTF-4", a_signal_wakes_one_waiter)
{
    seL4_CPtr notification = notification_new();
    struct thread *first = thread_doing(ABOVE, step_wait(notification));
    struct thread *second = thread_doing(ABOVE, step_wait(notification));

    signal_badge(notification, 9);
    check(finished(first));
    check_eq(first->steps[0].x[BADGE], 9);
    check(!finished(second));
    signal_badge(notification, 10);
    check_eq(second->steps[0].x[BADGE], 10);
}

TEST("NTF-4", waiters_are_served_by_priority)
{
    seL4_CPtr notification = notification_new();
    struct thread *low = thread_doing(ABOVE, step_wait(notification));
    struct thread *high = thread_doing(ABOVE + 1, step_wait(notification));

    signal_badge(notification, 1);
    check(finished(high) && !finished(low));
}

TEST("NTF-9,NTF-8", a_wait_changes_the_badge_register_only)
{
    seL4_CPtr notification = notification_new();
    struct registers wait = step_wait(notification);
    struct registers after;

    signal_badge(notification, 3);
    wait.x[INFO] = 0x123;
    after = execute(wait);
    check_eq(after.x[BADGE], 3);
    for (unsigned i = INFO; i <= DESTINATION; i++) {
        check_eq(after.x[i], wait.x[i]);
    }
}

TEST("SYS-13", a_call_on_a_notification_signals_and_returns)
{
    seL4_CPtr notification = notification_new();
    struct registers answer = execute(step_call(mint(notification, seL4_AllRights, 6), MESSAGE(7, 0, 2)));

    check_eq(answer.x[BADGE], 0);
    check_eq(answer.x[INFO], 0);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 6);
}

TEST("CAP-5", waiting_needs_the_read_right)
{
    seL4_CPtr write_only = mint(notification_new(), seL4_CapRights_new(0, 0, 0, 1), 0);
    seL4_CPtr faults = endpoint_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers message;

    check_eq(seL4_TCB_SetSchedParams(helper->tcb, seL4_CapInitThreadTCB, 0, ABOVE, helper->sc, faults),
             seL4_NoError);
    add_step(helper, step_wait(write_only));
    thread_start(helper);
    message = execute(step_recv(faults, reply_new()));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 5));
    check_eq(message.x[MR1], write_only);
    check_eq(message.x[MR2], 1);
    check_eq(message.x[MR3], MISSING_CAPABILITY);
    check_eq(seL4_GetMR(4), 0);
}

TEST("NTF-5,NTF-16", a_signal_wakes_the_bound_thread_from_an_endpoint)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers receive = step_recv(endpoint_new(), reply_new());

    receive.x[INFO] = 0x456;
    add_step(helper, receive);
    check_eq(seL4_TCB_BindNotification(helper->tcb, notification), seL4_NoError);
    thread_start(helper);
    signal_badge(notification, 0x80);
    check(finished(helper));
    check_eq(helper->steps[0].x[BADGE], 0x80);
    check_eq(helper->steps[0].x[INFO], 0x456);
}

TEST("NTF-6", a_signal_does_not_wake_a_bound_thread_that_sends)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_new(ABOVE);

    add_step(helper, step_call(endpoint, 0));
    add_step(helper, step_wait(notification));
    check_eq(seL4_TCB_BindNotification(helper->tcb, notification), seL4_NoError);
    thread_start(helper);
    signal_badge(notification, 2);
    check_eq(helper->done, 0);
    check_eq(seL4_TCB_UnbindNotification(helper->tcb), seL4_NoError);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 2);
}

TEST("NTF-10", a_pending_signal_is_delivered_before_messages)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();

    check_eq(seL4_TCB_BindNotification(test_tcb, notification), seL4_NoError);
    (void)thread_doing(ABOVE, step_send(endpoint, MESSAGE(1, 0, 0)));
    signal_badge(notification, 0x40);
    check_eq(execute(step_recv(endpoint, reply)).x[BADGE], 0x40);
    check_eq(execute(step_recv(endpoint, reply)).x[INFO], MESSAGE(1, 0, 0));
}

TEST("NTF-10", a_poll_of_an_endpoint_delivers_a_pending_signal)
{
    seL4_CPtr notification = notification_new();

    check_eq(seL4_TCB_BindNotification(test_tcb, notification), seL4_NoError);
    signal_badge(notification, 0x20);
    check_eq(execute(step_nbrecv(endpoint_new(), reply_new())).x[BADGE], 0x20);
}

TEST("NTF-13", only_the_bound_thread_may_wait)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr faults = endpoint_new();
    struct thread *owner = thread_new(ABOVE);
    struct thread *other = thread_new(ABOVE);

    check_eq(seL4_TCB_BindNotification(owner->tcb, notification), seL4_NoError);
    check_eq(seL4_TCB_SetSchedParams(other->tcb, seL4_CapInitThreadTCB, 0, ABOVE, other->sc, faults),
             seL4_NoError);
    add_step(other, step_wait(notification));
    thread_start(other);
    check_eq(execute(step_nbrecv(faults, reply_new())).x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 5));
    add_step(owner, step_wait(notification));
    thread_start(owner);
    signal_badge(notification, 1);
    check(finished(owner));
}

TEST("TCB-15", a_notification_binds_to_one_thread)
{
    seL4_CPtr notification = notification_new();
    struct thread *first = thread_new(ABOVE);
    struct thread *second = thread_new(ABOVE);

    check_eq(seL4_TCB_BindNotification(first->tcb, notification), seL4_NoError);
    check_eq(seL4_TCB_BindNotification(first->tcb, notification_new()), seL4_IllegalOperation);
    check_eq(seL4_TCB_BindNotification(second->tcb, notification), seL4_IllegalOperation);
}

TEST("TCB-15", binding_checks_type_right_and_waiters)
{
    seL4_CPtr busy = notification_new();
    struct thread *helper = thread_new(ABOVE);

    (void)thread_doing(ABOVE, step_wait(busy));
    check_eq(seL4_TCB_BindNotification(helper->tcb, endpoint_new()), seL4_IllegalOperation);
    check_eq(seL4_TCB_BindNotification(helper->tcb,
                                       mint(notification_new(), seL4_CapRights_new(0, 0, 0, 1), 0)),
             seL4_IllegalOperation);
    check_eq(seL4_TCB_BindNotification(helper->tcb, busy), seL4_IllegalOperation);
}

TEST("TCB-16", unbinding_needs_a_binding)
{
    check_eq(seL4_TCB_UnbindNotification(tcb_new()), seL4_IllegalOperation);
}

TEST("NTF-7", a_passive_waiter_gets_the_notifications_context)
{
    seL4_CPtr notification = notification_new();
    struct thread *server = passive_thread_new(ABOVE);

    add_step(server, step_wait(notification));
    add_step(server, step_wait(notification));
    passive_thread_start(server);
    check_eq(seL4_SchedContext_Bind(sched_context_new(10000, 10000), notification), seL4_NoError);
    signal_badge(notification, 1);
    check_eq(server->done, 1);
    signal_badge(notification, 2);
    check_eq(server->done, 2);
}

/* Only a thread that is to wait gives the time back. */
TEST("NTF-11,IPC-11", a_poll_keeps_the_context_that_the_bound_notification_has_lent)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *passive = passive_thread_new(ABOVE);

    check_eq(seL4_TCB_BindNotification(passive->tcb, notification), seL4_NoError);
    add_step(passive, step_recv(endpoint, reply));
    add_step(passive, step_nbrecv(endpoint, reply));
    add_step(passive, step_nbwait(endpoint));
    add_step(passive, step_recv(endpoint, reply));
    passive_thread_start(passive);
    check_eq(seL4_SchedContext_Bind(sched_context_new(10000, 10000), notification), seL4_NoError);
    seL4_Signal(notification);
    check_eq(passive->done, 3);
    seL4_Signal(notification);
    check(finished(passive));
}

TEST("NTF-11", the_context_returns_when_the_thread_waits_again)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr sc = sched_context_new(10000, 10000);
    struct thread *server = passive_thread_new(ABOVE);

    add_step(server, step_wait(notification));
    add_step(server, step_wait(notification));
    passive_thread_start(server);
    check_eq(seL4_SchedContext_Bind(sc, notification), seL4_NoError);
    signal_badge(notification, 1);
    check_eq(seL4_SchedContext_UnbindObject(sc, server->tcb), seL4_IllegalOperation);
}

TEST("OUT-5", a_signal_to_a_passive_thread_without_context_is_consumed)
{
    seL4_CPtr notification = notification_new();
    struct thread *server = passive_thread_new(ABOVE);

    add_step(server, step_wait(notification));
    passive_thread_start(server);
    signal_badge(notification, 3);
    check(!finished(server));
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
    check_eq(seL4_SchedContext_Bind(sched_context_new(10000, 10000), server->tcb), seL4_NoError);
    check(finished(server));
    check_eq(server->steps[0].x[BADGE], 3);
}

TEST("NTF-12", deleting_a_notification_restarts_its_waiters)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr faults = endpoint_new();
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_TCB_SetSchedParams(helper->tcb, seL4_CapInitThreadTCB, 0, ABOVE, helper->sc, faults),
             seL4_NoError);
    add_step(helper, step_wait(notification));
    thread_start(helper);
    check_eq(delete(notification), seL4_NoError);
    check_eq(execute(step_nbrecv(faults, reply_new())).x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 5));
}

TEST("NTF-14", unbinding_leaves_a_blocked_thread_blocked)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_new(ABOVE);

    add_step(helper, step_recv(endpoint, reply_new()));
    check_eq(seL4_TCB_BindNotification(helper->tcb, notification), seL4_NoError);
    thread_start(helper);
    check_eq(seL4_TCB_UnbindNotification(helper->tcb), seL4_NoError);
    signal_badge(notification, 8);
    check(!finished(helper));
    check_eq(execute(step_nbwait(notification)).x[BADGE], 8);
}

TEST("NTF-17", suspending_a_waiter_keeps_later_signals)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = thread_doing(ABOVE, step_wait(notification));

    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    signal_badge(notification, 16);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 16);
}
