/* SPDX-License-Identifier: BSD-2-Clause */
/* Who runs when: budgets, release times, priorities, domains, on the host port's own clock. */
#include "system.h"

#include "host_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum {
    NTFN = SLOT_FREE,
    T1,
    T1_BUFFER,
    T1_SC,
    T2,
    T2_BUFFER,
    T2_SC,
    EP,
    REPLY,
};

static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_NotificationObject, 0, NTFN, 1);
    system_retype(seL4_EndpointObject, 0, EP, 1);
    system_retype(seL4_ReplyObject, 0, REPLY, 1);
    system_retype(seL4_SchedContextObject, 8, T1_SC, 1);
    system_retype(seL4_SchedContextObject, 8, T2_SC, 1);
    return 0;
}

static void root_waits(void)
{
    (void)system_receive(seL4_SysWait, NTFN, 0);
}

/* How many of the next us microseconds t is the current thread. */
static word_t share(const struct tcb *t, word_t us)
{
    word_t ran = 0;
    for (word_t i = 0; i < us; i += 10) {
        ran += kernel.cur == t ? 10u : 0u;
        system_advance_us(10);
    }
    return ran;
}

static void sc_budget_limits_a_spinner(void **state)
{
    (void)state;
    system_configure_sc(T1_SC, 1000, 10000, 0, 0);
    struct tcb *t = system_thread(T1, T1_BUFFER, T1_SC, 100);
    root_waits();
    word_t ran = share(t, 100000);
    assert_in_range(ran, 9500, 10500);
}

static void sc_lower_thread_gets_the_rest(void **state)
{
    (void)state;
    system_configure_sc(T1_SC, 2000, 10000, 0, 0);
    system_configure_sc(T2_SC, 5000, 5000, 0, 0);
    struct tcb *high = system_thread(T1, T1_BUFFER, T1_SC, 100);
    struct tcb *low = system_thread(T2, T2_BUFFER, T2_SC, 50);
    root_waits();
    word_t ran = 0;
    word_t rest = 0;
    for (word_t i = 0; i < 100000; i += 10) {
        ran += kernel.cur == high ? 10u : 0u;
        rest += kernel.cur == low ? 10u : 0u;
        system_advance_us(10);
    }
    assert_in_range(ran, 19000, 21000);
    assert_int_equal(ran + rest, 100000);
}

static void trap55_round_robin_alternates(void **state)
{
    (void)state;
    system_configure_sc(T1_SC, 1000, 1000, 0, 0);
    system_configure_sc(T2_SC, 1000, 1000, 0, 0);
    struct tcb *a = system_thread(T1, T1_BUFFER, T1_SC, 100);
    struct tcb *b = system_thread(T2, T2_BUFFER, T2_SC, 100);
    root_waits();
    word_t ran = share(a, 100000);
    assert_in_range(ran, 48000, 52000);
    assert_true(kernel.cur == a || kernel.cur == b);
}

static void yld3_sporadic_yield_waits_for_next_period(void **state)
{
    (void)state;
    system_configure_sc(T1_SC, 1000, 10000, 0, 0);
    struct tcb *t = system_thread(T1, T1_BUFFER, T1_SC, 100);
    root_waits();
    system_advance_us(100);
    assert_ptr_equal(kernel.cur, t);
    system_yield();
    assert_ptr_equal(kernel.cur, kernel.idle);
    assert_true(t->in_release);
    system_advance_us(9000);
    assert_ptr_equal(kernel.cur, kernel.idle);
    system_advance_us(1500);
    assert_ptr_equal(kernel.cur, t);
}

static void yld2_round_robin_yield_continues_alone(void **state)
{
    (void)state;
    const struct tcb *root = kernel.cur;
    system_yield();
    assert_ptr_equal(kernel.cur, root);
}

