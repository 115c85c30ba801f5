/* SPDX-License-Identifier: BSD-2-Clause */
/* Who runs when: priorities, ready queues, yielding (SCH, YLD). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define TRACE_LENGTH 64u

/* The order in which helpers ran: each appends its number. */
static volatile unsigned trace_length;
static volatile seL4_Word trace[TRACE_LENGTH];

static void record(seL4_Word number)
{
    if (trace_length < TRACE_LENGTH) {
        trace[trace_length] = number;
        trace_length = trace_length + 1;
    }
}

static void record_once(struct thread *self)
{
    record(self->value);
}

static void record_and_yield(struct thread *self)
{
    for (unsigned i = 0; i < 3; i++) {
        record(self->value);
        (void)execute(step_yield());
    }
}

static struct thread *recorder(seL4_Word priority, seL4_Word number, void (*entry)(struct thread *self))
{
    struct thread *thread = thread_new(priority);

    thread->value = number;
    thread_start_function(thread, entry);
    return thread;
}

TEST("SCH-5", a_higher_priority_preempts_at_once)
{
    trace_length = 0;
    (void)recorder(ABOVE, 1, record_once);
    check_eq(trace_length, 1);
}

TEST("SCH-9,SCH-18", an_equal_priority_does_not_preempt)
{
    trace_length = 0;
    (void)recorder(TEST_PRIORITY, 1, record_once);
    check_eq(trace_length, 0);
    (void)execute(step_yield());
    check_eq(trace_length, 1);
}

TEST("SCH-1", a_lower_priority_waits)
{
    trace_length = 0;
    (void)recorder(BELOW, 1, record_once);
    (void)execute(step_yield());
    check_eq(trace_length, 0);
    let_others_run();
    check_eq(trace_length, 1);
}

TEST("SCH-10,SCH-11", the_highest_priority_runs_first)
{
    trace_length = 0;
    (void)recorder(BELOW, 1, record_once);
    (void)recorder(BELOW + 10, 2, record_once);
    (void)recorder(BELOW + 5, 3, record_once);
    let_others_run();
    check_eq(trace_length, 3);
    check(trace[0] == 2 && trace[1] == 3 && trace[2] == 1);
}

TEST("YLD-2", yielding_threads_take_turns)
{
    trace_length = 0;
    (void)recorder(BELOW, 1, record_and_yield);
    (void)recorder(BELOW, 2, record_and_yield);
    let_others_run();
    check_eq(trace_length, 6);
    for (unsigned i = 1; i < 6; i++) {
        check(trace[i] != trace[i - 1]);
    }
}

TEST("YLD-2", a_thread_alone_at_its_priority_goes_on_after_a_yield)
{
    for (unsigned i = 0; i < 100; i++) {
        (void)execute(step_yield());
    }
}

TEST("01/SYS-25", a_yield_changes_no_register)
{
    struct registers step = step_yield();
    struct registers after = execute(step);

    for (unsigned i = 0; i <= DESTINATION; i++) {
        check_eq(after.x[i], step.x[i]);
    }
}

TEST("SCH-5", raising_a_ready_thread_switches_to_it)
{
    struct thread *helper;

    trace_length = 0;
    helper = recorder(BELOW, 1, record_once);
    check_eq(seL4_TCB_SetPriority(helper->tcb, seL4_CapInitThreadTCB, TEST_PRIORITY), seL4_NoError);
    check_eq(trace_length, 0);
    check_eq(seL4_TCB_SetPriority(helper->tcb, seL4_CapInitThreadTCB, ABOVE), seL4_NoError);
    check_eq(trace_length, 1);
}

TEST("SCH-5", lowering_the_running_thread_lets_others_in)
{
    trace_length = 0;
    (void)recorder(BELOW, 1, record_once);
    check_eq(seL4_TCB_SetPriority(test_tcb, seL4_CapInitThreadTCB, BELOW - 1), seL4_NoError);
    check_eq(trace_length, 1);
    check_eq(seL4_TCB_SetPriority(test_tcb, seL4_CapInitThreadTCB, TEST_PRIORITY), seL4_NoError);
}

TEST("SCH-15", of_equal_threads_the_last_woken_is_in_front)
{
    trace_length = 0;
    (void)recorder(BELOW, 1, record_once);
    (void)recorder(BELOW, 2, record_once);
    (void)recorder(BELOW, 3, record_once);
    let_others_run();
    check_eq(trace_length, 3);
    check(trace[0] == 3 && trace[1] == 2 && trace[2] == 1);
}

static void count_up(struct thread *self)
{
    for (;;) {
        self->value = self->value + 1;
    }
}

TEST("SCH-16", equal_spinners_share_the_time_by_slices)
{
    struct thread *first = thread_new(BELOW);
    struct thread *second = thread_new(BELOW);
    seL4_CPtr control = boot->schedcontrol.start;

    check_eq(seL4_SchedControl_ConfigureFlags(control, first->sc, 1000, 1000, 0, 0, 0), seL4_NoError);
    check_eq(seL4_SchedControl_ConfigureFlags(control, second->sc, 1000, 1000, 0, 0, 0), seL4_NoError);
    thread_start_function(first, count_up);
    thread_start_function(second, count_up);
    sleep_us(20000);
    check(first->value > 0 && second->value > 0);
    check(first->value < 2 * second->value && second->value < 2 * first->value);
}

TEST("SCH-16", a_higher_priority_spinner_starves_a_lower_one)
{
    struct thread *high = thread_new(BELOW + 1);
    struct thread *low = thread_new(BELOW);

    thread_start_function(low, count_up);
    thread_start_function(high, count_up);
    sleep_us(5000);
    check(high->value > 0);
    check_eq(low->value, 0);
}

TEST("YLD-6,SCH-3,SCI-25,YLD-5", yield_to_checks_its_target)
{
    struct thread *urgent = thread_new(ABOVE);

    check_eq(seL4_SchedContext_YieldTo(sched_context_new(1000, 1000)).error, seL4_IllegalOperation);
    check_eq(seL4_SchedContext_YieldTo(test_sc).error, seL4_IllegalOperation);
    check_eq(seL4_TCB_SetMCPriority(test_tcb, seL4_CapInitThreadTCB, ABOVE - 1), seL4_NoError);
    check_eq(seL4_SchedContext_YieldTo(urgent->sc).error, seL4_IllegalOperation);
}

TEST("YLD-7", yielding_to_an_equal_runs_it_now)
{
    struct thread *helper;
    seL4_SchedContext_YieldTo_t answer;

    trace_length = 0;
    helper = recorder(TEST_PRIORITY, 4, record_once);
    check_eq(trace_length, 0);
    answer = seL4_SchedContext_YieldTo(helper->sc);
    check_eq(answer.error, seL4_NoError);
    check_eq(trace_length, 1);
}

TEST("YLD-7", yielding_to_a_stopped_thread_returns_at_once)
{
    struct thread *helper = thread_new(TEST_PRIORITY);

    check_eq(seL4_SchedContext_YieldTo(helper->sc).error, seL4_NoError);
}

TEST("YLD-11", yielding_to_a_lower_priority_moves_it_to_the_front)
{
    struct thread *second;

    trace_length = 0;
    (void)recorder(BELOW, 1, record_once);
    second = recorder(BELOW, 2, record_once);
    (void)recorder(BELOW, 3, record_once);
    check_eq(seL4_SchedContext_YieldTo(second->sc).error, seL4_NoError);
    check_eq(trace_length, 0);
    let_others_run();
    check_eq(trace[0], 2);
}
