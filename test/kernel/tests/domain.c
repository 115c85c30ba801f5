/* SPDX-License-Identifier: BSD-2-Clause */
/* Domains and their schedule (DOM). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#if CONFIG_NUM_DOMAINS > 1

#define LAST_INDEX (CONFIG_NUM_DOMAIN_SCHEDULES - 1)
#define TICKS_PER_MS 62500u
#define FOREVER ((1ul << 56) - 1)
#define OTHER_DOMAIN 3u

TEST("DOM-3", set_checks_its_arguments)
{
    check_eq(invoke(seL4_CapDomain, DomainSetSet, 0, 0), seL4_TruncatedMessage);
    check_invalid_argument(seL4_DomainSet_Set(seL4_CapDomain, CONFIG_NUM_DOMAINS, test_tcb), 0);
    check_invalid_argument(seL4_DomainSet_Set(seL4_CapDomain, 0, endpoint_new()), 1);
    check_eq(invoke(seL4_CapDomain, TCBSuspend, 0, 0), seL4_IllegalOperation);
}

TEST("DOM-3", configure_checks_its_arguments)
{
    check_eq(invoke(seL4_CapDomain, DomainScheduleConfigure, 0, 2), seL4_TruncatedMessage);
    check_range_error(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, LAST_INDEX, 0, 1), 0, LAST_INDEX - 1);
    check_range_error(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, CONFIG_NUM_DOMAINS, 1),
                      0, CONFIG_NUM_DOMAINS - 1);
    check_invalid_argument(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, 0, FOREVER + 1), 2);
    check_invalid_argument(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, 1, 0), 1);
    check_invalid_argument(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 0, 0, 0), 2);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, 0, 0), seL4_NoError);
}

TEST("DOM-3,DOM-2", set_start_checks_its_index)
{
    check_range_error(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, LAST_INDEX + 1), 0, LAST_INDEX);
    check_invalid_argument(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, LAST_INDEX), 0);
    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 0), seL4_NoError);
}

TEST("DOM-4,DOM-1", a_thread_of_another_domain_does_not_run)
{
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_DomainSet_Set(seL4_CapDomain, OTHER_DOMAIN, helper->tcb), seL4_NoError);
    add_step(helper, step_yield());
    thread_start(helper);
    let_others_run();
    check(!finished(helper));
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 0, helper->tcb), seL4_NoError);
    let_others_run();
    check(finished(helper));
}

TEST("DOM-6", the_schedule_visits_its_domains_in_turn)
{
    struct thread *helper = thread_new(BELOW);

    check_eq(seL4_DomainSet_Set(seL4_CapDomain, OTHER_DOMAIN, helper->tcb), seL4_NoError);
    add_step(helper, step_yield());
    thread_start(helper);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, OTHER_DOMAIN, 2 * TICKS_PER_MS),
             seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 2, 0, FOREVER), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 1), seL4_NoError);
    check(finished(helper));
    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 0), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 2, 0, 0), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, 0, 0), seL4_NoError);
}

TEST("DOM-7,SCH-17", a_domain_without_threads_passes_its_time_idle)
{
    seL4_Word start = now();

    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, OTHER_DOMAIN, 3 * TICKS_PER_MS),
             seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 2, 0, FOREVER), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 1), seL4_NoError);
    check(now() - start >= 3 * TICKS_PER_MS - TICKS_PER_MS / 10);
    check(now() - start <= 4 * TICKS_PER_MS);
    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 0), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 2, 0, 0), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, 0, 0), seL4_NoError);
}

/* A millisecond each for this domain and another one, then this one for ever. */
static void take_turns(void)
{
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 1, 0, TICKS_PER_MS), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 2, OTHER_DOMAIN, TICKS_PER_MS), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 3, 0, FOREVER), seL4_NoError);
    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 1), seL4_NoError);
}

static void take_no_turns(void)
{
    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 0), seL4_NoError);
    for (seL4_Word i = 3; i >= 1; i--) {
        check_eq(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, i, 0, 0), seL4_NoError);
    }
}

TEST("DOM-5,DOM-8", a_call_at_the_end_of_a_domains_time_is_made_in_its_next)
{
    struct registers query = step_call(test_tcb, MESSAGE(TCBSetFlags, 0, 2));
    seL4_Word start, last, time;

    query.x[MR0] = query.x[MR1] = 0;
    take_turns();
    start = last = now();
    for (time = start; time - last < TICKS_PER_MS / 2; time = now()) {
        last = time;
        check_eq(execute(query).x[INFO], MESSAGE(seL4_NoError, 0, 1));
    }
    take_no_turns();
    check(last - start <= TICKS_PER_MS);
    check(last - start >= TICKS_PER_MS * 6 / 10);
    check(time - last >= TICKS_PER_MS * 9 / 10);
    check(time - start <= TICKS_PER_MS * 3);
}

static void count_up(struct thread *self)
{
    for (;;) {
        self->value = self->value + 1;
    }
}

/* A spinner does not enter the kernel: the end of its domain's time is an interrupt. */
TEST("DOM-5,SC-27", a_domains_time_ends_by_itself)
{
    struct thread *here = thread_new(BELOW);
    struct thread *there = thread_new(BELOW);
    seL4_Word seen;

    thread_start_function(there, count_up);
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, OTHER_DOMAIN, there->tcb), seL4_NoError);
    thread_start_function(here, count_up);
    take_turns();
    sleep_us(4000);
    take_no_turns();
    seen = there->value;
    check(seen > 0 && here->value > 0);
    sleep_us(2000);
    check_eq(there->value, seen);
}

TEST("DOM-9", messages_cross_domains)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_doing(ABOVE, step_send(endpoint, MESSAGE(8, 0, 0)));

    check_eq(seL4_DomainSet_Set(seL4_CapDomain, OTHER_DOMAIN, helper->tcb), seL4_NoError);
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(8, 0, 0));
    let_others_run();
    check(!finished(helper));
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 0, helper->tcb), seL4_NoError);
    let_others_run();
    check(finished(helper));
}

#endif
