/* SPDX-License-Identifier: BSD-2-Clause */
/* When time is charged, to whom, and what becomes of system calls whose caller has run out of it (SC, SYS, SCH). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define TICKS_PER_MS 62500u
#define TO_US(ticks) ((ticks) * TICKS_PER_US_DENOMINATOR / TICKS_PER_US_NUMERATOR)
#define PAUSE_TICKS (2 * TICKS_PER_MS)
#define BUDGET_US 3000u
#define PERIOD_US 20000u

static void spin_us(seL4_Word us)
{
    for (seL4_Word start = now(); TO_US(now() - start) < us;) {
    }
}

static seL4_Word consumed_by_test(void)
{
    return seL4_SchedContext_Consumed(test_sc).consumed;
}

TEST("SC-20,SC-21", time_is_charged_when_the_account_changes)
{
    seL4_CPtr notification = notification_new();

    (void)execute(step_yield());
    (void)consumed_by_test();
    for (unsigned i = 0; i < 5; i++) {
        spin_us(300);
        (void)execute(step_nbwait(notification));
        (void)invoke(test_tcb, TCBSetFlags, 0, 2);
    }
    check(consumed_by_test() < 300);
    let_others_run();
    check(consumed_by_test() >= 1500);
}

static void enter_the_kernel(struct thread *self)
{
    for (;;) {
        (void)execute(step_nbsend(self->tcb, MESSAGE(TCBSetFlags, 0, 2)));
        self->value = self->value + 1;
    }
}

TEST("SC-29", kernel_time_is_charged_to_the_thread_that_called)
{
    struct thread *helper = thread_new(BELOW);

    thread_start_function(helper, enter_the_kernel);
    sleep_us(4000);
    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    check(helper->value > 0);
    check(seL4_SchedContext_Consumed(helper->sc).consumed >= 3500);
}

/* Runs for as long as nothing takes the processor away, and tells how many ticks that was. */
static void run_until_paused(struct thread *self)
{
    seL4_Word start = now();
    seL4_Word last = start;

    for (seL4_Word time = start; time - last < PAUSE_TICKS; time = now()) {
        last = time;
    }
    self->value = last - start;
    self->done = 1;
    park();
}

static void block_then_run(struct thread *self)
{
    (void)execute(self->steps[0]);
    run_until_paused(self);
}

/* A sporadic thread that executes the step, in which it blocks for longer than two periods. */
static struct thread *sporadic_thread(struct registers step)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, helper->sc, BUDGET_US, PERIOD_US, 4, 0,
                                              seL4_SchedContext_Sporadic), seL4_NoError);
    helper->steps[0] = step;
    thread_start_function(helper, block_then_run);
    sleep_us(5 * PERIOD_US / 2);
    return helper;
}

/* However long it has been blocked, it gets one budget at once, and the next a period after that. */
static void check_one_budget(const struct thread *helper)
{
    sleep_us(3 * PERIOD_US / 2);
    check_eq(helper->done, 1);
    check(TO_US(helper->value) <= BUDGET_US + 100);
    check(TO_US(helper->value) >= BUDGET_US - 500);
}

TEST("SC-19", a_message_to_a_sporadic_thread_starts_its_period)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = sporadic_thread(step_recv(endpoint, reply_new()));

    (void)execute(step_send(endpoint, 0));
    check_one_budget(helper);
}

TEST("SC-19", a_message_taken_from_a_sporadic_thread_starts_its_period)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = sporadic_thread(step_send(endpoint, 0));

    (void)execute(step_wait(endpoint));
    check_one_budget(helper);
}

TEST("SC-19", a_reply_to_a_sporadic_thread_starts_its_period)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = sporadic_thread(step_call(endpoint, 0));

    (void)execute(step_recv(endpoint, reply));
    sleep_us(5 * PERIOD_US / 2);
    (void)execute(step_send(reply, 0));
    check_one_budget(helper);
}

TEST("SC-19", a_signal_to_a_sporadic_thread_starts_its_period)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = sporadic_thread(step_wait(notification));

    (void)execute(step_send(notification, 0));
    check_one_budget(helper);
}

static void serve_then_run(struct thread *self)
{
    (void)execute(self->steps[0]);
    (void)execute(self->steps[1]);
    run_until_paused(self);
}

/* A passive server answers its client by `answer`, and finds a signal that comes with time of its own. */
static struct thread *server_with_signal(seL4_CPtr endpoint, seL4_CPtr reply, seL4_CPtr notification,
                                         struct registers answer)
{
    struct thread *server = passive_thread_new(BELOW);
    seL4_CPtr sc = sched_context_new(BUDGET_US, PERIOD_US);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, sc, BUDGET_US, PERIOD_US, 4, 0,
                                              seL4_SchedContext_Sporadic), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(sc, notification), seL4_NoError);
    server->entry = serve_then_run;
    server->steps[0] = step_recv(endpoint, reply);
    server->steps[1] = answer;
    passive_thread_start(server);
    sleep_us(5 * PERIOD_US / 2);
    return server;
}

TEST("SC-19,NTF-8", a_signal_that_is_there_when_a_server_waits_starts_the_period_of_its_time)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr notification = notification_new();
    struct thread *server =
        server_with_signal(endpoint, reply, notification, step_nbsend_wait(reply, 0, notification));

    seL4_Signal(notification);
    (void)thread_doing(BELOW, step_call(endpoint, 0));
    check_one_budget(server);
}

