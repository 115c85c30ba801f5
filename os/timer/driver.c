/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Timer driver for devices with one 64-bit counter and one comparator: answers calls for the time, and
 * notifies each client when its timeout has passed (TMR-2..6, TMR-10..12). Passive: calls run on their
 * callers' budget, so a client that calls all the time spends only its own.
 *
 * Deadlines are kept in ticks and rounded up, so a client is never woken early.
 */
#include <os/fault.h>
#include <os/sddf.h>
#include <sddf/resources/device.h>
#include <sddf/timer/protocol.h>
#include <sddf/timer/timer_common.h>
#include <sddf/util/printf.h>

#include "counter.h"
#include "timeouts.h"

__attribute__((section(".device_resources"))) device_resources_t device_resources;

static struct {
    bool serving;
    uint64_t frequency;
    uint64_t programmed; /* the deadline that the device has */
    struct timeouts timeouts;
    uint64_t faults[SDDF_TIMER_MAX_CLIENTS]; /* calls that made no sense, by channel */
} driver;

/* Ticks in `ns` nanoseconds, rounded up; saturates. */
static uint64_t ticks_of(uint64_t ns)
{
    uint64_t seconds = ns / NS_IN_S;
    uint64_t rest = ((ns % NS_IN_S) * driver.frequency + NS_IN_S - 1) / NS_IN_S;
    uint64_t whole;
    uint64_t ticks;

    if (__builtin_mul_overflow(seconds, driver.frequency, &whole)
        || __builtin_add_overflow(whole, rest, &ticks)) {
        return UINT64_MAX;
    }
    return ticks;
}

/* The moment `ns` nanoseconds after `now`; at most TIMEOUT_NONE - 1, which never comes (TMR-12, WEAK-10). */
static uint64_t deadline_after(uint64_t now, uint64_t ns)
{
    uint64_t deadline;

    if (__builtin_add_overflow(now, ticks_of(ns), &deadline) || deadline == TIMEOUT_NONE) {
        return TIMEOUT_NONE - 1;
    }
    return deadline;
}

/* Notifies whose time has come, and sets the device to the next deadline, if that moved. */
static void process(uint64_t now)
{
    uint64_t expired = timeouts_expire(&driver.timeouts, now); /* [TM2] */
    uint64_t next = timeouts_next(&driver.timeouts); /* [TM4] */

    for (uint64_t left = expired; left != 0; left &= left - 1) {
        sddf_notify((sddf_channel)__builtin_ctzll(left)); /* [TM3] */
    }
    if (next != driver.programmed) {
        driver.programmed = next;
        counter_set_deadline(next); /* [TM5] */
    }
}

void init(void)
{
    if (!device_resources_check_magic(&device_resources) || device_resources.num_irqs != 1
        || device_resources.num_regions != 0) {
        sddf_dprintf("%s: no valid configuration: not serving\n", sddf_get_pd_name());
        return;
    }
    driver.frequency = counter_frequency();
    driver.programmed = UINT64_MAX; /* [TM1] */
    driver.serving = driver.frequency != 0 && driver.frequency <= UINT64_MAX / NS_IN_S;
    if (driver.serving) {
        counter_init();
    }
}

void notified(sddf_channel channel)
{
    if (!driver.serving || channel != device_resources.irqs[0].id) {
        os_fault(&driver.faults[channel % SDDF_TIMER_MAX_CLIENTS], "unexpected notification", channel);
        return;
    }
    process(counter_now()); /* [TM6] */
    sddf_deferred_irq_ack(channel); /* [TM7] */
}

static void set_timeout(sddf_channel channel, uint64_t ns)
{
    uint64_t now = counter_now(); /* [TM8] */

    if (channel >= SDDF_TIMER_MAX_CLIENTS || channel == device_resources.irqs[0].id) {
        return;
    }
    timeouts_set(&driver.timeouts, channel, deadline_after(now, ns)); /* [TM9] */
    process(now); /* [TM10] */
}

static microkit_msginfo get_time(void)
{
    sddf_set_mr(0, ticks_to_ns(counter_now(), driver.frequency));
    return microkit_msginfo_new(0, 1);
}

microkit_msginfo protected(sddf_channel channel, microkit_msginfo info)
{
    uint64_t label = microkit_msginfo_get_label(info);
    /* Read before anything else is called: a notification may change the message registers. */
    uint64_t argument = sddf_get_mr(0);

    if (driver.serving && label == SDDF_TIMER_GET_TIME) {
        return get_time();
    }
    if (driver.serving && label == SDDF_TIMER_SET_TIMEOUT && microkit_msginfo_get_count(info) == 1) {
        set_timeout(channel, argument);
    } else {
        os_fault(&driver.faults[channel % SDDF_TIMER_MAX_CLIENTS], "unknown call", channel);
    }
    return microkit_msginfo_new(0, 0);
}
