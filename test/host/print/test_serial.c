/* SPDX-License-Identifier: BSD-2-Clause */
/* The serial print backend (SER-30). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sddf/serial/queue.h>
#include <sddf/util/printf.h>

#include "mock_sddf.h"

#define CHANNEL  5
#define CAPACITY 16u

static serial_queue_t queue;
static char data[CAPACITY];
static serial_queue_handle_t handle;

static void start(uint32_t index)
{
    mock_reset();
    queue.tail = index;
    queue.head = index;
    serial_queue_init(&handle, &queue, CAPACITY, data);
    serial_putchar_init(CHANNEL, &handle);
}

static void assert_sent(const char *expected)
{
    char c;

    for (; *expected != '\0'; expected++) {
        assert_int_equal(serial_dequeue(&handle, &c), 0);
        assert_int_equal(c, *expected);
    }
    assert_int_equal(serial_dequeue(&handle, &c), -1);
}

static void test_before_init(void **state)
{
    (void)state;
    sddf_printf("lost\n");
    sddf_putchar_unbuffered('x');
    assert_int_equal(mock_notifications(), 0);
}

/* One notification a line, and nothing visible before. */
static void test_line(void **state)
{
    (void)state;
    start(0xfffffffc);
    sddf_printf("abc");
    assert_int_equal(serial_queue_length_consumer(&handle), 0);
    sddf_printf("d\n");
    assert_int_equal(mock.notified[CHANNEL], 1);
    assert_sent("abcd\r\n");
}

/* What does not fit is dropped; the full queue is published. */
static void test_overflow(void **state)
{
    (void)state;
    start(0);
    sddf_printf("0123456789abcdefghijkl\n");
    assert_int_equal(mock.notified[CHANNEL], 1);
    assert_sent("0123456789abcde");
    sddf_printf("ok\n");
    assert_sent("ok\r\n");
}

static void test_unbuffered(void **state)
{
    (void)state;
    start(0);
    sddf_printf("> ");
    sddf_putchar_unbuffered('\n');
    assert_int_equal(mock.notified[CHANNEL], 1);
    assert_sent("> \n");
    for (uint32_t i = 0; i < CAPACITY + 4; i++) {
        sddf_putchar_unbuffered('x');
    }
    assert_int_equal(mock.notified[CHANNEL], 1 + CAPACITY);
    assert_sent("xxxxxxxxxxxxxxxx");
}

/* Printing and enqueueing by hand may take turns at line ends. */
static void test_mixed(void **state)
{
    (void)state;
    start(0);
    sddf_printf("a\n");
    assert_int_equal(serial_enqueue_batch(&handle, 2, "bc"), 2);
    sddf_printf("d\n");
    assert_sent("a\r\nbcd\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_before_init), cmocka_unit_test(test_line),  cmocka_unit_test(test_overflow),
        cmocka_unit_test(test_unbuffered),  cmocka_unit_test(test_mixed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
