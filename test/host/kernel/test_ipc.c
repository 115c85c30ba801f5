/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages, replies, signals and faults between threads of the host port. */
#include "system.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum {
    EP = SLOT_FREE,
    NTFN,
    REPLY,
    REPLY_2,
    SERVER,
    SERVER_BUFFER,
    CLIENT,
    CLIENT_BUFFER,
    CLIENT_SC,
    BADGED,
    TAKEN,
    SC_2,
};

enum { ALL = 15, NO_GRANT = 3, CLIENT_BADGE = 0x77 };

static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_EndpointObject, 0, EP, 1);
    system_retype(seL4_NotificationObject, 0, NTFN, 1);
    system_retype(seL4_ReplyObject, 0, REPLY, 2);
    system_retype(seL4_SchedContextObject, seL4_MinSchedContextBits, CLIENT_SC, 1);
    system_configure_sc(CLIENT_SC, 1000, 10000, 0, 0);
    system_mint(EP, BADGED, ALL, CLIENT_BADGE);
    return 0;
}

static struct tcb *root(void)
{
    return tcb_at(system_cap(SLOT_TCB).object);
}

/* The root thread gives the processor to whoever else can run, by waiting on a notification. */
static void root_waits(void)
{
    assert_ptr_equal(kernel.cur, root());
    (void)system_receive(seL4_SysWait, NTFN, 0);
}

/* A passive server at priority 200 that waits on EP, and a client at 100 with its own budget, now running. */
static void start_server_and_client(struct tcb **server, struct tcb **client)
{
    system_retype(seL4_SchedContextObject, seL4_MinSchedContextBits, SC_2, 1);
    system_configure_sc(SC_2, 1000, 1000, 0, 0);
    *server = system_thread(SERVER, SERVER_BUFFER, SC_2, 200);
    *client = system_thread(CLIENT, CLIENT_BUFFER, CLIENT_SC, 100);
    root_waits();
    assert_ptr_equal(kernel.cur, *server);
    (void)system_receive(seL4_SysRecv, EP, REPLY);
    assert_ptr_equal(kernel.cur, *client);
}

static void make_passive(struct tcb *server)
{
    /* As start-up code does it: the context is taken away once the server waits. */
    assert_int_equal(server->state, RECV_BLOCKED);
    assert_int_equal(
        system_call(SC_2, (struct message){.label = SchedContextUnbind}).label, seL4_NoError);
}

/* FP-2: the server is lower than a thread that is ready, by just one. */
static void fp2_a_ready_thread_comes_before_a_lower_server(void **state)
{
    enum { READY = SLOT_FREE + 50, READY_BUFFER, READY_SC };
    struct tcb *server;
    struct tcb *client;
    (void)state;
    start_server_and_client(&server, &client);
    make_passive(server);
    system_retype(seL4_SchedContextObject, seL4_MinSchedContextBits, READY_SC, 1);
    system_configure_sc(READY_SC, 1000, 1000, 0, 0);
    struct tcb *ready = system_thread(READY, READY_BUFFER, READY_SC, 99);
    struct message lower = {.label = TCBSetPriority, .length = 1, .word = {98}, .caps = 1, .cap = {SLOT_TCB}};
    assert_int_equal(system_call(SERVER, lower).label, seL4_NoError);
    assert_ptr_equal(kernel.cur, client);
    (void)system_call(EP, (struct message){.length = 1});
    assert_ptr_equal(kernel.cur, ready);
    assert_int_equal(server->state, RUNNING);
    assert_true(server->in_ready);
}

static void out2_call_donates_to_passive_server(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    start_server_and_client(&server, &client);
    make_passive(server);

    (void)system_call(BADGED, (struct message){.label = 5, .length = 2, .word = {11, 22}});
    assert_ptr_equal(kernel.cur, server);
    assert_ptr_equal(server->sc, sched_context_at(system_cap(CLIENT_SC).object));
    assert_null(client->sc);
    assert_int_equal(client->state, REPLY_BLOCKED);
    struct answer got = system_registers(server);
    assert_int_equal(got.badge, CLIENT_BADGE);
    assert_int_equal(got.label, 5);
    assert_int_equal(got.length, 2);
    assert_int_equal(got.word[1], 22);

    (void)system_reply_receive(EP, REPLY, (struct message){.label = 9, .length = 1, .word = {33}});
    assert_ptr_equal(kernel.cur, client);
    assert_null(server->sc);
    got = system_registers(client);
    assert_int_equal(got.label, 9);
    assert_int_equal(got.word[0], 33);
    assert_int_equal(got.badge, 0);
}

