/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages through endpoints: sending, receiving, order, rights (IPC, OUT). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

static seL4_CapRights_t write_only(void)
{
    return seL4_CapRights_new(0, 0, 0, 1);
}

TEST("IPC-3", a_send_without_receiver_blocks)
{
    struct thread *helper = thread_doing(ABOVE, step_send(endpoint_new(), MESSAGE(1, 0, 1)));

    check(!finished(helper));
}

TEST("IPC-3", a_non_blocking_send_without_receiver_is_lost)
{
    seL4_CPtr endpoint = endpoint_new();
    struct registers after = execute(step_nbsend(endpoint, MESSAGE(1, 0, 1)));

    check_eq(after.x[BADGE], endpoint);
    check_eq(execute(step_nbrecv(endpoint, reply_new())).x[BADGE], 0);
}

TEST("IPC-4,IPC-9", a_waiting_receiver_gets_the_message_at_once)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *receiver = thread_doing(ABOVE, step_recv(endpoint, reply_new()));

    (void)execute(step_send(mint(endpoint, seL4_AllRights, 0x1234), MESSAGE(0xabcde, 0, 4)));
    check(finished(receiver));
    check_eq(receiver->steps[0].x[BADGE], 0x1234);
    check_eq(receiver->steps[0].x[INFO], MESSAGE(0xabcde, 0, 4));
    for (unsigned i = 0; i < 4; i++) {
        check_eq(receiver->steps[0].x[MR0 + i], 0xa0 + i);
    }
}

TEST("IPC-12", a_queued_sender_is_received_from)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *sender =
        thread_doing(ABOVE, step_send(mint(endpoint, seL4_AllRights, 3), MESSAGE(9, 0, 2)));
    struct registers message = execute(step_recv(endpoint, reply_new()));

    check_eq(message.x[BADGE], 3);
    check_eq(message.x[INFO], MESSAGE(9, 0, 2));
    check_eq(message.x[MR1], 0xa1);
    check(finished(sender));
}

TEST("SYS-7", a_message_writes_only_as_many_registers_as_it_has_words)
{
    seL4_CPtr endpoint = endpoint_new();
    struct registers receive = step_recv(endpoint, reply_new());
    struct registers message;

    (void)thread_doing(ABOVE, step_send(endpoint, MESSAGE(0, 0, 1)));
    receive.x[MR1] = 0x111;
    receive.x[MR3] = 0x333;
    message = execute(receive);
    check_eq(message.x[MR0], 0xa0);
    check_eq(message.x[MR1], 0x111);
    check_eq(message.x[MR3], 0x333);
    check_eq(message.x[REPLY], receive.x[REPLY]);
    check_eq(message.x[NUMBER], receive.x[NUMBER]);
    check_eq(message.x[DESTINATION], receive.x[DESTINATION]);
}

TEST("SYS-7", a_send_changes_no_register)
{
    seL4_CPtr endpoint = endpoint_new();
    struct registers send = step_send(endpoint, MESSAGE(7, 0, 4));
    struct registers after;

    (void)thread_doing(ABOVE, step_recv(endpoint, reply_new()));
    after = execute(send);
    for (unsigned i = 0; i <= DESTINATION; i++) {
        check_eq(after.x[i], send.x[i]);
    }
}

TEST("IPC-16", a_failed_poll_changes_the_badge_register_only)
{
    struct registers poll = step_nbrecv(endpoint_new(), reply_new());
    struct registers after;

    poll.x[INFO] = 0x777;
    after = execute(poll);
    check_eq(after.x[BADGE], 0);
    for (unsigned i = INFO; i <= DESTINATION; i++) {
        check_eq(after.x[i], poll.x[i]);
    }
}

TEST("OP-13", receivers_are_served_by_priority)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *low = thread_doing(ABOVE, step_recv(endpoint, reply_new()));
    struct thread *high = thread_doing(ABOVE + 1, step_recv(endpoint, reply_new()));

    (void)execute(step_send(endpoint, 0));
    check(finished(high));
    check(!finished(low));
}

TEST("OP-13", equal_priorities_are_served_in_order)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *first = thread_doing(ABOVE, step_send(endpoint, MESSAGE(1, 0, 0)));
    struct thread *second = thread_doing(ABOVE, step_send(endpoint, MESSAGE(2, 0, 0)));
    struct thread *urgent = thread_doing(ABOVE + 1, step_send(endpoint, MESSAGE(3, 0, 0)));

    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(3, 0, 0));
    check(finished(urgent));
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(1, 0, 0));
    check(finished(first) && !finished(second));
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(2, 0, 0));
    check(finished(second));
}

TEST("SCH-4", a_priority_change_moves_a_blocked_sender)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *first = thread_doing(ABOVE, step_send(endpoint, MESSAGE(1, 0, 0)));
    struct thread *second = thread_doing(ABOVE, step_send(endpoint, MESSAGE(2, 0, 0)));

    check_eq(seL4_TCB_SetPriority(first->tcb, seL4_CapInitThreadTCB, ABOVE - 1), seL4_NoError);
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(2, 0, 0));
    check(finished(second));
}

TEST("IPC-29", badge_and_rights_are_those_at_blocking_time)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr badged = mint(endpoint, seL4_AllRights, 21);
    struct thread *sender = thread_doing(ABOVE, step_send(badged, 0));

    check_eq(delete(badged), seL4_NoError);
    check_eq(execute(step_wait(endpoint)).x[BADGE], 21);
    check(finished(sender));
}

