/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A scheduler of our own at user level: one child runs at a time, for a number of timer ticks that is its
 * weight. The kernel only sees a thread of high priority that stops and resumes others.
 */

#include <microkit.h>

#define WORKERS 3u
#define TICKS_PER_SECOND 200
#define ROUNDS 3u

static const unsigned weights[WORKERS] = {1, 2, 4};

static unsigned current, ticks_left;
unsigned rounds;

static void arm_timer(void)
{
    seL4_Word hertz;

    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(hertz));
    __asm__ volatile("msr cntp_tval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb" ::"r"(hertz / TICKS_PER_SECOND),
                     "r"(1ul));
}

static void stop_timer(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb");
}

static void run(unsigned worker)
{
    current = worker;
    ticks_left = weights[worker];
    microkit_pd_resume(worker);
}

void init(void)
{
    for (unsigned i = 0; i < WORKERS; i++) {
        microkit_pd_stop(i);
    }
    run(0);
    arm_timer();
}

static void end_of_round(void)
{
    rounds++;
    microkit_dbg_puts("scheduler: round ");
    microkit_dbg_put32(rounds);
    microkit_dbg_puts(" of 1 + 2 + 4 ticks is over\n");
}

void notified(microkit_channel ch)
{
    ticks_left--;
    if (ticks_left == 0) {
        microkit_pd_stop(current);
        if (current == WORKERS - 1) {
            end_of_round();
        }
        if (rounds == ROUNDS) {
            stop_timer();
            microkit_dbg_puts("scheduler: done\n");
            return;
        }
        run((current + 1) % WORKERS);
    }
    arm_timer();
    microkit_deferred_irq_ack(ch);
}
