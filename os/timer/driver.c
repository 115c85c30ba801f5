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

/*@ predicate timer_frequency_usable = 0 < driver.frequency <= UINT64_MAX / NS_IN_S;

    // The device knows of the earliest deadline, and the interrupt of the device is nobody's.
    predicate timer_settled =
      driver.programmed == counter_deadline &&
      (driver.serving ==> timer_frequency_usable) &&
      \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && timeout_armed(&driver.timeouts, c) ==>
        c != device_resources.irqs[0].id && counter_deadline <= driver.timeouts.deadlines[c];

    // `deadline` is `ns` nanoseconds after `now`, rounded up to a tick, or too far away to ever come.
    predicate timer_rounds_up(integer deadline, integer now, integer ns, integer frequency) =
      deadline == TIMEOUT_NONE - 1 ||
      ns * frequency <= (deadline - now) * NS_IN_S < ns * frequency + NS_IN_S;

    // Of a client whose time had come: notified once, and no longer waiting.
    predicate timer_served{L1,L2}(integer c) =
      \at(sddf_notifications[c], L2) == (uint64_t)(\at(sddf_notifications[c], L1) + 1) &&
      !has_bit(\at(driver.timeouts.armed, L2), c);

    // Of all others: as before.
    predicate timer_untouched{L1,L2}(integer c) =
      \at(sddf_notifications[c], L2) == \at(sddf_notifications[c], L1) &&
      (has_bit(\at(driver.timeouts.armed, L2), c) <==> has_bit(\at(driver.timeouts.armed, L1), c)) &&
      \at(driver.timeouts.deadlines[c], L2) == \at(driver.timeouts.deadlines[c], L1); */

/* Ticks in `ns` nanoseconds, rounded up; saturates. */
/*@ requires timer_frequency_usable;
    assigns \nothing;
    ensures \result < UINT64_MAX ==>
      ns * driver.frequency <= \result * NS_IN_S < ns * driver.frequency + NS_IN_S; */
static uint64_t ticks_of(uint64_t ns)
{
    uint64_t seconds = ns / NS_IN_S;
    uint64_t rest = ((ns % NS_IN_S) * driver.frequency + NS_IN_S - 1) / NS_IN_S;
    uint64_t whole;
    uint64_t ticks;

    /*@ assert ns * driver.frequency ==
          seconds * driver.frequency * NS_IN_S + (ns % NS_IN_S) * driver.frequency; */
    /*@ assert (ns % NS_IN_S) * driver.frequency <= rest * NS_IN_S <
          (ns % NS_IN_S) * driver.frequency + NS_IN_S; */
    if (__builtin_mul_overflow(seconds, driver.frequency, &whole)
        || __builtin_add_overflow(whole, rest, &ticks)) {
        return UINT64_MAX;
    }
    return ticks;
}

/* The moment `ns` nanoseconds after `now`; at most TIMEOUT_NONE - 1, which never comes (TMR-12, WEAK-10). */
/*@ requires timer_frequency_usable;
    assigns \nothing;
    ensures \result < TIMEOUT_NONE && timer_rounds_up(\result, now, ns, driver.frequency); */
static uint64_t deadline_after(uint64_t now, uint64_t ns)
{
    uint64_t deadline;

    if (__builtin_add_overflow(now, ticks_of(ns), &deadline) || deadline == TIMEOUT_NONE) {
        return TIMEOUT_NONE - 1;
    }
    return deadline;
}

/* Notifies whose time has come, and sets the device to the next deadline, if that moved. */
/*@ requires driver.programmed == counter_deadline;
    assigns driver.timeouts.armed, driver.programmed, counter_deadline, sddf_notifications[0 .. 63];
    ensures driver.programmed == counter_deadline;
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && timeout_armed(&driver.timeouts, c) ==>
      timeout_armed{Pre}(&driver.timeouts, c);
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && timeout_due{Pre}(&driver.timeouts, c, now) ==>
      timer_served{Pre,Post}(c);
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && !timeout_due{Pre}(&driver.timeouts, c, now) ==>
      timer_untouched{Pre,Post}(c);
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && timeout_armed(&driver.timeouts, c) ==>
      now < driver.timeouts.deadlines[c] && counter_deadline <= driver.timeouts.deadlines[c];
    ensures counter_deadline == TIMEOUT_NONE || \exists integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS &&
      timeout_armed(&driver.timeouts, c) && driver.timeouts.deadlines[c] == counter_deadline; */
