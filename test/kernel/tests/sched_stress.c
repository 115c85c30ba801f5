/* SPDX-License-Identifier: BSD-2-Clause */
/* Many budgets at once, each in pieces: nobody gets more than its share, nobody is forgotten (SC-5, SC-15, INV-7). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define TICKS_PER_MS 62500u
#define WORKERS 7u
#define RUN_MS 60u

/* In us: the budgets take 13/20 of the processor. */
static const struct share {
    seL4_Time budget, period;
    seL4_Word extra, flags;
} shares[WORKERS] = {
    { 1000, 10000, 8, 0 },  { 1000, 10000, 0, seL4_SchedContext_Sporadic },
    { 2000, 20000, 8, seL4_SchedContext_Sporadic },
    { 500, 5000, 0, 0 },    { 3000, 30000, 2, 0 },
    { 200, 4000, 8, seL4_SchedContext_Sporadic },
    { 1500, 15000, 1, seL4_SchedContext_Sporadic },
};

/* Works in pieces of the length that the test has put into value, and lets others in after each. */
static void work_in_pieces(struct thread *self)
{
    seL4_Word piece = self->value;
    seL4_CPtr pause = (seL4_CPtr)self->steps[0].x[BADGE];

    for (;;) {
        for (seL4_Word start = now(); now() - start < piece;) {
        }
        self->done++;
        (void)execute(step_wait(pause));
    }
}

/* Wakes every worker that waits, all the time that they leave. */
static void wake_workers(struct thread *self)
{
    for (;;) {
        for (unsigned i = 0; i < WORKERS; i++) {
            (void)execute(step_send((seL4_CPtr)self->steps[i].x[BADGE], 0));
        }
        self->value = self->value + 1;
    }
}

static void start_workers(struct thread *workers[], seL4_Word priority_step)
{
    struct thread *waker = thread_new(BELOW - 20);

    for (unsigned i = 0; i < WORKERS; i++) {
        const struct share *s = &shares[i];

        workers[i] = thread_new(BELOW + i * priority_step);
        check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, workers[i]->sc, s->budget, s->period,
                                                  s->extra, 0, s->flags), seL4_NoError);
        waker->steps[i].x[BADGE] = workers[i]->steps[0].x[BADGE] = notification_new();
        workers[i]->value = 3000 + 1000 * i;
        thread_start_function(workers[i], work_in_pieces);
        (void)seL4_SchedContext_Consumed(workers[i]->sc);
    }
    thread_start_function(waker, wake_workers);
}

static void check_shares(seL4_Word priority_step)
{
    struct thread *workers[WORKERS];
    seL4_Word start = now();

    start_workers(workers, priority_step);
    sleep_us(RUN_MS * 1000);
    for (unsigned i = 0; i < WORKERS; i++) {
        seL4_Word used = seL4_SchedContext_Consumed(workers[i]->sc).consumed;
        seL4_Word periods = ((now() - start) * 2 / 125) / shares[i].period;

        check(used <= (periods + 2) * shares[i].budget);
        check(used > 0 && workers[i]->done > 0);
    }
}

TEST("SC-5,SC-15", threads_of_one_priority_with_fragmented_budgets_keep_to_them)
{
    check_shares(0);
}

TEST("SC-5,SC-15", threads_of_many_priorities_with_fragmented_budgets_keep_to_them)
{
    check_shares(3);
}

/* Their budgets change while they run, wait and are throttled. */
TEST("SCI-3,SC-11", budgets_may_change_all_the_time)
{
    struct thread *workers[WORKERS];

    start_workers(workers, 1);
    for (unsigned round = 0; round < 21; round++) {
        unsigned i = round % WORKERS;
        const struct share *s = &shares[(i + round) % WORKERS];

        sleep_us(1500);
        check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, workers[i]->sc, s->budget,
                                                  round % 5 == 0 ? s->budget : s->period, s->extra, 0, s->flags),
                 seL4_NoError);
        if (round % 3 == 0) {
            check_eq(seL4_SchedContext_UnbindObject(workers[i]->sc, workers[i]->tcb), seL4_NoError);
            sleep_us(1500);
            (void)seL4_SchedContext_Bind(workers[i]->sc, workers[i]->tcb);
        }
    }
    for (unsigned i = 0; i < WORKERS; i++) {
        check(workers[i]->done > 0);
        check_eq(seL4_TCB_Suspend(workers[i]->tcb), seL4_NoError);
    }
}
