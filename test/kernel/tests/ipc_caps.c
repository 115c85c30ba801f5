/* SPDX-License-Identifier: BSD-2-Clause */
/* Capabilities in messages: transfer, unwrapping, receive slots (XFR, MSG). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

/* A helper that sends `count` caps through `through` when started. */
static struct thread *sender_of(seL4_CPtr through, unsigned count, const seL4_CPtr *caps)
{
    struct thread *sender = thread_new(ABOVE);

    for (unsigned i = 0; i < count; i++) {
        sender->buffer->caps_or_badges[i] = caps[i];
    }
    add_step(sender, step_send(through, MESSAGE(0, count, 1)));
    return sender;
}

static seL4_CPtr receive_slot(void)
{
    seL4_CPtr slot = slot_new();

    seL4_SetCapReceivePath(ROOT_CNODE, slot, DEPTH);
    return slot;
}

static seL4_Word receive_info(seL4_CPtr endpoint)
{
    return execute(step_recv(endpoint, reply_new())).x[INFO];
}

TEST("XFR-7", a_cap_arrives_in_the_receive_slot)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr notification = notification_new();
    seL4_CPtr gift = mint(notification, seL4_AllRights, 55);
    seL4_CPtr slot = receive_slot();

    thread_start(sender_of(endpoint, 1, &gift));
    check_eq(receive_info(endpoint), MESSAGE(0, 1, 1));
    (void)execute(step_send(slot, 0));
    check_eq(execute(step_nbwait(notification)).x[BADGE], 55);
}

TEST("MSG-8", the_sender_keeps_its_cap)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr gift = notification_new();

    (void)receive_slot();
    thread_start(sender_of(endpoint, 1, &gift));
    (void)receive_info(endpoint);
    check(!slot_is_empty(gift));
}

TEST("XFR-7", a_transferred_cap_is_a_child_of_the_senders)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr gift = notification_new();
    seL4_CPtr slot = receive_slot();

    thread_start(sender_of(endpoint, 1, &gift));
    (void)receive_info(endpoint);
    check_eq(revoke(gift), seL4_NoError);
    check(slot_is_empty(slot));
}

TEST("XFR-2", without_grant_no_cap_is_transferred)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr weak = mint(endpoint, seL4_CapRights_new(1, 0, 1, 1), 0);
    seL4_CPtr gift = notification_new();
    seL4_CPtr slot = receive_slot();

    thread_start(sender_of(weak, 1, &gift));
    check_eq(receive_info(endpoint), MESSAGE(0, 0, 1));
    check(slot_is_empty(slot));
}

TEST("XFR-6,XFR-10", a_cap_to_the_endpoint_itself_is_unwrapped)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr own = mint(endpoint, seL4_AllRights, 0xbad9e);
    seL4_CPtr slot = receive_slot();

    thread_start(sender_of(endpoint, 1, &own));
    check_eq(receive_info(endpoint), MESSAGE(0, 1, 1) | 1 << 9);
    check_eq(seL4_GetBadge(0), 0xbad9e);
    check(slot_is_empty(slot));
}

TEST("XFR-8", one_cap_is_stored_and_others_unwrapped)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr own = mint(endpoint, seL4_AllRights, 4);
    seL4_CPtr caps[3] = { own, notification_new(), own };
    seL4_CPtr slot = receive_slot();

    thread_start(sender_of(endpoint, 3, caps));
    check_eq(receive_info(endpoint), MESSAGE(0, 3, 1) | 5 << 9);
    check_eq(seL4_GetBadge(0), 4);
    check_eq(seL4_GetBadge(2), 4);
    check(!slot_is_empty(slot));
}

TEST("XFR-7", a_second_cap_finds_no_slot)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr caps[2] = { notification_new(), notification_new() };

    (void)receive_slot();
    thread_start(sender_of(endpoint, 2, caps));
    check_eq(receive_info(endpoint), MESSAGE(0, 1, 1));
}

TEST("XFR-5", a_full_receive_slot_is_no_slot)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr gift = notification_new();

    seL4_SetCapReceivePath(ROOT_CNODE, endpoint, DEPTH);
    thread_start(sender_of(endpoint, 1, &gift));
    check_eq(receive_info(endpoint), MESSAGE(0, 0, 1));
}

TEST("XFR-5", a_bad_receive_path_is_no_slot)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr gift = notification_new();

    seL4_SetCapReceivePath(endpoint, slot_new(), DEPTH);
    thread_start(sender_of(endpoint, 1, &gift));
    check_eq(receive_info(endpoint), MESSAGE(0, 0, 1));
}

TEST("XFR-7", a_cap_that_cannot_be_copied_stops_the_transfer)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr caps[2] = { seL4_CapIRQControl, notification_new() };
    seL4_CPtr slot = receive_slot();

    thread_start(sender_of(endpoint, 2, caps));
    check_eq(receive_info(endpoint), MESSAGE(0, 0, 1));
    check(slot_is_empty(slot));
}

TEST("XFR-4", a_receiver_without_buffer_gets_no_cap)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr gift = notification_new();
    struct thread *receiver = thread_new(ABOVE);

    check_eq(seL4_TCB_SetIPCBuffer(receiver->tcb, 0, NO_CAP), seL4_NoError);
    add_step(receiver, step_recv(endpoint, reply_new()));
    thread_start(receiver);
    thread_start(sender_of(endpoint, 1, &gift));
    check_eq(receiver->steps[0].x[INFO], MESSAGE(0, 0, 1));
}

TEST("01/SYS-16", an_extra_cap_that_does_not_resolve_faults_a_send)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr faults = endpoint_new();
    seL4_CPtr wrong = 1ul << 63;
    struct thread *sender = sender_of(endpoint, 1, &wrong);
    struct registers message;

    check_eq(seL4_TCB_SetSchedParams(sender->tcb, seL4_CapInitThreadTCB, 0, ABOVE, sender->sc, faults),
             seL4_NoError);
    thread_start(sender);
    message = execute(step_recv(faults, reply_new()));
    check_eq(message.x[INFO] >> 12, seL4_Fault_CapFault);
    check_eq(message.x[MR1], wrong);
    check_eq(message.x[MR2], 0);
}

TEST("XFR-9", a_reply_carries_caps_but_unwraps_none)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr slot = slot_new();
    struct thread *caller = thread_new(ABOVE);

    caller->buffer->receiveCNode = ROOT_CNODE;
    caller->buffer->receiveIndex = slot;
    caller->buffer->receiveDepth = DEPTH;
    add_step(caller, step_call(endpoint, 0));
    thread_start(caller);
    (void)execute(step_recv(endpoint, reply));
    seL4_SetCap(0, endpoint);
    (void)execute(step_send(reply, MESSAGE(0, 1, 0)));
    check_eq(caller->steps[0].x[INFO], MESSAGE(0, 1, 0));
    check(!slot_is_empty(slot));
}
