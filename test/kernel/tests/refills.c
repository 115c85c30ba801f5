/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The refill algorithms, seen from outside (SC-9, SC-12, SC-14, SC-17): a thread uses its budget in pieces, blocks in
 * between, and in the end runs whenever it may. When it runs then shows its refills.
 */
#include <framework/objects.h>
#include <framework/threads.h>

#define TO_US(ticks) ((ticks) * TICKS_PER_US_DENOMINATOR / TICKS_PER_US_NUMERATOR)
#define MAX_RUNS 5u
#define BUDGET 30u
#define PERIOD 100u
#define END UINT32_MAX

/* In hundredths of the period, from the first instruction of the thread on. */
struct run {
    unsigned from;
    unsigned to;
};

struct work {
    unsigned count;        /* pieces before the last, in which it runs whenever it may */
    unsigned length[2];    /* of a piece */
    unsigned resume_at[2]; /* when it may go on after that piece */
};

static const struct work *work;
static seL4_CPtr go_on;
static seL4_Word unit_us;
static volatile seL4_Word began, runs_seen;
static volatile struct { seL4_Word from, to; } seen[MAX_RUNS];

/* A kernel that checks itself at every entry needs longer: the unit is large against its entries. */
static void choose_unit(void)
{
    unit_us = entry_us() > 10 ? 500 : 100;
}

static void record_runs(void)
{
    seL4_Word last = now();

    for (seL4_Word i = 0; i < MAX_RUNS; i++) {
        seL4_Word time = now();

        seen[i].from = time;
        do {
            last = time;
            time = now();
        } while (TO_US(time - last) < 2 * unit_us);
        seen[i].to = last;
        runs_seen = i + 1;
    }
}

static void use_budget(struct thread *self)
{
    (void)self;
    began = now();
    for (unsigned i = 0; i < work->count; i++) {
        for (seL4_Word start = now(); TO_US(now() - start) < work->length[i] * unit_us;) {
        }
        (void)execute(step_wait(go_on));
    }
    record_runs();
    park();
}

static void wait_until(unsigned time)
{
    while (TO_US(now() - began) < time * unit_us) {
    }
}

/* A helper with this many refills does the work; fails unless it then runs at these times. */
static void check_runs(const struct work *what, seL4_Word refills, seL4_Word flags, const struct run *expected)
{
    struct thread *helper = thread_new(ABOVE);

    choose_unit();
    work = what;
    go_on = notification_new();
    runs_seen = 0;
    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, helper->sc, BUDGET * unit_us,
                                              PERIOD * unit_us, refills - 2, 0, flags), seL4_NoError);
    thread_start_function(helper, use_budget);
    for (unsigned i = 0; i < what->count; i++) {
        wait_until(what->resume_at[i]);
        (void)execute(step_send(go_on, 0));
    }
    for (unsigned i = 0; expected[i].from != END; i++) {
        while (runs_seen <= i) {
        }
        seL4_Word from = TO_US(seen[i].from - began) + unit_us;
        seL4_Word to = TO_US(seen[i].to - began) + unit_us;

        check(from >= expected[i].from * unit_us && from <= (expected[i].from + 2) * unit_us);
        check(to >= expected[i].to * unit_us && to <= (expected[i].to + 2) * unit_us);
    }
}

static const struct work in_three_pieces = { .count = 2, .length = { 10, 5 }, .resume_at = { 40, 60 } };

TEST("SC-14,SC-12,SC-13,SC-17", what_is_used_comes_back_a_period_later_if_there_is_room_for_the_refill)
{
    static const struct run runs[] = { { 60, 75 }, { 100, 110 }, { 140, 145 }, { 160, 175 }, { END, END } };

    check_runs(&in_three_pieces, 4, 0, runs);
}

/* What the end of each piece costs beyond it makes another refill, however small, which delays the last one again. */
TEST("SC-14,SC-12,SC-15,SC-16", without_room_for_a_refill_the_last_one_is_delayed)
{
    static const struct run runs[] = { { 60, 75 }, { 130, 145 }, { 215, 230 }, { 300, 315 }, { END, END } };

    check_runs(&in_three_pieces, 2, 0, runs);
}

TEST("SC-19,SC-18,SC-12", a_sporadic_context_has_the_same_refills_where_nothing_preempts)
{
    static const struct run runs[] = { { 60, 75 }, { 100, 110 }, { 140, 145 }, { 160, 175 }, { END, END } };

    check_runs(&in_three_pieces, 4, seL4_SchedContext_Sporadic, runs);
}

TEST("SC-17", refills_that_are_all_due_become_one)
{
    static const struct work work_and_wait = { .count = 2, .length = { 10, 5 }, .resume_at = { 40, 250 } };
    static const struct run runs[] = { { 250, 280 }, { 350, 380 }, { END, END } };

    check_runs(&work_and_wait, 4, 0, runs);
}

TEST("SC-9", a_new_context_has_its_whole_budget_once_a_period)
{
    static const struct work none = { .count = 0 };
    static const struct run runs[] = { { 0, 30 }, { 100, 130 }, { 200, 230 }, { END, END } };

    check_runs(&none, 10, 0, runs);
}