static void out2_call_to_active_server_keeps_sc(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    start_server_and_client(&server, &client);
    (void)system_call(EP, (struct message){.label = 1});
    assert_ptr_equal(kernel.cur, server);
    assert_non_null(client->sc);
    assert_ptr_not_equal(client->sc, server->sc);
}

static void ipc8_call_without_grant_stops_caller(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    system_copy(EP, TAKEN, NO_GRANT);
    start_server_and_client(&server, &client);
    (void)system_call(TAKEN, (struct message){.label = 1, .length = 1, .word = {4}});
    assert_int_equal(client->state, INACTIVE);
    assert_ptr_equal(kernel.cur, server);
    assert_int_equal(system_registers(server).word[0], 4);
}

static void rpl8_deleting_reply_returns_sc(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    start_server_and_client(&server, &client);
    make_passive(server);
    (void)system_call(EP, (struct message){.label = 1});
    assert_ptr_equal(kernel.cur, server);
    (void)system_delete(REPLY);
    assert_int_equal(client->state, INACTIVE);
    assert_non_null(client->sc);
    assert_null(server->sc);
    assert_ptr_equal(kernel.cur, kernel.idle);
}

static void rpl9_suspending_caller_leaves_sc_with_server(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    start_server_and_client(&server, &client);
    make_passive(server);
    (void)system_call(EP, (struct message){.label = 1});
    assert_int_equal(system_call(CLIENT, (struct message){.label = TCBSuspend}).label, 0);
    assert_ptr_equal(kernel.cur, server);
    assert_non_null(server->sc);
    assert_null(server->sc->top);
    assert_null(client->sc);
    assert_null(client->reply);
}

static void xfr_transfers_and_unwraps_caps(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    start_server_and_client(&server, &client);
    word_t *buffer = message_buffer(server, true);
    buffer[BUFFER_RECEIVE_CNODE] = SLOT_CNODE;
    buffer[BUFFER_RECEIVE_INDEX] = TAKEN;
    buffer[BUFFER_RECEIVE_DEPTH] = WORD_BITS;
    (void)system_call(EP, (struct message){.label = 1, .caps = 2, .cap = {BADGED, NTFN}});
    word_t info = server->context.reg[REG_INFO];
    assert_int_equal(message_extra_caps(info), 2);
    assert_int_equal(info >> 9 & 7u, 1); /* the first was unwrapped: it names the endpoint of the message */
    assert_int_equal(buffer[BUFFER_CAPS], CLIENT_BADGE);
    assert_true(cap_is(system_cap(TAKEN), CAP_NOTIFICATION));
}

static void xfr_no_grant_no_caps(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    system_copy(EP, SC_2 + 1, RIGHT_WRITE | RIGHT_GRANT_REPLY);
    start_server_and_client(&server, &client);
    word_t *buffer = message_buffer(server, true);
    buffer[BUFFER_RECEIVE_CNODE] = SLOT_CNODE;
    buffer[BUFFER_RECEIVE_INDEX] = TAKEN;
    buffer[BUFFER_RECEIVE_DEPTH] = WORD_BITS;
    (void)system_call(SC_2 + 1, (struct message){.label = 1, .caps = 1, .cap = {NTFN}});
    assert_int_equal(message_extra_caps(server->context.reg[REG_INFO]), 0);
    assert_true(cap_is(system_cap(TAKEN), CAP_NULL));
}

static void ntf_bound_signal_reaches_endpoint_receiver(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    system_retype(seL4_NotificationObject, 0, TAKEN, 1);
    system_mint(TAKEN, SC_2 + 1, ALL, 0x10);
    start_server_and_client(&server, &client);
    assert_int_equal(
        system_call(SERVER, (struct message){.label = TCBBindNotification, .caps = 1, .cap = {TAKEN}}).label, 0);
    (void)system_send(seL4_SysSend, SC_2 + 1, (struct message){.label = 0});
    assert_ptr_equal(kernel.cur, server);
    assert_int_equal(system_registers(server).badge, 0x10);
    assert_null(server->reply);
}

static void ntf3_signals_accumulate(void **state)
{
    (void)state;
    system_mint(NTFN, TAKEN, ALL, 1);
    system_mint(NTFN, TAKEN + 1, ALL, 4);
    (void)system_send(seL4_SysSend, TAKEN, (struct message){.label = 0});
    (void)system_send(seL4_SysSend, TAKEN + 1, (struct message){.label = 0});
    assert_int_equal(system_receive(seL4_SysNBWait, NTFN, 0).badge, 5);
    assert_int_equal(system_receive(seL4_SysNBWait, NTFN, 0).badge, 0);
}

