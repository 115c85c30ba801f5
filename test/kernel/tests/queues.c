/* SPDX-License-Identifier: BSD-2-Clause */
/* Who waits where for the processor: the ready queues, the queue for budgets, and who is chosen (OP). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define RUNNERS 3u

static volatile unsigned order[RUNNERS];
static volatile unsigned ran;

/* Notes that it ran, which the script of a helper cannot; `value` is its name. */
static void note(struct thread *self)
{
    order[ran] = (unsigned)self->value;
    ran = ran + 1;
    self->done = 1;
}

static seL4_CPtr called;

/* The same, once the call has come to an end. */
static void note_after_call(struct thread *self)
{
    (void)execute(step_call(called, 0));
    note(self);
}

static struct thread *noter_new(seL4_Word priority, unsigned name)
{
    struct thread *thread = thread_new(priority);

    thread->value = name;
    thread->entry = note;
    return thread;
}

struct three {
    struct thread *a, *b, *c;
};

/* Noters 1, 2 and 3, started in this order. */
static struct three three_started(void)
{
    struct three t = {noter_new(BELOW, 1), noter_new(BELOW, 2), noter_new(BELOW, 3)};

    ran = 0;
    thread_start(t.a);
    thread_start(t.b);
    thread_start(t.c);
    return t;
}

static void check_order(unsigned first, unsigned second, unsigned third)
{
    check_eq(ran, RUNNERS);
    check_eq(order[0], first);
    check_eq(order[1], second);
    check_eq(order[2], third);
}

/* A thread that is woken while a more urgent one runs goes to the head of its queue (SCH-7). */
TEST("OP-2", a_queued_thread_keeps_its_place_when_it_is_resumed_again)
{
    struct three t = three_started();

    thread_start(t.a);
    thread_start(t.b);
    let_others_run();
    check_order(3, 2, 1);
}

TEST("OP-3", a_thread_that_leaves_the_queue_comes_back_at_its_head)
{
    struct three t = three_started();

    check_eq(seL4_TCB_Suspend(t.a->tcb), seL4_NoError);
    thread_start(t.a);
    let_others_run();
    check_order(1, 3, 2);
}

TEST("OP-12,OP-3", a_thread_that_loses_its_context_leaves_the_queue)
{
    struct three t = three_started();

    check_eq(seL4_SchedContext_Unbind(t.a->sc), seL4_NoError);
    let_others_run();
    check_eq(ran, 2);
    check_eq(seL4_SchedContext_Bind(t.a->sc, t.a->tcb), seL4_NoError);
    let_others_run();
    check_order(3, 2, 1);
}

/* A helper that has used up its budget for a long time. */
static struct thread *exhausted_new(seL4_Time period)
{
    struct thread *thread = thread_new(ABOVE);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, thread->sc, 1000, period, 0, 0, 0),
             seL4_NoError);
    add_step(thread, step_yield());
    add_step(thread, step_yield());
    thread_start(thread);
    check_eq(thread->done, 0);
    return thread;
}

TEST("OP-5", the_first_of_those_without_budget_may_go_and_the_next_still_wakes)
{
    struct thread *first = exhausted_new(4000);
    struct thread *second = exhausted_new(9000);

    check_eq(seL4_TCB_Suspend(first->tcb), seL4_NoError);
    sleep_us(6000);
    check_eq(first->done, 0);
    check_eq(second->done, 0);
    sleep_us(6000);
    check_eq(first->done, 0);
    check_eq(second->done, 1);
}

TEST("OP-6,OP-10", a_thread_that_is_resumed_without_budget_waits_for_it)
{
    struct thread *thread = exhausted_new(20000);

    check_eq(seL4_TCB_Suspend(thread->tcb), seL4_NoError);
    check_eq(seL4_TCB_Resume(thread->tcb), seL4_NoError);
    check_eq(thread->done, 0);
    sleep_us(25000);
    check_eq(thread->done, 1);
}

TEST("OP-7,OP-8", of_several_threads_that_wake_at_once_the_most_urgent_runs_first)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *middle = noter_new(ABOVE, 2);
    struct thread *low = noter_new(ABOVE - 1, 3);
    struct thread *high = noter_new(ABOVE + 1, 1);
    struct thread *all[RUNNERS] = { middle, low, high };

    ran = 0;
    called = endpoint;
    for (unsigned i = 0; i < RUNNERS; i++) {
        thread_start_function(all[i], note_after_call);
    }
    check_eq(ran, 0);
    check_eq(delete(endpoint), seL4_NoError);
    check_order(1, 2, 3);
}

TEST("OP-9", a_donated_context_leaves_its_old_thread_behind)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *client = thread_new(ABOVE);

    add_step(server, step_recv(endpoint, reply_new()));
    add_step(server, step_wait(notification_new()));
    passive_thread_start(server);
    add_step(client, step_call(endpoint, 0));
    thread_start(client);
    check_eq(server->done, 1);
    check_eq(seL4_SchedContext_UnbindObject(client->sc, client->tcb), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_UnbindObject(client->sc, server->tcb), seL4_NoError);
}
