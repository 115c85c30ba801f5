/* SPDX-License-Identifier: BSD-2-Clause */
/* Reply objects, donation of scheduling contexts, call stacks, combined calls (RPL, IPC, OUT). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

/* A passive server that waits on `endpoint` with `reply` and answers `count - 1` calls with label 0x77. */
static struct thread *passive_server(seL4_CPtr endpoint, seL4_CPtr reply, unsigned count)
{
    struct thread *server = passive_thread_new(ABOVE);

    add_step(server, step_recv(endpoint, reply));
    for (unsigned i = 1; i < count; i++) {
        add_step(server, step_reply_recv(endpoint, MESSAGE(0x77, 0, 1), reply));
    }
    passive_thread_start(server);
    return server;
}

TEST("RPL-5", a_reply_restarts_the_caller_with_the_message)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *caller =
        thread_doing(ABOVE, step_call(mint(endpoint, seL4_AllRights, 8), MESSAGE(3, 0, 1)));

    check_eq(execute(step_recv(endpoint, reply)).x[BADGE], 8);
    check(!finished(caller));
    (void)execute(step_send(reply, MESSAGE(0xcafe, 0, 2)));
    check(finished(caller));
    check_eq(caller->steps[0].x[BADGE], 0);
    check_eq(caller->steps[0].x[INFO], MESSAGE(0xcafe, 0, 2));
    check_eq(caller->steps[0].x[MR1], 0xa1);
}

TEST("RPL-3", a_reply_object_can_be_used_again)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();

    for (unsigned i = 0; i < 3; i++) {
        struct thread *caller = thread_doing(ABOVE, step_call(endpoint, 0));

        (void)execute(step_recv(endpoint, reply));
        (void)execute(step_send(reply, 0));
        check(finished(caller));
    }
}

TEST("RPL-5", a_reply_without_caller_succeeds_and_does_nothing)
{
    struct registers answer = execute(step_call(reply_new(), MESSAGE(5, 0, 0)));

    check_eq(answer.x[INFO], 0);
    check_eq(answer.x[BADGE], 0);
}

TEST("SYS-13", a_call_through_a_reply_cap_replies_and_returns)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *caller = thread_doing(ABOVE, step_call(endpoint, 0));

    (void)execute(step_recv(endpoint, reply));
    check_eq(execute(step_call(reply, MESSAGE(5, 0, 0))).x[INFO], 0);
    check_eq(caller->steps[0].x[INFO], MESSAGE(5, 0, 0));
}

TEST("OUT-2", a_passive_server_runs_on_the_callers_scheduling_context)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *server = passive_server(endpoint, reply_new(), 3);
    struct registers answer = execute(step_call(endpoint, MESSAGE(1, 0, 0)));

    check_eq(answer.x[INFO], MESSAGE(0x77, 0, 1));
    check_eq(server->done, 1);
    answer = execute(step_call(endpoint, MESSAGE(2, 0, 0)));
    check_eq(answer.x[INFO], MESSAGE(0x77, 0, 1));
    check_eq(server->done, 2);
}

TEST("RPL-4,SCI-14", a_caller_without_context_waits_while_the_server_runs)
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
    check_eq(server->done, 1);
    check_eq(seL4_SchedContext_UnbindObject(caller->sc, caller->tcb), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_UnbindObject(caller->sc, server->tcb), seL4_NoError);
}

TEST("RPL-7,RPL-6", the_context_returns_to_the_caller_with_the_reply)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *caller = thread_new(ABOVE);

    add_step(server, step_recv(endpoint, reply));
    add_step(server, step_send(reply, MESSAGE(1, 0, 0)));
    passive_thread_start(server);
    add_step(caller, step_call(endpoint, 0));
    thread_start(caller);
    check(finished(caller));
    check_eq(server->done, 1);
    check_eq(seL4_SchedContext_UnbindObject(caller->sc, caller->tcb), seL4_NoError);
}

