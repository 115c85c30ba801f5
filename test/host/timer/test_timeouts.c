/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of pending timeouts (TMR-4, TMR-11). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../../os/timer/timeouts.h"

static void test_empty(void **state)
{
    struct timeouts t = { 0 };

    (void)state;
    assert_int_equal(timeouts_next(&t), TIMEOUT_NONE);
    assert_int_equal(timeouts_expire(&t, UINT64_MAX), 0);
}

static void test_expiry_is_inclusive(void **state)
{
    struct timeouts t = { 0 };

    (void)state;
    timeouts_set(&t, 5, 100);
    assert_int_equal(timeouts_next(&t), 100);
    assert_int_equal(timeouts_expire(&t, 99), 0);
    assert_int_equal(timeouts_expire(&t, 100), 1u << 5);
    assert_int_equal(timeouts_expire(&t, 100), 0);
    assert_int_equal(timeouts_next(&t), TIMEOUT_NONE);
}

/* TMR-4: a new timeout replaces the old one, in either direction. */
static void test_replace(void **state)
{
    struct timeouts t = { 0 };

    (void)state;
    timeouts_set(&t, 63, 100);
    timeouts_set(&t, 63, 200);
    assert_int_equal(timeouts_expire(&t, 150), 0);
    timeouts_set(&t, 63, 50);
    assert_int_equal(timeouts_next(&t), 50);
    assert_int_equal(timeouts_expire(&t, 150), UINT64_C(1) << 63);
}

/* Against the obvious model, with random calls. */
static void test_model(void **state)
{
    struct timeouts t = { 0 };
    uint64_t model[SDDF_TIMER_MAX_CLIENTS];
    uint64_t now = 0;

    (void)state;
    srand(11);
    for (int i = 0; i < SDDF_TIMER_MAX_CLIENTS; i++) {
        model[i] = TIMEOUT_NONE;
    }
    for (int step = 0; step < 20000; step++) {
        unsigned int channel = (unsigned int)rand() % SDDF_TIMER_MAX_CLIENTS;
        uint64_t expected = 0, next = TIMEOUT_NONE;

        model[channel] = now + (uint64_t)rand() % 1000;
        timeouts_set(&t, channel, model[channel]);
        now += (uint64_t)rand() % 30;
        for (int i = 0; i < SDDF_TIMER_MAX_CLIENTS; i++) {
            if (model[i] <= now) {
                expected |= UINT64_C(1) << i;
                model[i] = TIMEOUT_NONE;
            }
            next = model[i] < next ? model[i] : next;
        }
        assert_int_equal(timeouts_expire(&t, now), expected);
        assert_int_equal(timeouts_next(&t), next);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_expiry_is_inclusive),
        cmocka_unit_test(test_replace),
        cmocka_unit_test(test_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
