/* SPDX-License-Identifier: BSD-2-Clause */
/* Scheduling contexts: configuration, binding, budgets and periods (SC, SCI). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define MIN_BUDGET_US 20u

static seL4_CPtr plain_sched_context(unsigned bits)
{
    return object_new(seL4_SchedContextObject, bits);
}

static seL4_Error configure(seL4_CPtr sc, seL4_Time budget, seL4_Time period, seL4_Word extra)
{
    return seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, sc, budget, period, extra, 0, 0);
}

static seL4_Word to_us(seL4_Word ticks)
{
    return ticks * TICKS_PER_US_DENOMINATOR / TICKS_PER_US_NUMERATOR;
}

TEST("SCI-2,SCI-1", the_message_of_configure_is_checked)
{
    seL4_SetCap(0, plain_sched_context(8));
    check_eq(invoke(boot->schedcontrol.start, SchedControlConfigureFlags, 0, 5), seL4_TruncatedMessage);
    check_eq(invoke(boot->schedcontrol.start, SchedControlConfigureFlags, 1, 4), seL4_TruncatedMessage);
    check_eq(invoke(boot->schedcontrol.start, SchedContextBind, 1, 5), seL4_IllegalOperation);
}

TEST("SCI-2", budget_and_period_have_limits)
{
    seL4_CPtr sc = plain_sched_context(8);

    check_range_error(configure(sc, MAX_PERIOD_US + 1, MAX_PERIOD_US, 0), MIN_BUDGET_US, MAX_PERIOD_US);
    check_range_error(configure(sc, 1000, MAX_PERIOD_US + 1, 0), MIN_BUDGET_US, MAX_PERIOD_US);
    check_range_error(configure(sc, MIN_BUDGET_US - 1, 1000, 0), MIN_BUDGET_US, MAX_PERIOD_US);
    check_range_error(configure(sc, 1000, MIN_BUDGET_US - 1, 0), MIN_BUDGET_US, MAX_PERIOD_US);
    check_range_error(configure(sc, 1001, 1000, 0), MIN_BUDGET_US, 1000);
    check_eq(configure(sc, MIN_BUDGET_US, MAX_PERIOD_US, 0), seL4_NoError);
}

TEST("SCI-2", configure_needs_a_scheduling_context)
{
    check_invalid_capability(configure(endpoint_new(), 1000, 1000, 0), 1);
}

TEST("SC-7", the_object_size_limits_the_refills)
{
    check_range_error(configure(plain_sched_context(7), 1000, 2000, 1), 0, 0);
    check_eq(configure(plain_sched_context(7), 1000, 2000, 0), seL4_NoError);
    check_range_error(configure(plain_sched_context(8), 1000, 2000, 9), 0, 8);
    check_eq(configure(plain_sched_context(8), 1000, 2000, 8), seL4_NoError);
}

TEST("SCI-10,SC-40", binding_checks_type_and_state)
{
    seL4_CPtr sc = sched_context_new(1000, 1000);
    struct thread *has_one = thread_new(ABOVE);

    check_invalid_capability(seL4_SchedContext_Bind(sc, endpoint_new()), 1);
    check_eq(seL4_SchedContext_Bind(sc, has_one->tcb), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_Bind(sc, tcb_new()), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(sc, tcb_new()), seL4_IllegalOperation);
}

TEST("SCI-10", notifications_and_contexts_bind_one_to_one)
{
    seL4_CPtr first = sched_context_new(1000, 1000);
    seL4_CPtr second = sched_context_new(1000, 1000);
    seL4_CPtr notification = notification_new();

    check_eq(seL4_SchedContext_Bind(first, notification), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(first, notification_new()), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_Bind(second, notification), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_UnbindObject(second, notification), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_UnbindObject(first, notification), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(second, notification), seL4_NoError);
}

TEST("SCI-10", a_blocked_thread_needs_an_active_context)
{
    struct thread *helper = passive_thread_new(ABOVE);

    add_step(helper, step_wait(notification_new()));
    passive_thread_start(helper);
    check_eq(seL4_SchedContext_Bind(plain_sched_context(8), helper->tcb), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), helper->tcb), seL4_NoError);
}

TEST("SCI-11,SCI-5", an_unconfigured_context_may_be_bound_to_a_stopped_thread)
{
    seL4_CPtr sc = plain_sched_context(8);
    struct thread *helper = passive_thread_new(ABOVE);

    check_eq(seL4_SchedContext_Bind(sc, helper->tcb), seL4_NoError);
    add_step(helper, step_yield());
    thread_start(helper);
    let_others_run();
    check(!finished(helper));
    check_eq(configure(sc, 1000, 1000, 0), seL4_NoError);
    check(finished(helper));
}

TEST("SCI-13", unbinding_checks_what_is_bound)
{
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_SchedContext_UnbindObject(helper->sc, test_tcb), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_UnbindObject(test_sc, test_tcb), seL4_IllegalOperation);
    check_invalid_capability(seL4_SchedContext_UnbindObject(helper->sc, endpoint_new()), 1);
    check_eq(seL4_SchedContext_UnbindObject(helper->sc, helper->tcb), seL4_NoError);
}

TEST("SCI-20", a_thread_cannot_unbind_its_own_context)
{
    check_eq(seL4_SchedContext_Unbind(test_sc), seL4_IllegalOperation);
    check_eq(seL4_SchedContext_Unbind(sched_context_new(1000, 1000)), seL4_NoError);
}

TEST("SCI-21", an_unbound_thread_keeps_its_place_in_a_queue)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_doing(ABOVE, step_recv(endpoint, reply_new()));

    check_eq(seL4_SchedContext_Unbind(helper->sc), seL4_NoError);
    (void)execute(step_send(endpoint, MESSAGE(3, 0, 0)));
    check(!finished(helper));
    check_eq(seL4_SchedContext_Bind(helper->sc, helper->tcb), seL4_NoError);
    check(finished(helper));
}

TEST("SCI-30", deleting_a_context_stops_its_thread)
{
    struct thread *helper = thread_doing(BELOW, step_yield());

    check_eq(delete(helper->sc), seL4_NoError);
    let_others_run();
    check(!finished(helper));
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), helper->tcb), seL4_NoError);
    let_others_run();
    check(finished(helper));
}

static void count_up(struct thread *self)
{
    for (;;) {
        self->value = self->value + 1;
    }
}

static void measure_time_lost(struct thread *self)
{
    seL4_Word start = now();
    seL4_Word last = start;

    while (to_us(last - start) < 30000) {
        seL4_Word time = now();

        if (time - last > self->value) {
            self->value = time - last;
        }
        last = time;
    }
    self->done = 1;
}

TEST("SC-24,SC-23", a_budget_is_enforced)
{
    struct thread *helper = thread_new(BELOW);
    seL4_SchedContext_Consumed_t used;

    check_eq(configure(helper->sc, 2000, 20000, 0), seL4_NoError);
    thread_start_function(helper, count_up);
    sleep_us(15000);
    used = seL4_SchedContext_Consumed(helper->sc);
    check_eq(used.error, seL4_NoError);
    check(used.consumed >= 1900 && used.consumed <= 2050);
}

TEST("SC-13", the_budget_comes_back_every_period)
{
    struct thread *helper = thread_new(BELOW);
    seL4_Word used;

    check_eq(configure(helper->sc, 1000, 5000, 0), seL4_NoError);
    thread_start_function(helper, count_up);
    sleep_us(52000);
    used = seL4_SchedContext_Consumed(helper->sc).consumed;
    check(used >= 9000 && used <= 11500);
}

TEST("SC-24,SC-27,SC-28", a_thread_out_of_budget_pauses_until_its_next_period)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(configure(helper->sc, 2000, 10000, 0), seL4_NoError);
    thread_start_function(helper, measure_time_lost);
    sleep_us(40000);
    check_eq(helper->done, 1);
    check(to_us(helper->value) >= 7900 && to_us(helper->value) <= 8200);
}

TEST("SC-10", a_round_robin_thread_is_not_throttled)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(configure(helper->sc, 1000, 1000, 0), seL4_NoError);
    thread_start_function(helper, measure_time_lost);
    sleep_us(40000);
    check_eq(helper->done, 1);
    check(to_us(helper->value) < 200);
}

TEST("SCI-22,SC-22", reading_the_consumption_resets_it)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(configure(helper->sc, 2000, 50000, 0), seL4_NoError);
    thread_start_function(helper, count_up);
    sleep_us(5000);
    check(seL4_SchedContext_Consumed(helper->sc).consumed > 0);
    check_eq(seL4_SchedContext_Consumed(helper->sc).consumed, 0);
}

TEST("YLD-3,SC-25", a_yield_gives_the_rest_of_the_budget_away)
{
    seL4_Word start;
    seL4_Word slept;

    start = now();
    sleep_us(7000);
    slept = to_us(now() - start);
    check(slept >= 6900 && slept <= 7200);
}

TEST("TCB-26,SCH-8", suspension_does_not_restore_a_budget)
{
    struct thread *helper = thread_new(BELOW);
    seL4_Word used;

    check_eq(configure(helper->sc, 1000, 50000, 0), seL4_NoError);
    thread_start_function(helper, count_up);
    sleep_us(5000);
    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    sleep_us(5000);
    used = seL4_SchedContext_Consumed(helper->sc).consumed;
    check(used <= 1100);
}

TEST("SCI-4", reconfiguring_an_idle_context_gives_a_fresh_budget)
{
    struct thread *helper = thread_new(BELOW);
    seL4_Word used;

    check_eq(configure(helper->sc, 1000, 100000, 0), seL4_NoError);
    thread_start_function(helper, count_up);
    sleep_us(5000);
    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    check_eq(configure(helper->sc, 1000, 100000, 0), seL4_NoError);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    sleep_us(5000);
    used = seL4_SchedContext_Consumed(helper->sc).consumed;
    check(used >= 1900 && used <= 2200);
}

TEST("SCI-30", a_context_in_use_by_a_server_stops_it_when_deleted)
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
    check_eq(delete(caller->sc), seL4_NoError);
    (void)execute(step_send(reply, MESSAGE(2, 0, 0)));
    check(!finished(caller));
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), caller->tcb), seL4_NoError);
    check(finished(caller));
    check_eq(caller->steps[0].x[INFO], MESSAGE(2, 0, 0));
}