static void sci2_checks(void **state)
{
    (void)state;
    struct message m = {
        .label = SchedControlConfigureFlags, .length = 5, .word = {1, 1000, 0, 0, 0}, .caps = 1, .cap = {T1_SC}};
    struct answer got = system_call(SLOT_SCHED_CONTROL, m);
    assert_int_equal(got.label, seL4_RangeError);
    assert_int_equal(got.word[0], 20);
    m.word[0] = 1000;
    m.word[1] = 999;
    got = system_call(SLOT_SCHED_CONTROL, m);
    assert_int_equal(got.label, seL4_RangeError);
    assert_int_equal(got.word[1], 999);
    m.word[1] = 2000;
    m.word[2] = 9; /* an SC of 2^8 bytes has 10 refills */
    got = system_call(SLOT_SCHED_CONTROL, m);
    assert_int_equal(got.label, seL4_RangeError);
    assert_int_equal(got.word[1], 8);
    m.cap[0] = NTFN;
    assert_int_equal(system_call(SLOT_SCHED_CONTROL, m).label, seL4_InvalidCapability);
}

static void sci22_consumed_is_reported_once(void **state)
{
    (void)state;
    system_configure_sc(T1_SC, 1000, 10000, 0, 0);
    (void)system_thread(T1, T1_BUFFER, T1_SC, 100);
    root_waits();
    system_advance_us(25000);
    assert_in_range(sched_context_at(system_cap(T1_SC).object)->consumed / TICKS_PER_US, 2900, 3100);
}

static void sch4_raising_a_thread_runs_it(void **state)
{
    (void)state;
    const struct tcb *root = kernel.cur;
    system_configure_sc(T1_SC, 1000, 1000, 0, 0);
    struct tcb *t = system_thread(T1, T1_BUFFER, T1_SC, 100);
    assert_int_equal(system_call(SLOT_TCB, (struct message){.label = TCBSetPriority,
                                                            .length = 1,
                                                            .word = {100},
                                                            .caps = 1,
                                                            .cap = {SLOT_TCB}})
                         .label,
                     0);
    assert_ptr_equal(kernel.cur, root); /* equal does not switch */
    (void)system_call(T1, (struct message){
                              .label = TCBSetPriority, .length = 1, .word = {101}, .caps = 1, .cap = {SLOT_TCB}});
    assert_ptr_equal(kernel.cur, t);
}

static void sc26_timeout_fault_is_sent(void **state)
{
    (void)state;
    system_configure_sc(T1_SC, 1000, 10000, 0, 0);
    system_configure_sc(T2_SC, 5000, 5000, 0, 0);
    struct tcb *t = system_thread(T1, T1_BUFFER, T1_SC, 100);
    struct tcb *handler = system_thread(T2, T2_BUFFER, T2_SC, 200);
    assert_int_equal(
        system_call(T1, (struct message){.label = TCBSetTimeoutEndpoint, .caps = 1, .cap = {EP}}).label, 0);
    root_waits();
    (void)system_receive(seL4_SysRecv, EP, REPLY);
    assert_ptr_equal(kernel.cur, t);
    system_advance_us(1100);
    assert_ptr_equal(kernel.cur, handler);
    struct answer got = system_registers(handler);
    assert_int_equal(got.label, FAULT_TIMEOUT);
    assert_int_equal(got.length, 2);
    assert_int_equal(got.word[0], T1_SC); /* system_configure_sc() uses the slot as the badge */
    assert_in_range(got.word[1], 900, 1100);
    assert_int_equal(t->state, REPLY_BLOCKED);
}

static void dom_only_the_current_domain_runs(void **state)
{
    enum { SLICE_US = 2000 };
    (void)state;
    system_configure_sc(T1_SC, 1000, 1000, 0, 0);
    struct tcb *t = system_thread(T1, T1_BUFFER, T1_SC, 100);
    for (word_t domain = 0; domain < 2; domain++) {
        assert_int_equal(system_call(SLOT_DOMAIN, (struct message){.label = DomainScheduleConfigure,
                                                                   .length = 3,
                                                                   .word = {domain, domain, SLICE_US * TICKS_PER_US}})
                             .label,
                         0);
    }
    assert_int_equal(system_call(SLOT_DOMAIN, (struct message){.label = DomainSetSet,
                                                               .length = 1,
                                                               .word = {1},
                                                               .caps = 1,
                                                               .cap = {T1}})
                         .label,
                     0);
    (void)system_call(SLOT_DOMAIN, (struct message){.label = DomainScheduleSetStart, .length = 1, .word = {0}});
    root_waits();
    assert_ptr_equal(kernel.cur, kernel.idle);
    word_t ran = share(t, 40000);
    assert_in_range(ran, 19000, 21000);
}

