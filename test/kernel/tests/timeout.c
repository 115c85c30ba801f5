/* SPDX-License-Identifier: BSD-2-Clause */
/* Timeout faults and what they do to budgets (SC, FLT). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define CONTEXT_BADGE 0xc11eu

static void finish(void)
{
    park();
}

static seL4_Error configure(seL4_CPtr sc, seL4_Time budget, seL4_Time period)
{
    return seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, sc, budget, period, 0, CONTEXT_BADGE,
                                            0);
}

/* A spinning helper whose first timeout fault is on its way to `handler`. */
static struct thread *spinner_with(seL4_CPtr handler)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(configure(helper->sc, 1000, 20000), seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(helper->tcb, handler), seL4_NoError);
    thread_start_function(helper, thread_spin);
    return helper;
}

TEST("FLT-14", a_timeout_reply_without_words_lets_the_thread_go_on)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = spinner_with(handler);
    seL4_Word count;

    (void)execute(step_recv(handler, reply));
    count = helper->value;
    check(count > 0);
    (void)execute(step_send(reply, 0));
    check_eq(execute(step_recv(handler, reply)).x[INFO], MESSAGE(seL4_Fault_Timeout, 0, 2));
    check(helper->value > count);
}

TEST("FLT-15", a_timeout_reply_may_set_registers)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = spinner_with(handler);
    struct registers answer = step_send(reply, MESSAGE(0, 0, 1));

    (void)execute(step_recv(handler, reply));
    answer.x[MR0] = (seL4_Word)finish;
    (void)execute(answer);
    sleep_us(30000);
    check_eq(execute(step_nbrecv(handler, reply)).x[BADGE], 0);
    check_eq(read_registers(helper->tcb).x7, (seL4_Word)seL4_SysWait);
}

TEST("FLT-14", a_timeout_reply_with_a_label_stops_the_thread)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = spinner_with(handler);
    seL4_Word count;

    (void)execute(step_recv(handler, reply));
    (void)execute(step_send(reply, MESSAGE(1, 0, 0)));
    count = helper->value;
    sleep_us(50000);
    check_eq(helper->value, count);
}

TEST("SCI-24", a_timeout_fault_resets_the_consumption)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = spinner_with(handler);
    struct registers message = execute(step_recv(handler, reply_new()));

    check(message.x[MR1] > 900);
    check_eq(seL4_SchedContext_Consumed(helper->sc).consumed, 0);
}

TEST("RPL-5", a_thread_answered_without_budget_gets_no_second_timeout_for_the_same)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = spinner_with(handler);
    seL4_Word start = now();

    (void)execute(step_recv(handler, reply));
    (void)execute(step_send(reply, 0));
    (void)execute(step_recv(handler, reply));
    check((now() - start) * TICKS_PER_US_DENOMINATOR / TICKS_PER_US_NUMERATOR >= 19000);
    check(helper->value > 0);
}

static seL4_CPtr server_endpoint, server_reply;

static void serve_for_ever(struct thread *self)
{
    (void)execute(step_recv(server_endpoint, server_reply));
    thread_spin(self);
}

TEST("FLT-8,OUT-4", a_passive_server_that_uses_up_its_clients_budget_faults)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *server = passive_thread_new(BELOW);
    struct thread *client = thread_new(BELOW);
    struct registers message;

    server_endpoint = endpoint_new();
    server_reply = reply_new();
    server->entry = serve_for_ever;
    passive_thread_start(server);
    check_eq(configure(client->sc, 1000, 50000), seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(server->tcb, mint(handler, seL4_AllRights, 9)), seL4_NoError);
    add_step(client, step_call(server_endpoint, 0));
    thread_start(client);
    message = execute(step_recv(handler, reply_new()));
    check_eq(message.x[BADGE], 9);
    check_eq(message.x[MR0], CONTEXT_BADGE);
    check(server->value > 0);
    check(!finished(client));
}

/* Two servers, the one a client of the other. The inner one spins on its first request only. */
static seL4_CPtr outer_endpoint, outer_reply;
static bool inner_spins;

static void serve_inner(struct thread *self)
{
    (void)execute(step_recv(server_endpoint, server_reply));
    for (;;) {
        if (inner_spins) {
            thread_spin(self);
        }
        (void)execute(step_reply_recv(server_endpoint, MESSAGE(11, 0, 0), server_reply));
    }
}

static void serve_outer(struct thread *self)
{
    (void)self;
    (void)execute(step_recv(outer_endpoint, outer_reply));
    for (;;) {
        seL4_Word answer = execute(step_call(server_endpoint, 0)).x[INFO];

        (void)execute(step_reply_recv(outer_endpoint, answer, outer_reply));
    }
}

/* Answers the timeout of a server so that it begins anew, and gives it the time to get to where it waits. */
static void begin_anew(struct thread *server, seL4_CPtr reply, void (*serve)(struct thread *))
{
    struct registers answer = step_send(reply, MESSAGE(0, 0, 4));
    seL4_CPtr time = sched_context_new(10000, 10000);

    answer.x[MR0] = (seL4_Word)serve;
    answer.x[MR1] = (read_registers(server->tcb).sp & ~15ul) - 256;
    answer.x[MR2] = 0;
    answer.x[MR3] = (seL4_Word)server;
    (void)execute(answer);
    check_eq(seL4_SchedContext_Bind(time, server->tcb), seL4_NoError);
    let_others_run();
    check_eq(seL4_SchedContext_UnbindObject(time, server->tcb), seL4_NoError);
}

