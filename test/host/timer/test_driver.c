/* SPDX-License-Identifier: BSD-2-Clause */
/* The timer driver on a counter that the test turns by hand (TMR-2..6, TMR-12). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sddf/resources/device.h>
#include <sddf/timer/protocol.h>
#include <sddf/timer/timer_common.h>

#include "../../../os/timer/counter.h"
#include "mock_sddf.h"

extern device_resources_t device_resources;
void init(void);
void notified(sddf_channel channel);
microkit_msginfo protected(sddf_channel channel, microkit_msginfo info);

#define IRQ       3
#define FREQUENCY 62500000u /* 16 ns a tick */

static uint64_t now;
static uint64_t deadline;
static unsigned int programmed;

void counter_init(void)
{
    counter_set_deadline(UINT64_MAX);
    programmed = 0;
}

uint64_t counter_frequency(void)
{
    return FREQUENCY;
}

uint64_t counter_now(void)
{
    return now;
}

void counter_set_deadline(uint64_t value)
{
    deadline = value;
    programmed++;
}

static void start(uint64_t at)
{
    mock_reset();
    memset(&device_resources, 0, sizeof(device_resources));
    memcpy(device_resources.magic, (char[])DEVICE_RESOURCES_MAGIC, SDDF_MAGIC_LENGTH);
    device_resources.num_irqs = 1;
    device_resources.irqs[0].id = IRQ;
    /* Pending timeouts of an earlier test expire here. */
    init();
    now = UINT64_MAX - 1;
    notified(IRQ);
    now = at;
    mock_reset();
    programmed = 0;
}

static microkit_msginfo call(sddf_channel channel, uint64_t label, uint64_t argument, uint16_t count)
{
    mock.registers[0] = argument;
    return protected(channel, microkit_msginfo_new(label, count));
}

static void set_timeout(sddf_channel channel, uint64_t ns)
{
    microkit_msginfo reply = call(channel, SDDF_TIMER_SET_TIMEOUT, ns, 1);

    assert_int_equal(microkit_msginfo_get_label(reply), 0);
    assert_int_equal(microkit_msginfo_get_count(reply), 0);
}

/* The device's behaviour: the interrupt comes once the deadline is reached. */
static void advance(uint64_t ticks)
{
    now += ticks;
    if (now >= deadline) {
        notified(IRQ);
    }
}

static void test_get_time(void **state)
{
    microkit_msginfo reply;

    (void)state;
    start(FREQUENCY * 5ull + 1);
    reply = call(4, SDDF_TIMER_GET_TIME, 0, 0);
    assert_int_equal(microkit_msginfo_get_label(reply), 0);
    assert_int_equal(microkit_msginfo_get_count(reply), 1);
    assert_int_equal(mock.registers[0], 5000000016ull);
}

static void test_timeout(void **state)
{
    (void)state;
    start(1000);
    set_timeout(4, 1600);
    assert_int_equal(deadline, 1100);
    advance(99);
    assert_int_equal(mock.notified[4], 0);
    advance(1);
    assert_int_equal(mock.notified[4], 1);
    assert_int_equal(mock.acknowledged[IRQ], 1);
    assert_int_equal(deadline, UINT64_MAX);
    assert_int_equal(mock_notifications(), 1);
}

/* A client is never woken early: parts of a tick round up. */
static void test_rounds_up(void **state)
{
    (void)state;
    start(1000);
    set_timeout(4, 1);
    assert_int_equal(deadline, 1001);
    set_timeout(4, 16);
    assert_int_equal(deadline, 1001);
    set_timeout(4, 17);
    assert_int_equal(deadline, 1002);
}

/* TMR-5 */
static void test_zero(void **state)
{
    (void)state;
    start(1000);
    set_timeout(4, 0);
    assert_int_equal(mock.notified[4], 1);
    assert_int_equal(deadline, UINT64_MAX);
}

/* TMR-4: one timeout a client; clients do not disturb each other. */
static void test_clients(void **state)
{
    (void)state;
    start(0);
    set_timeout(4, 1600);
    set_timeout(5, 800);
    set_timeout(6, 3200);
    assert_int_equal(deadline, 50);
    set_timeout(5, 16000);
    assert_int_equal(deadline, 100);
    advance(100);
    assert_int_equal(mock.notified[4], 1);
    assert_int_equal(mock.notified[5] + mock.notified[6], 0);
    advance(900);
    assert_int_equal(mock.notified[5], 1);
    assert_int_equal(mock.notified[6], 1);
}

