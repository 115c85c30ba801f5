/* SPDX-License-Identifier: BSD-2-Clause */
/* Places in ready queues, disciplines of budgets, effects of priority changes (SCH, SC). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

static void count_up(struct thread *self)
{
    for (;;) {
        self->value = self->value + 1;
    }
}

static seL4_Error configure(seL4_CPtr sc, seL4_Time budget, seL4_Time period, seL4_Word extra,
                            seL4_Word flags)
{
    return seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, sc, budget, period, extra, 0, flags);
}

TEST("SCH-7", a_preempted_thread_stays_in_front_of_its_equals)
{
    struct thread *first = thread_new(BELOW);
    struct thread *second = thread_new(BELOW);

    thread_start_function(first, count_up);
    thread_start_function(second, count_up);
    for (unsigned i = 0; i < 3; i++) {
        sleep_us(2000);
    }
    check((first->value == 0) != (second->value == 0));
}

TEST("SCH-6", setting_the_same_priority_goes_to_the_end_of_the_queue)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *first = thread_doing(ABOVE, step_send(endpoint, MESSAGE(1, 0, 0)));

    (void)thread_doing(ABOVE, step_send(endpoint, MESSAGE(2, 0, 0)));
    check_eq(seL4_TCB_SetPriority(first->tcb, seL4_CapInitThreadTCB, ABOVE), seL4_NoError);
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(2, 0, 0));
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(1, 0, 0));
}

TEST("SCH-4", a_priority_change_moves_a_waiter_of_a_notification)
{
    seL4_CPtr notification = notification_new();
    struct thread *first = thread_doing(ABOVE, step_wait(notification));
    struct thread *second = thread_doing(ABOVE, step_wait(notification));

    check_eq(seL4_TCB_SetPriority(second->tcb, seL4_CapInitThreadTCB, ABOVE + 1), seL4_NoError);
    (void)execute(step_send(notification, 0));
    check(finished(second) && !finished(first));
}

TEST("SCH-2", lowering_the_mcp_leaves_priorities_alone)
{
    struct thread *helper = thread_new(ABOVE);
    seL4_CPtr target = tcb_new();

    check_eq(seL4_TCB_SetMCPriority(helper->tcb, seL4_CapInitThreadTCB, 10), seL4_NoError);
    check_eq(seL4_TCB_SetPriority(target, helper->tcb, 11), seL4_RangeError);
    add_step(helper, step_yield());
    thread_start(helper);
    check(finished(helper));
}

TEST("SC-18", a_constant_bandwidth_context_keeps_no_credit_for_lost_time)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(configure(helper->sc, 2000, 10000, 0, 0), seL4_NoError);
    for (seL4_Word start = now(); now() - start < 62500u * 25u;) {
    }
    thread_start_function(helper, count_up);
    (void)seL4_SchedContext_Consumed(helper->sc);
    sleep_us(8000);
    check(seL4_SchedContext_Consumed(helper->sc).consumed <= 2100);
}

TEST("SC-18", a_sporadic_context_is_limited_too)
{
    struct thread *helper = thread_new(BELOW);
    seL4_Word used;

    check_eq(configure(helper->sc, 1000, 10000, 4, seL4_SchedContext_Sporadic), seL4_NoError);
    thread_start_function(helper, count_up);
    sleep_us(45000);
    used = seL4_SchedContext_Consumed(helper->sc).consumed;
    check(used >= 3900 && used <= 5200);
}

static void work_in_pieces(struct thread *self)
{
    seL4_CPtr pause = (seL4_CPtr)self->value;

    for (;;) {
        for (seL4_Word start = now(); now() - start < 6250;) {
        }
        self->done++;
        (void)execute(step_wait(pause));
    }
}

TEST("SC-15", a_fragmented_budget_is_limited_by_the_period)
{
    struct thread *helper = thread_new(BELOW);
    seL4_CPtr pause = notification_new();
    seL4_Word start;

    check_eq(configure(helper->sc, 1000, 20000, 8, 0), seL4_NoError);
    helper->value = pause;
    thread_start_function(helper, work_in_pieces);
    start = now();
    while (now() - start < 62500u * 60u) {
        sleep_us(1000);
        (void)execute(step_send(pause, 0));
    }
    check(seL4_SchedContext_Consumed(helper->sc).consumed <= 4300);
    check(helper->done >= 9);
}

TEST("SC-5", budgets_add_up_over_many_periods)
{
    struct thread *helper = thread_new(BELOW);
    seL4_Word used;

    check_eq(configure(helper->sc, 300, 1000, 2, 0), seL4_NoError);
    thread_start_function(helper, count_up);
    sleep_us(100000);
    used = seL4_SchedContext_Consumed(helper->sc).consumed;
    check(used >= 28000 && used <= 31000);
}

TEST("OP-4", released_threads_run_by_priority)
{
    struct thread *low = thread_new(BELOW);
    struct thread *high = thread_new(BELOW + 1);

    check_eq(configure(low->sc, 1000, 5000, 0, 0), seL4_NoError);
    check_eq(configure(high->sc, 4000, 5000, 0, 0), seL4_NoError);
    thread_start_function(low, count_up);
    thread_start_function(high, count_up);
    sleep_us(50000);
    check(seL4_SchedContext_Consumed(high->sc).consumed >= 35000);
    check(seL4_SchedContext_Consumed(low->sc).consumed >= 5000);
}

TEST("YLD-8", a_yield_to_returns_when_its_target_is_suspended)
{
    struct thread *target = thread_new(TEST_PRIORITY);
    seL4_SchedContext_YieldTo_t answer;

    add_step(target, step_call(target->tcb, MESSAGE(TCBSuspend, 0, 0)));
    thread_start(target);
    answer = seL4_SchedContext_YieldTo(target->sc);
    check_eq(answer.error, seL4_NoError);
    check(!finished(target));
}

TEST("YLD-10", a_yield_to_runs_the_target_on_its_own_budget)
{
    struct thread *target = thread_new(TEST_PRIORITY);
    seL4_SchedContext_YieldTo_t answer;

    check_eq(configure(target->sc, 2000, 100000, 0, 0), seL4_NoError);
    thread_start_function(target, count_up);
    answer = seL4_SchedContext_YieldTo(target->sc);
    check_eq(answer.error, seL4_NoError);
    check(answer.consumed >= 1900 && answer.consumed <= 2100);
}

TEST("TCB-24", a_thread_that_suspends_itself_does_so_again_when_resumed)
{
    struct thread *helper = thread_new(ABOVE);

    add_step(helper, step_call(helper->tcb, MESSAGE(TCBSuspend, 0, 0)));
    thread_start(helper);
    check(!finished(helper));
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    check(!finished(helper));
}

TEST("TCB-13", fewer_registers_leave_the_others_alone)
{
    seL4_CPtr tcb = tcb_new();
    seL4_UserContext context = { .pc = 4, .sp = 8, .x0 = 12, .x1 = 16 };

    check_eq(seL4_TCB_WriteRegisters(tcb, false, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    seL4_SetMR(0, 0);
    seL4_SetMR(1, 2);
    seL4_SetMR(2, 0x400);
    seL4_SetMR(3, 0x800);
    check_eq(invoke(tcb, TCBWriteRegisters, 0, 4), seL4_NoError);
    context = read_registers(tcb);
    check(context.pc == 0x400 && context.sp == 0x800 && context.x0 == 12 && context.x1 == 16);
}