static void process(uint64_t now)
{
    uint64_t expired = timeouts_expire(&driver.timeouts, now); /* [TM2] */
    uint64_t next = timeouts_next(&driver.timeouts); /* [TM4] */

    /*@ loop invariant \forall integer c; 0 <= c < 64 && has_bit(left, c) ==> has_bit(expired, c);
        loop invariant \forall integer c; 0 <= c < 64 && has_bit(expired, c) && !has_bit(left, c) ==>
          sddf_notifications[c] == (uint64_t)(\at(sddf_notifications[c], Pre) + 1);
        loop invariant \forall integer c; 0 <= c < 64 && (!has_bit(expired, c) || has_bit(left, c)) ==>
          sddf_notifications[c] == \at(sddf_notifications[c], Pre);
        loop assigns left, sddf_notifications[0 .. 63];
        loop variant left; */
    for (uint64_t left = expired; left != 0; left &= left - 1) {
        sddf_notify((sddf_channel)__builtin_ctzll(left)); /* [TM3] */
    }
    if (next != driver.programmed) {
        driver.programmed = next;
        counter_set_deadline(next); /* [TM5] */
    }
}

/*@ requires !driver.serving && driver.timeouts.armed == 0;
    assigns driver.frequency, driver.programmed, driver.serving, counter_deadline;
    ensures driver.serving ==> timer_settled; */
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

/*@ requires channel < SDDF_TIMER_MAX_CLIENTS && (driver.serving ==> timer_settled);
    assigns driver.timeouts.armed, driver.programmed, driver.faults[channel], counter_deadline, counter_time,
            sddf_notifications[0 .. 63], sddf_acknowledgements[channel];
    ensures driver.serving ==> timer_settled;
    behavior interrupt:
      assumes driver.serving && channel == device_resources.irqs[0].id;
      ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS &&
        timeout_due{Pre}(&driver.timeouts, c, counter_time) ==> timer_served{Pre,Post}(c);
      ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS &&
        !timeout_due{Pre}(&driver.timeouts, c, counter_time) ==> timer_untouched{Pre,Post}(c);
      ensures sddf_acknowledgements[channel] == (uint64_t)(\old(sddf_acknowledgements[channel]) + 1);
    behavior other:
      assumes !driver.serving || channel != device_resources.irqs[0].id;
      assigns driver.faults[channel];
    complete behaviors;
    disjoint behaviors; */
void notified(sddf_channel channel)
{
    if (!driver.serving || channel != device_resources.irqs[0].id) {
        os_fault(&driver.faults[channel % SDDF_TIMER_MAX_CLIENTS], "unexpected notification", channel);
        return;
    }
    process(counter_now()); /* [TM6] */
    sddf_deferred_irq_ack(channel); /* [TM7] */
}

/*@ assigns \nothing;
    ensures \result <==> (channel < SDDF_TIMER_MAX_CLIENTS && channel != device_resources.irqs[0].id); */
static bool is_client(sddf_channel channel)
{
    return channel < SDDF_TIMER_MAX_CLIENTS && channel != device_resources.irqs[0].id;
}

/*@ requires channel < SDDF_TIMER_MAX_CLIENTS && channel != device_resources.irqs[0].id;
    requires driver.serving && timer_settled;
    assigns driver.timeouts.armed, driver.timeouts.deadlines[channel], driver.programmed, counter_deadline,
            counter_time, sddf_notifications[0 .. 63];
    ensures timer_settled;
    ensures timer_rounds_up(driver.timeouts.deadlines[channel], counter_time, ns, driver.frequency);
    ensures driver.timeouts.deadlines[channel] <= counter_time ?
      timer_served{Pre,Post}(channel) : timeout_armed(&driver.timeouts, channel);
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && c != channel &&
      timeout_due{Pre}(&driver.timeouts, c, counter_time) ==> timer_served{Pre,Post}(c);
    ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && c != channel &&
      !timeout_due{Pre}(&driver.timeouts, c, counter_time) ==> timer_untouched{Pre,Post}(c); */