TEST("CAP-5", sending_needs_the_write_right)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr read_only = mint(endpoint, seL4_CapRights_new(0, 0, 1, 0), 0);

    check_invalid_capability((seL4_Error)invoke(read_only, 0, 0, 0), 0);
    (void)execute(step_send(read_only, 0));
    check_eq(execute(step_nbrecv(endpoint, reply_new())).x[BADGE], 0);
}

TEST("IPC-8", a_call_without_grant_rights_leaves_the_caller_inactive)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *caller = thread_doing(ABOVE, step_call(mint(endpoint, write_only(), 2), MESSAGE(4, 0, 0)));

    check_eq(execute(step_recv(endpoint, reply)).x[INFO], MESSAGE(4, 0, 0));
    (void)execute(step_send(reply, 0));
    check(!finished(caller));
    check_eq(seL4_TCB_Resume(caller->tcb), seL4_NoError);
    check_eq(execute(step_recv(endpoint, reply)).x[INFO], MESSAGE(4, 0, 0));
}

TEST("IPC-8", a_call_met_by_a_wait_gets_no_reply)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *caller = thread_doing(ABOVE, step_call(endpoint, MESSAGE(4, 0, 0)));

    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(4, 0, 0));
    let_others_run();
    check(!finished(caller));
}

TEST("MSG-1,TRAP-40", a_length_above_120_is_treated_as_120)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *sender = thread_new(ABOVE);

    sender->buffer->msg[119] = 0xfeed;
    add_step(sender, step_send(endpoint, MESSAGE(0, 0, 127)));
    thread_start(sender);
    check_eq(execute(step_recv(endpoint, reply_new())).x[INFO], MESSAGE(0, 0, 120));
    check_eq(seL4_GetMR(119), 0xfeed);
}

TEST("SYS-6", words_beyond_four_travel_in_the_buffers)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *sender = thread_new(ABOVE);

    for (unsigned i = 0; i < 10; i++) {
        sender->buffer->msg[i] = 0x500 + i;
        seL4_SetMR((int)i, 0x999);
    }
    add_step(sender, step_send(endpoint, MESSAGE(0, 0, 9)));
    thread_start(sender);
    (void)execute(step_recv(endpoint, reply_new()));
    check_eq(seL4_GetMR(3), 0x999);
    for (unsigned i = 4; i < 9; i++) {
        check_eq(seL4_GetMR((int)i), 0x500 + i);
    }
    check_eq(seL4_GetMR(9), 0x999);
}

TEST("XFR-3,TCB-7", a_sender_without_buffer_sends_four_words)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *sender = thread_new(ABOVE);

    check_eq(seL4_TCB_SetIPCBuffer(sender->tcb, 0, NO_CAP), seL4_NoError);
    add_step(sender, step_send(endpoint, MESSAGE(6, 0, 20)));
    thread_start(sender);
    check_eq(execute(step_recv(endpoint, reply_new())).x[INFO], MESSAGE(6, 0, 4));
}

TEST("XFR-3", a_receiver_without_buffer_gets_four_words)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *receiver = thread_new(ABOVE);

    check_eq(seL4_TCB_SetIPCBuffer(receiver->tcb, 0, NO_CAP), seL4_NoError);
    add_step(receiver, step_recv(endpoint, reply_new()));
    thread_start(receiver);
    (void)execute(step_send(endpoint, MESSAGE(6, 0, 20)));
    check_eq(receiver->steps[0].x[INFO], MESSAGE(6, 0, 4));
}

TEST("IPC-30", a_read_only_buffer_sends_but_does_not_receive)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_new(ABOVE);
    seL4_CPtr read_only = mint(image_frame(helper->buffer), seL4_CapRights_new(0, 0, 1, 0), 0);

    check_eq(seL4_TCB_SetIPCBuffer(helper->tcb, (seL4_Word)helper->buffer, read_only), seL4_NoError);
    add_step(helper, step_send(endpoint, MESSAGE(6, 0, 20)));
    add_step(helper, step_recv(endpoint, reply_new()));
    thread_start(helper);
    check_eq(execute(step_recv(endpoint, reply_new())).x[INFO], MESSAGE(6, 0, 20));
    (void)execute(step_send(endpoint, MESSAGE(6, 0, 20)));
    check_eq(helper->steps[1].x[INFO], MESSAGE(6, 0, 4));
}

TEST("CNO-9", cancel_badged_sends_restarts_the_senders_of_one_badge)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr red = mint(endpoint, seL4_AllRights, 1);
    seL4_CPtr blue = mint(endpoint, seL4_AllRights, 2);
    struct thread *red_sender = thread_doing(ABOVE, step_call(copy(red), 0));
    struct thread *blue_sender = thread_doing(ABOVE, step_send(blue, 0));

    check_eq(revoke(red), seL4_NoError);
    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, red, DEPTH), seL4_NoError);
    check(finished(red_sender));
    check_eq(red_sender->steps[0].x[INFO], MESSAGE(seL4_InvalidCapability, 0, 1));
    check(!finished(blue_sender));
    check_eq(execute(step_recv(endpoint, reply_new())).x[BADGE], 2);
}