TEST("RPL-7", a_chain_of_passive_servers_unwinds)
{
    seL4_CPtr front = endpoint_new();
    seL4_CPtr back = endpoint_new();
    struct thread *backend = passive_server(back, reply_new(), 2);
    struct thread *frontend = passive_thread_new(ABOVE);
    seL4_CPtr reply = reply_new();

    add_step(frontend, step_recv(front, reply));
    add_step(frontend, step_call(back, MESSAGE(2, 0, 0)));
    add_step(frontend, step_reply_recv(front, MESSAGE(0x99, 0, 0), reply));
    passive_thread_start(frontend);
    check_eq(execute(step_call(front, MESSAGE(1, 0, 0))).x[INFO], MESSAGE(0x99, 0, 0));
    check_eq(backend->done, 1);
    check_eq(frontend->done, 2);
}

TEST("RPL-8", deleting_the_top_reply_object_returns_the_context)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *caller = thread_new(ABOVE);

    add_step(server, step_recv(endpoint, reply));
    add_step(server, step_wait(notification_new()));
    passive_thread_start(server);
    add_step(caller, step_call(endpoint, MESSAGE(4, 0, 0)));
    thread_start(caller);
    check_eq(server->done, 1);
    check_eq(delete(reply), seL4_NoError);
    check(!finished(caller));
    check_eq(seL4_TCB_Resume(caller->tcb), seL4_NoError);
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(4, 0, 0));
}

TEST("RPL-9", suspending_the_caller_leaves_its_context_with_the_server)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *caller = thread_new(ABOVE);
    seL4_CPtr reply = reply_new();

    add_step(server, step_recv(endpoint, reply));
    add_step(server, step_wait(notification_new()));
    passive_thread_start(server);
    add_step(caller, step_call(endpoint, 0));
    thread_start(caller);
    check_eq(seL4_TCB_Suspend(caller->tcb), seL4_NoError);
    (void)execute(step_send(reply, 0));
    check(!finished(caller));
    check_eq(seL4_SchedContext_UnbindObject(caller->sc, server->tcb), seL4_NoError);
}

TEST("IPC-11", a_reply_object_in_use_is_taken_from_its_caller)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *first = thread_doing(ABOVE, step_call(endpoint, MESSAGE(1, 0, 0)));
    struct thread *second = thread_doing(ABOVE, step_call(endpoint, MESSAGE(2, 0, 0)));

    check_eq(execute(step_recv(endpoint, reply)).x[INFO], MESSAGE(1, 0, 0));
    check_eq(execute(step_recv(endpoint, reply)).x[INFO], MESSAGE(2, 0, 0));
    (void)execute(step_send(reply, 0));
    check(finished(second));
    check(!finished(first));
}

TEST("SYS-4", reply_recv_answers_and_receives_the_next)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *first = thread_doing(ABOVE, step_call(endpoint, MESSAGE(1, 0, 0)));
    struct thread *second = thread_doing(ABOVE, step_call(endpoint, MESSAGE(2, 0, 0)));
    struct registers message;

    (void)execute(step_recv(endpoint, reply));
    message = execute(step_reply_recv(endpoint, MESSAGE(0x10, 0, 0), reply));
    check_eq(message.x[INFO], MESSAGE(2, 0, 0));
    check_eq(first->steps[0].x[INFO], MESSAGE(0x10, 0, 0));
    (void)execute(step_send(reply, MESSAGE(0x20, 0, 0)));
    check_eq(second->steps[0].x[INFO], MESSAGE(0x20, 0, 0));
}

TEST("SYS-4", nbsend_recv_signals_and_receives)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr notification = notification_new();
    struct registers message;

    (void)thread_doing(ABOVE, step_send(endpoint, MESSAGE(6, 0, 0)));
    message = execute(step_nbsend_recv(mint(notification, seL4_AllRights, 3), 0, endpoint, reply_new()));
    check_eq(message.x[INFO], MESSAGE(6, 0, 0));
    check_eq(execute(step_nbwait(notification)).x[BADGE], 3);
}

