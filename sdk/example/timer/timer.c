/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A driver for the processor's physical timer: prints tenths of seconds as they pass. The kernel lets
 * programs use this timer and its counter directly.
 */

#include <microkit.h>

#define LAST_TICK 3

#define CNTP_CTL_ENABLE 1ul

static unsigned ticks;

static unsigned long frequency(void)
{
    unsigned long hertz;

    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(hertz));
    return hertz;
}

/* Arms the timer; the interrupt line stays up until it is armed again or stopped. */
static void fire_in(unsigned long counts)
{
    __asm__ volatile("msr cntp_tval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb" ::"r"(counts),
                     "r"(CNTP_CTL_ENABLE));
}

static void stop(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb");
}

void init(void)
{
    microkit_dbg_puts("timer: started\n");
    fire_in(frequency() / 10);
}

void notified(microkit_channel ch)
{
    ticks++;
    microkit_dbg_puts("timer: tick ");
    microkit_dbg_put32(ticks);
    microkit_dbg_puts("\n");
    if (ticks == LAST_TICK) {
        stop();
        microkit_dbg_puts("timer: done\n");
    } else {
        fire_in(frequency() / 10);
    }
    /* Together with the system call that waits for the next event. */
    microkit_deferred_irq_ack(ch);
}