/* The device is programmed only when its deadline moved. */
static void test_programs_once(void **state)
{
    (void)state;
    start(0);
    set_timeout(4, 1600);
    assert_int_equal(programmed, 1);
    set_timeout(5, 16000);
    set_timeout(6, 32000);
    assert_int_equal(programmed, 1);
    call(4, SDDF_TIMER_GET_TIME, 0, 0);
    assert_int_equal(programmed, 1);
}

/* TMR-12, WEAK-10: enormous timeouts saturate, and do not come due. */
static void test_saturation(void **state)
{
    (void)state;
    start(UINT64_MAX - 10);
    set_timeout(4, UINT64_MAX);
    assert_int_equal(mock.notified[4], 0);
    assert_int_equal(deadline, UINT64_MAX - 1);
    set_timeout(4, 10 * 16);
    assert_int_equal(deadline, UINT64_MAX - 1);
    start(1000);
    set_timeout(4, UINT64_MAX);
    assert_int_equal(mock.notified[4], 0);
    assert_int_equal(deadline, 1000 + 1152921504606846976ull);
}

/* TMR-2, TMR-12: unknown labels, a missing argument and the interrupt's own id do nothing but answer. */
static void test_bad_calls(void **state)
{
    (void)state;
    start(0);
    assert_int_equal(microkit_msginfo_get_count(call(4, 2, 16, 1)), 0);
    assert_int_equal(microkit_msginfo_get_count(call(4, UINT64_MAX, 16, 1)), 0);
    assert_int_equal(microkit_msginfo_get_count(call(4, SDDF_TIMER_SET_TIMEOUT, 16, 0)), 0);
    set_timeout(IRQ, 16);
    set_timeout(64, 16);
    set_timeout(UINT32_MAX, 16);
    assert_int_equal(programmed, 0);
    assert_int_equal(mock_notifications(), 0);
}

/* A client that calls nonsense without end costs a few lines, and hides no other client's. */
static void test_nonsense_is_not_logged_for_ever(void **state)
{
    unsigned int lines = 0;

    (void)state;
    start(0);
    for (int i = 0; i < 100000; i++) {
        call(7, 99, 0, 0);
    }
    call(8, 99, 0, 0);
    for (unsigned int i = 0; i < mock.printed_length; i++) {
        lines += mock.printed[i] == '\n';
    }
    assert_true(lines <= 18);
    assert_non_null(strstr(mock.printed, "channel 8: unknown call"));
}

static void test_spurious(void **state)
{
    (void)state;
    start(0);
    set_timeout(4, 1600);
    notified(IRQ);
    assert_int_equal(mock_notifications(), 0);
    assert_int_equal(mock.acknowledged[IRQ], 1);
    notified(9);
    assert_int_equal(mock.acknowledged[9], 0);
}

static void test_no_configuration(void **state)
{
    (void)state;
    start(0);
    device_resources.num_irqs = 2;
    init();
    assert_non_null(strstr(mock.printed, "not serving"));
}

/* TMR-8 */
static void test_conversions(void **state)
{
    (void)state;
    assert_int_equal(ticks_to_ns(FREQUENCY, FREQUENCY), 1000000000);
    assert_int_equal(ns_to_ticks(1000000000, FREQUENCY), FREQUENCY);
    assert_int_equal(ns_to_ticks(15, FREQUENCY), 0);
    assert_int_equal(find_true_freq(24000000, 3), 3000000);
    assert_int_equal(ticks_to_ns_prescaled(3, 3, 24000000), 1000);
    assert_int_equal(ns_to_ticks_prescaled(1000, 3, 24000000), 3);
    /* A century at 1 GHz: the plain product would overflow. */
    assert_int_equal(ticks_to_ns(3155760000ull * ONE_GHZ, ONE_GHZ), 3155760000ull * ONE_GHZ);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get_time),      cmocka_unit_test(test_timeout),
        cmocka_unit_test(test_rounds_up),     cmocka_unit_test(test_zero),
        cmocka_unit_test(test_clients),       cmocka_unit_test(test_programs_once),
        cmocka_unit_test(test_saturation),    cmocka_unit_test(test_bad_calls),
        cmocka_unit_test(test_spurious),      cmocka_unit_test(test_no_configuration),
        cmocka_unit_test(test_nonsense_is_not_logged_for_ever),
        cmocka_unit_test(test_conversions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