TEST("SC-19,NTF-10", a_signal_that_is_there_when_a_server_receives_starts_the_period_of_its_time)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr notification = notification_new();
    struct thread *server =
        server_with_signal(endpoint, reply, notification, step_reply_recv(endpoint, 0, reply));

    (void)thread_doing(BELOW, step_call(endpoint, 0));
    seL4_Signal(notification);
    check_eq(seL4_TCB_BindNotification(server->tcb, notification), seL4_NoError);
    check_one_budget(server);
}

TEST("SC-19", a_sporadic_thread_restarted_by_a_deletion_starts_its_period)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = sporadic_thread(step_nbsend_wait(NO_CAP, 0, notification));
    seL4_UserContext context = read_registers(helper->tcb);

    context.x7 = (seL4_Word)seL4_SysNBSend;
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, false, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    check_eq(delete(notification), seL4_NoError);
    check_one_budget(helper);
}

TEST("SC-19", a_resumed_sporadic_thread_starts_its_period)
{
    struct thread *helper = sporadic_thread(step_wait(notification_new()));
    seL4_UserContext context;

    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    context = read_registers(helper->tcb);
    context.x7 = (seL4_Word)seL4_SysNBSend;
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, true, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    check_one_budget(helper);
}

TEST("SC-19", binding_a_sporadic_context_starts_its_period)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = sporadic_thread(step_wait(notification));

    check_eq(seL4_SchedContext_UnbindObject(helper->sc, helper->tcb), seL4_NoError);
    (void)execute(step_send(notification, 0));
    check_eq(seL4_SchedContext_Bind(helper->sc, helper->tcb), seL4_NoError);
    check_one_budget(helper);
}

static void use_most_then_receive(struct thread *self)
{
    spin_us(BUDGET_US * 2 / 3);
    (void)execute(self->steps[0]);
    self->done = 1;
    park();
}

TEST("IPC-7", a_receiver_that_has_used_much_of_its_budget_still_runs_at_once)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, helper->sc, BUDGET_US, 10 * PERIOD_US, 0, 0, 0),
             seL4_NoError);
    helper->steps[0] = step_recv(endpoint, reply_new());
    thread_start_function(helper, use_most_then_receive);
    check_eq(helper->done, 0);
    (void)execute(step_send(endpoint, 0));
    check_eq(helper->done, 1);
}

#define CALLS 300u

static void call_repeatedly(struct thread *self)
{
    for (seL4_Word i = 1; i <= CALLS; i++) {
        struct registers call = step_call((seL4_CPtr)self->steps[0].x[BADGE], MESSAGE(i, 0, 1));

        call.x[MR0] = i;
        if (execute(call).x[MR0] != 2 * i) {
            break;
        }
        self->value = i;
        spin_us(30);
    }
    self->done = 1;
    park();
}

/* The caller's budget ends again and again, also at the entry of its calls: each is made exactly once. */
TEST("SYS-1,SYS-2", a_call_that_finds_no_budget_is_made_when_there_is_some)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = thread_new(BELOW);
    struct registers message = { { 0 } };
    seL4_Word start = now();

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, helper->sc, 500, 2000, 0, 0, 0), seL4_NoError);
    helper->steps[0].x[BADGE] = endpoint;
    thread_start_function(helper, call_repeatedly);
    message = execute(step_recv(endpoint, reply));
    for (seL4_Word i = 1; i <= CALLS; i++) {
        struct registers answer = step_reply_recv(endpoint, MESSAGE(0, 0, 1), reply);

        check_eq(message.x[INFO], MESSAGE(i, 0, 1));
        check_eq(message.x[MR0], i);
        answer.x[MR0] = 2 * i;
        if (i < CALLS) {
            message = execute(answer);
        } else {
            answer = step_send(reply, MESSAGE(0, 0, 1));
            answer.x[MR0] = 2 * i;
            (void)execute(answer);
        }
    }
    while (!helper->done) {
        sleep_us(2000);
    }
    check_eq(helper->value, CALLS);
    check(TO_US(now() - start) >= 15000);
}

/* Which of two threads ran first. */
static volatile seL4_Word first_to_run;

static void note_and_signal(struct thread *self)
{
    if (self->steps[0].x[NUMBER] != 0) {
        (void)execute(self->steps[0]);
    }
    if (first_to_run == 0) {
        first_to_run = self->value;
    }
    (void)execute(self->steps[1]);
    park();
}

/* The test sends to a waiting thread and blocks in one entry, while another thread is ready. */
static seL4_Word first_of(seL4_Word woken_priority, seL4_Word ready_priority)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr done = notification_new();
    struct thread *woken = thread_new(ABOVE);
    struct thread *ready = thread_new(ready_priority);

    first_to_run = 0;
    woken->steps[0] = step_recv(endpoint, reply_new());
    woken->steps[1] = ready->steps[1] = step_send(done, 0);
    woken->value = 1;
    ready->value = 2;
    thread_start_function(woken, note_and_signal);
    check_eq(seL4_TCB_SetPriority(woken->tcb, seL4_CapInitThreadTCB, woken_priority), seL4_NoError);
    thread_start_function(ready, note_and_signal);
    check_eq(first_to_run, 0);
    (void)execute(step_nbsend_wait(endpoint, 0, done));
    return first_to_run;
}

TEST("SCH-14", a_woken_thread_of_lower_priority_competes_with_the_ready_ones)
{
    check_eq(first_of(BELOW, BELOW + 1), 2);
    check_eq(first_of(BELOW + 1, BELOW), 1);
}

TEST("SCH-14", a_woken_thread_of_equal_priority_runs_when_the_waker_blocks)
{
    check_eq(first_of(TEST_PRIORITY, TEST_PRIORITY), 1);
}
