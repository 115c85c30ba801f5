/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several servers of one endpoint: who is asked next, on whose time it runs, and what a message info word looks like
 * that has come through a server, whichever path the kernel takes (FP-3, TRAP-36).
 */
#include <framework/objects.h>
#include <framework/threads.h>

#define ANSWERS 4u
#define EVERYTHING_UNWRAPPED (7ul << 9)

/* A passive server at this priority that waits on `endpoint`; each of its answers has its label and two words. */
static struct thread *server_new(seL4_CPtr endpoint, seL4_Word priority, seL4_Word label)
{
    struct thread *server = passive_thread_new(priority);
    seL4_CPtr reply = reply_new();

    add_step(server, step_recv(endpoint, reply));
    for (unsigned i = 0; i < ANSWERS; i++) {
        add_step(server, step_reply_recv(endpoint, MESSAGE(label, 0, 2) | EVERYTHING_UNWRAPPED, reply));
    }
    passive_thread_start(server);
    return server;
}

/* The label of the answer to a call of `length` words: up to four go by a path of their own. */
static seL4_Word who_answers(seL4_CPtr endpoint, seL4_Word length)
{
    return execute(step_call(endpoint, MESSAGE(0, 0, length))).x[INFO] >> 12;
}

TEST("FP-3,TRAP-36,OP-13", a_server_that_answers_waits_in_front_of_those_below_it)
{
    seL4_CPtr endpoint = endpoint_new();

    (void)server_new(endpoint, ABOVE + 1, 1);
    (void)server_new(endpoint, ABOVE, 2);
    for (unsigned i = 0; i < 3; i++) {
        check_eq(who_answers(endpoint, i * 4), 1);
    }
}

TEST("FP-3,TRAP-36,OP-13", servers_of_one_priority_take_turns)
{
    seL4_CPtr endpoint = endpoint_new();

    (void)server_new(endpoint, ABOVE, 1);
    (void)server_new(endpoint, ABOVE, 2);
    (void)server_new(endpoint, ABOVE, 3);
    for (unsigned i = 0; i < 6; i++) {
        check_eq(who_answers(endpoint, i), i % 3 + 1);
    }
}

/* A server below the client answers too: the client waits. */
TEST("FP-2,FP-3,OP-13", servers_below_their_client_take_turns)
{
    seL4_CPtr endpoint = endpoint_new();

    (void)server_new(endpoint, BELOW, 1);
    (void)server_new(endpoint, BELOW, 2);
    for (unsigned i = 0; i < 4; i++) {
        check_eq(who_answers(endpoint, i), i % 2 + 1);
    }
}

/* MSG-1: what a sender writes into the fields that only receivers have goes no further. */
TEST("TRAP-36,XFR-4", a_message_info_word_arrives_without_capability_fields)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *server = server_new(endpoint, ABOVE, 6);

    for (unsigned i = 0; i < 3; i++) {
        seL4_Word info = MESSAGE(5, 0, i * 3);

        check_eq(execute(step_call(endpoint, info | EVERYTHING_UNWRAPPED)).x[INFO], MESSAGE(6, 0, 2));
        check_eq(server->steps[i].x[INFO], info);
    }
}

/* The same through a queue, a fault handler's answer apart: sender first, receiver later. */
TEST("TRAP-36,XFR-4", a_queued_message_arrives_without_capability_fields)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *client = thread_doing(ABOVE, step_call(endpoint, MESSAGE(5, 0, 1) | EVERYTHING_UNWRAPPED));

    check_eq(execute(step_recv(endpoint, reply)).x[INFO], MESSAGE(5, 0, 1));
    (void)execute(step_send(reply, MESSAGE(7, 0, 1) | EVERYTHING_UNWRAPPED));
    check(finished(client));
    check_eq(client->steps[0].x[INFO], MESSAGE(7, 0, 1));
}

static void touch_nothing(struct thread *self)
{
    self->value = *(volatile seL4_Word *)0x7000000ul;
}

TEST("FLT-13,FLT-11", a_thread_has_one_fault_at_most_however_often_it_is_resumed)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(ABOVE);
    seL4_CPtr reply = reply_new();

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    thread_start_function(helper, touch_nothing);
    for (unsigned i = 0; i < 3; i++) {
        check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    }
    check_eq(execute(step_nbrecv(handler, reply)).x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    check_eq(execute(step_nbrecv(handler, reply)).x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(execute(step_nbrecv(handler, reply_new())).x[BADGE], 0);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[INFO], step_nbrecv(handler, reply).x[INFO]);
}