static void set_timeout(sddf_channel channel, uint64_t ns)
{
    uint64_t now = counter_now(); /* [TM8] */

    timeouts_set(&driver.timeouts, channel, deadline_after(now, ns)); /* [TM9] */
    process(now); /* [TM10] */
}

/*@ requires timer_frequency_usable;
    assigns counter_time, sddf_message[0];
    ensures counter_time * NS_IN_S < driver.frequency * 0x10000000000000000 ==>
      sddf_message[0] * driver.frequency <= counter_time * NS_IN_S < (sddf_message[0] + 1) * driver.frequency;
    ensures \result.label == 0 && \result.count == 1; */
static microkit_msginfo get_time(void)
{
    sddf_set_mr(0, ticks_to_ns(counter_now(), driver.frequency));
    return microkit_msginfo_new(0, 1);
}

/*@ requires channel < SDDF_TIMER_MAX_CLIENTS && (driver.serving ==> timer_settled);
    assigns driver.timeouts.armed, driver.timeouts.deadlines[channel], driver.programmed, driver.faults[channel],
            counter_deadline, counter_time, sddf_notifications[0 .. 63], sddf_message[0];
    ensures driver.serving ==> timer_settled;
    ensures \result.label == 0;
    behavior time:
      assumes driver.serving && info.label == SDDF_TIMER_GET_TIME;
      assigns counter_time, sddf_message[0];
      ensures counter_time * NS_IN_S < driver.frequency * 0x10000000000000000 ==>
        sddf_message[0] * driver.frequency <= counter_time * NS_IN_S < (sddf_message[0] + 1) * driver.frequency;
      ensures \result.count == 1;
    behavior timeout:
      assumes driver.serving && info.label == SDDF_TIMER_SET_TIMEOUT && info.count == 1 &&
              channel != device_resources.irqs[0].id;
      ensures timer_rounds_up(driver.timeouts.deadlines[channel], counter_time, \old(sddf_message[0]),
                              driver.frequency);
      ensures driver.timeouts.deadlines[channel] <= counter_time ?
        timer_served{Pre,Post}(channel) : timeout_armed(&driver.timeouts, channel);
      ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && c != channel &&
        timeout_due{Pre}(&driver.timeouts, c, counter_time) ==> timer_served{Pre,Post}(c);
      ensures \forall integer c; 0 <= c < SDDF_TIMER_MAX_CLIENTS && c != channel &&
        !timeout_due{Pre}(&driver.timeouts, c, counter_time) ==> timer_untouched{Pre,Post}(c);
      ensures \result.count == 0;
    behavior nonsense:
      assumes !driver.serving || (info.label != SDDF_TIMER_GET_TIME &&
        !(info.label == SDDF_TIMER_SET_TIMEOUT && info.count == 1 && channel != device_resources.irqs[0].id));
      assigns driver.faults[channel];
      ensures \result.count == 0;
    complete behaviors;
    disjoint behaviors; */
microkit_msginfo protected(sddf_channel channel, microkit_msginfo info)
{
    uint64_t label = microkit_msginfo_get_label(info);
    /* Read before anything else is called: a notification may change the message registers. */
    uint64_t argument = sddf_get_mr(0);

    if (driver.serving && label == SDDF_TIMER_GET_TIME) {
        return get_time();
    }
    if (driver.serving && label == SDDF_TIMER_SET_TIMEOUT && microkit_msginfo_get_count(info) == 1
        && is_client(channel)) {
        set_timeout(channel, argument);
    } else {
        os_fault(&driver.faults[channel % SDDF_TIMER_MAX_CLIENTS], "unknown call", channel);
    }
    return microkit_msginfo_new(0, 0);
}
