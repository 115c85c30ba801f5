/* SPDX-License-Identifier: BSD-2-Clause */
/* Polarity of the signal flag. What it is for, never losing a wake-up, is in test_stress.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <os/queue/signal.h>

/* SIG-2: zeroed memory wants the first signal. */
static void test_polarity(void **state)
{
    uint32_t flag = 0;

    (void)state;
    assert_true(queue_signal_required(&flag));
    queue_signal_cancel(&flag);
    assert_int_equal(flag, 1);
    assert_false(queue_signal_required(&flag));
    queue_signal_request(&flag);
    assert_int_equal(flag, 0);
}

static void test_take_once(void **state)
{
    uint32_t flag = 0;

    (void)state;
    assert_true(queue_signal_take(&flag));
    assert_false(queue_signal_take(&flag));
    assert_int_equal(flag, 1);
}

/* A hostile value that is neither 0 nor 1 means "no signal", and request repairs it. */
static void test_other_values(void **state)
{
    uint32_t flag = 0xffffffff;

    (void)state;
    assert_false(queue_signal_take(&flag));
    queue_signal_request(&flag);
    assert_true(queue_signal_take(&flag));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polarity),
        cmocka_unit_test(test_take_once),
        cmocka_unit_test(test_other_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