/* The handler answers for a server that used up its client's budget: the client, itself a server, is answered without
 * budget and times out too; the last client has no handler and waits for its next period. Then all serve again. */
TEST("RPL-5,RPL-7,FLT-9,FLT-15,TRAP-29", timeouts_go_up_a_chain_of_servers)
{
    enum { PERIOD_US = 100000 };
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr inner_fault = reply_new(), outer_fault = reply_new();
    struct thread *inner = passive_thread_new(BELOW), *outer = passive_thread_new(BELOW), *client = thread_new(BELOW);
    struct registers fault;
    seL4_Word start = now();

    server_endpoint = endpoint_new();
    server_reply = reply_new();
    outer_endpoint = endpoint_new();
    outer_reply = reply_new();
    inner_spins = true;
    inner->entry = serve_inner;
    outer->entry = serve_outer;
    passive_thread_start(inner);
    passive_thread_start(outer);
    check_eq(seL4_TCB_SetTimeoutEndpoint(inner->tcb, mint(handler, seL4_AllRights, 1)), seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(outer->tcb, mint(handler, seL4_AllRights, 2)), seL4_NoError);
    check_eq(configure(client->sc, 2000, PERIOD_US), seL4_NoError);
    add_step(client, step_call(outer_endpoint, 0));
    add_step(client, step_call(outer_endpoint, 0));
    thread_start(client);

    fault = execute(step_recv(handler, inner_fault));
    check_eq(fault.x[BADGE], 1);
    check_eq(fault.x[INFO], MESSAGE(seL4_Fault_Timeout, 0, 2));
    check_eq(fault.x[MR0], CONTEXT_BADGE);
    check(fault.x[MR1] >= 1900);
    check_eq(execute(step_nbrecv(handler, outer_fault)).x[BADGE], 0);
    (void)execute(step_send(server_reply, MESSAGE(22, 0, 0)));
    fault = execute(step_recv(handler, outer_fault));
    check_eq(fault.x[BADGE], 2);
    check_eq(fault.x[INFO], MESSAGE(seL4_Fault_Timeout, 0, 2));
    check_eq(fault.x[MR0], CONTEXT_BADGE);
    (void)execute(step_send(outer_reply, MESSAGE(33, 0, 0)));
    let_others_run();
    check_eq(client->done, 0);

    inner_spins = false;
    begin_anew(inner, inner_fault, serve_inner);
    begin_anew(outer, outer_fault, serve_outer);
    sleep_us(PERIOD_US);
    check(finished(client));
    check_eq(client->steps[0].x[INFO], MESSAGE(33, 0, 0));
    check_eq(client->steps[1].x[INFO], MESSAGE(11, 0, 0));
    check((now() - start) * TICKS_PER_US_DENOMINATOR / TICKS_PER_US_NUMERATOR >= PERIOD_US);
}

TEST("FLT-8", a_passive_timeout_handler_gets_no_context)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *helper;

    add_step(server, step_recv(handler, reply_new()));
    passive_thread_start(server);
    helper = spinner_with(handler);
    sleep_us(50000);
    check(helper->value > 0);
    check(!finished(server));
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), server->tcb), seL4_NoError);
    check(finished(server));
    check_eq(server->steps[0].x[INFO], MESSAGE(seL4_Fault_Timeout, 0, 2));
}

TEST("SC-11,SCI-3", reconfiguring_a_runnable_thread_gives_it_no_extra_budget)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(configure(helper->sc, 1000, 100000), seL4_NoError);
    thread_start_function(helper, thread_spin);
    sleep_us(5000);
    for (unsigned i = 0; i < 5; i++) {
        check_eq(configure(helper->sc, 1000, 100000), seL4_NoError);
        sleep_us(2000);
    }
    check(seL4_SchedContext_Consumed(helper->sc).consumed <= 1100);
}

TEST("YLD-1", a_yield_does_not_count_as_consumption)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(configure(helper->sc, 5000, 50000), seL4_NoError);
    add_step(helper, step_yield());
    add_step(helper, step_yield());
    thread_start(helper);
    sleep_us(70000);
    check_eq(helper->done, 1);
    check(seL4_SchedContext_Consumed(helper->sc).consumed < 500);
}

static void spin_us(seL4_Word us)
{
    for (seL4_Word start = now(); (now() - start) * TICKS_PER_US_DENOMINATOR / TICKS_PER_US_NUMERATOR < us;) {
    }
}

static void work_twice(struct thread *self)
{
    spin_us(4000);
    (void)execute(self->steps[0]);
    thread_spin(self);
}

/* It has two refills of 4 ms, at 32 and at 40 ms, and uses up the first at 45 ms. */
TEST("TRAP-59,SC-26", the_end_of_a_refill_is_a_timeout_though_the_next_is_ready)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr pause = notification_new();
    struct thread *helper = thread_new(BELOW);
    struct registers fault;

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, helper->sc, 8000, 40000, 4, CONTEXT_BADGE,
                                              seL4_SchedContext_Sporadic), seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(helper->tcb, handler), seL4_NoError);
    helper->steps[0] = step_wait(pause);
    thread_start_function(helper, work_twice);
    sleep_us(32000);
    (void)seL4_SchedContext_Consumed(helper->sc);
    (void)execute(step_send(pause, 0));
    sleep_us(2000);
    spin_us(9000);
    fault = execute(step_recv(handler, reply_new()));
    check_eq(fault.x[INFO], MESSAGE(seL4_Fault_Timeout, 0, 2));
    check(fault.x[MR1] >= 3500 && fault.x[MR1] <= 4500);
}