TEST("SYS-4", nbsend_wait_signals_and_waits)
{
    seL4_CPtr first = notification_new();
    seL4_CPtr second = notification_new();

    (void)execute(step_send(mint(second, seL4_AllRights, 12), 0));
    check_eq(execute(step_nbsend_wait(mint(first, seL4_AllRights, 3), 0, second)).x[BADGE], 12);
    check_eq(execute(step_nbwait(first)).x[BADGE], 3);
}

TEST("OUT-3", a_combined_send_donates_its_context)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *sender = thread_new(ABOVE);

    add_step(server, step_recv(endpoint, reply));
    add_step(server, step_wait(notification_new()));
    passive_thread_start(server);
    add_step(sender, step_nbsend_wait(endpoint, MESSAGE(5, 0, 0), notification_new()));
    thread_start(sender);
    check_eq(server->done, 1);
    check_eq(server->steps[0].x[INFO], MESSAGE(5, 0, 0));
    check_eq(seL4_SchedContext_UnbindObject(sender->sc, server->tcb), seL4_NoError);
}

TEST("IPC-5", a_plain_send_does_not_donate)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *server = passive_thread_new(ABOVE);

    add_step(server, step_recv(endpoint, reply_new()));
    passive_thread_start(server);
    (void)execute(step_send(endpoint, MESSAGE(5, 0, 0)));
    let_others_run();
    check(!finished(server));
    check_eq(seL4_SchedContext_Bind(sched_context_new(10000, 10000), server->tcb), seL4_NoError);
    check(finished(server));
    check_eq(server->steps[0].x[INFO], MESSAGE(5, 0, 0));
}

TEST("SYS-5", an_error_in_the_first_phase_is_ignored)
{
    seL4_CPtr notification = notification_new();

    (void)execute(step_send(mint(notification, seL4_AllRights, 2), 0));
    check_eq(execute(step_nbsend_wait(slot_new(), 0, notification)).x[BADGE], 2);
    (void)execute(step_send(mint(notification, seL4_AllRights, 4), 0));
    check_eq(execute(step_nbsend_wait(1ul << 63, 0, notification)).x[BADGE], 4);
}

TEST("RPL-10", answering_an_older_caller_first_moves_no_context)
{
    seL4_CPtr front = endpoint_new();
    seL4_CPtr back = endpoint_new();
    seL4_CPtr front_reply = reply_new();
    seL4_CPtr back_reply = reply_new();
    struct thread *caller = thread_new(ABOVE);
    struct thread *frontend = passive_thread_new(ABOVE);
    struct thread *backend = passive_thread_new(ABOVE);

    add_step(frontend, step_recv(front, front_reply));
    add_step(frontend, step_call(back, 0));
    add_step(backend, step_recv(back, back_reply));
    add_step(backend, step_wait(notification_new()));
    passive_thread_start(frontend);
    passive_thread_start(backend);
    add_step(caller, step_call(front, 0));
    thread_start(caller);
    check_eq(backend->done, 1);
    (void)execute(step_send(front_reply, MESSAGE(1, 0, 0)));
    check(!finished(caller));
    check_eq(seL4_SchedContext_UnbindObject(caller->sc, backend->tcb), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(caller->sc, caller->tcb), seL4_NoError);
    check(finished(caller));
    check_eq(caller->steps[0].x[INFO], MESSAGE(1, 0, 0));
}

TEST("RPL-11", unbinding_a_donated_context_cuts_the_stack)
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
    check_eq(seL4_SchedContext_Unbind(caller->sc), seL4_NoError);
    (void)execute(step_send(reply, MESSAGE(1, 0, 0)));
    check(!finished(caller));
    check_eq(seL4_SchedContext_Bind(caller->sc, caller->tcb), seL4_NoError);
    check(finished(caller));
}