static void flt_unknown_syscall_reaches_handler_and_resumes(void **state)
{
    struct tcb *server;
    struct tcb *client;
    (void)state;
    start_server_and_client(&server, &client);
    assert_int_equal(system_call(CLIENT, (struct message){.label = TCBSetSchedParams,
                                                          .length = 2,
                                                          .word = {0, 100},
                                                          .caps = 3,
                                                          .cap = {SLOT_TCB, CLIENT_SC, BADGED}})
                         .label,
                     0);
    word_t ip = client->context.reg[REG_NEXT_IP];
    (void)system_send(-100, 0, (struct message){.label = 0});
    assert_ptr_equal(kernel.cur, server);
    struct answer got = system_registers(server);
    assert_int_equal(got.label, FAULT_UNKNOWN_SYSCALL);
    assert_int_equal(got.badge, CLIENT_BADGE);
    (void)system_reply_receive(EP, REPLY, (struct message){.label = 0, .length = 0});
    assert_ptr_equal(kernel.cur, client);
    assert_int_equal(client->context.reg[REG_NEXT_IP], ip); /* FLT-16: at the system call, unchanged */
}

static void ipc10_receive_on_empty_slot_faults(void **state)
{
    (void)state;
    (void)system_receive(seL4_SysWait, SC_2 + 20, 0);
    assert_int_equal(root()->state, INACTIVE); /* the root thread has no handler (FLT-20) */
    assert_ptr_equal(kernel.cur, kernel.idle);
}

static void null_capability_errors(void **state)
{
    (void)state;
    struct answer got = system_call(SC_2 + 20, (struct message){.label = 1});
    assert_int_equal(got.label, seL4_InvalidCapability);
    assert_int_equal(got.word[0], 0);
    got = system_call(SLOT_TCB, (struct message){.label = 999});
    assert_int_equal(got.label, seL4_IllegalOperation);
}

/* The root thread waits on NTFN; this makes line 5 wake it up. */
static void connect_irq(void)
{
    enum { LINE = 5, HANDLER = SC_2 + 10 };
    assert_int_equal(system_call(SLOT_IRQ_CONTROL, (struct message){.label = IRQIssueIRQHandler,
                                                                    .length = 3,
                                                                    .word = {LINE, HANDLER, WORD_BITS},
                                                                    .caps = 1,
                                                                    .cap = {SLOT_CNODE}})
                         .label,
                     0);
    assert_int_equal(
        system_call(HANDLER, (struct message){.label = IRQSetIRQHandler, .caps = 1, .cap = {NTFN}}).label, 0);
}

static void ipc27_deleted_endpoint_restarts_senders(void **state)
{
    (void)state;
    connect_irq();
    struct tcb *client = system_thread(CLIENT, CLIENT_BUFFER, CLIENT_SC, 100);
    root_waits();
    assert_ptr_equal(kernel.cur, client);
    (void)system_call(EP, (struct message){.label = 1});
    assert_int_equal(client->state, SEND_BLOCKED);
    assert_ptr_equal(kernel.cur, kernel.idle);
    system_raise_irq(5);
    assert_ptr_equal(kernel.cur, root());
    assert_int_equal(system_delete(BADGED), 0);
    assert_int_equal(client->state, SEND_BLOCKED); /* not the final capability */
    assert_int_equal(system_delete(EP), 0);
    assert_int_equal(client->state, RESTART);
    assert_int_equal(client->context.reg[REG_NEXT_IP], client->context.reg[REG_FAULT_IP] + 4);
}

#define TEST(name) cmocka_unit_test_setup(name, boot)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fp2_a_ready_thread_comes_before_a_lower_server),
        TEST(out2_call_donates_to_passive_server),
        TEST(out2_call_to_active_server_keeps_sc),
        TEST(ipc8_call_without_grant_stops_caller),
        TEST(rpl8_deleting_reply_returns_sc),
        TEST(rpl9_suspending_caller_leaves_sc_with_server),
        TEST(xfr_transfers_and_unwraps_caps),
        TEST(xfr_no_grant_no_caps),
        TEST(ntf_bound_signal_reaches_endpoint_receiver),
        TEST(ntf3_signals_accumulate),
        TEST(flt_unknown_syscall_reaches_handler_and_resumes),
        TEST(ipc10_receive_on_empty_slot_faults),
        TEST(null_capability_errors),
        TEST(ipc27_deleted_endpoint_restarts_senders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