#define TEST(name) cmocka_unit_test_setup(name, boot)

static struct answer schedule_entry(word_t index, word_t domain, word_t duration)
{
    return system_call(SLOT_DOMAIN, (struct message){.label = DomainScheduleConfigure,
                                                     .length = 3,
                                                     .word = {index, domain, duration}});
}

static struct answer schedule_start(word_t index)
{
    return system_call(SLOT_DOMAIN, (struct message){.label = DomainScheduleSetStart, .length = 1, .word = {index}});
}

/* The schedule never starts at an end marker: the start cannot become one, and an end marker not the start. */
static void dom3_the_start_is_an_entry(void **state)
{
    (void)state;
    struct answer answer = schedule_start(2);
    assert_int_equal(answer.label, seL4_InvalidArgument);
    assert_int_equal(answer.word[0], 0);
    assert_int_equal(schedule_start(DOMAIN_SCHEDULE_LENGTH).label, seL4_RangeError);
    answer = schedule_entry(0, 0, 0);
    assert_int_equal(answer.label, seL4_InvalidArgument);
    assert_int_equal(answer.word[0], 2);
    assert_int_equal(schedule_entry(2, 0, 100000).label, seL4_NoError);
    assert_int_equal(schedule_start(2).label, seL4_NoError);
    assert_int_equal(schedule_entry(2, 0, 0).label, seL4_InvalidArgument);
    assert_int_equal(schedule_entry(0, 0, 0).label, seL4_NoError);
    answer = schedule_entry(0, 1, 0);
    assert_int_equal(answer.label, seL4_InvalidArgument);
    assert_int_equal(answer.word[0], 1);
}

/* A thread that waits on the notification, with no scheduling context of its own by then. */
static struct tcb *passive_waiter(word_t slot, word_t buffer, word_t sc)
{
    system_configure_sc(sc, 5000, 5000, 0, 0);
    struct tcb *t = system_thread(slot, buffer, sc, 255);
    system_yield();
    assert_ptr_equal(kernel.cur, t);
    (void)system_receive(seL4_SysWait, NTFN, 0);
    assert_int_equal(system_call(sc, (struct message){.label = SchedContextUnbind}).label, seL4_NoError);
    return t;
}

static void ntf7_a_context_in_use_is_not_lent_again(void **state)
{
    (void)state;
    struct tcb *first = passive_waiter(T1, T1_BUFFER, T1_SC);
    struct tcb *second = passive_waiter(T2, T2_BUFFER, T2_SC);
    struct message bind = {.label = SchedContextBind, .caps = 1, .cap = {NTFN}};
    assert_int_equal(system_call(T1_SC, bind).label, seL4_NoError);
    (void)system_send(seL4_SysSend, NTFN, (struct message){.length = 0});
    assert_non_null(first->sc);
    (void)system_send(seL4_SysSend, NTFN, (struct message){.length = 0});
    assert_int_equal(second->state, RUNNING);
    assert_null(second->sc);
    assert_ptr_equal(first->sc->tcb, first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sc_budget_limits_a_spinner),
        TEST(sc_lower_thread_gets_the_rest),
        TEST(trap55_round_robin_alternates),
        TEST(yld3_sporadic_yield_waits_for_next_period),
        TEST(yld2_round_robin_yield_continues_alone),
        TEST(sci2_checks),
        TEST(sci22_consumed_is_reported_once),
        TEST(sch4_raising_a_thread_runs_it),
        TEST(sc26_timeout_fault_is_sent),
        TEST(dom3_the_start_is_an_entry),
        TEST(ntf7_a_context_in_use_is_not_lent_again),
        TEST(dom_only_the_current_domain_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
