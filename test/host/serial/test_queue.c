/* SPDX-License-Identifier: BSD-2-Clause */
/* The public serial queue functions (SER-1..4). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "links.h"

static void set_indices(const struct test_link *link, uint32_t index)
{
    link->queue->head = index;
    link->queue->tail = index;
}

/* Fill, refuse, drain, refuse; across the 2^32 wrap too (GEN-57). */
static void test_fill_and_drain(void **state)
{
    static const uint32_t starts[] = { 0, 5, 0xfffffff8, 0xffffffff };

    (void)state;
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        struct test_link link = link_new(8);
        serial_queue_handle_t handle = link_handle(&link);
        char c;

        set_indices(&link, starts[i]);
        assert_int_equal(serial_dequeue(&handle, &c), -1);
        for (char n = 0; n < 8; n++) {
            assert_int_equal(serial_queue_free(&handle), 8 - n);
            assert_int_equal(serial_enqueue(&handle, (char)('a' + n)), 0);
        }
        assert_int_equal(serial_enqueue(&handle, 'x'), -1);
        assert_true(serial_queue_full(&handle, link.queue->tail));
        assert_int_equal(serial_queue_length_consumer(&handle), 8);
        assert_int_equal(serial_queue_length_producer(&handle), 8);
        for (char n = 0; n < 8; n++) {
            assert_int_equal(serial_dequeue(&handle, &c), 0);
            assert_int_equal(c, 'a' + n);
        }
        assert_true(serial_queue_empty(&handle, link.queue->head));
        assert_int_equal(serial_dequeue(&handle, &c), -1);
        link_free(&link);
    }
}

static void test_local_is_invisible(void **state)
{
    struct test_link link = link_new(4);
    serial_queue_handle_t handle = link_handle(&link);
    uint32_t tail = 0, head = 0;
    char c;

    (void)state;
    assert_int_equal(serial_enqueue_local(&handle, &tail, 'a'), 0);
    assert_int_equal(serial_queue_length_consumer(&handle), 0);
    serial_update_shared_tail(&handle, tail);
    assert_int_equal(serial_queue_length_consumer(&handle), 1);
    assert_int_equal(serial_dequeue_local(&handle, &head, &c), 0);
    assert_int_equal(c, 'a');
    assert_int_equal(serial_queue_length_producer(&handle), 1);
    assert_int_equal(serial_dequeue_local(&handle, &head, &c), -1);
    serial_update_shared_head(&handle, head);
    assert_int_equal(serial_queue_length_producer(&handle), 0);
    link_free(&link);
}

static void test_batch_is_cut(void **state)
{
    struct test_link link = link_new(8);
    serial_queue_handle_t handle = link_handle(&link);
    char text[16];

    (void)state;
    set_indices(&link, 6);
    assert_int_equal(serial_enqueue_batch(&handle, 5, "hello"), 5);
    assert_int_equal(serial_enqueue_batch(&handle, 5, "world"), 3);
    assert_int_equal(serial_enqueue_batch(&handle, 5, "again"), 0);
    assert_string_equal(link_receive(&link, text, sizeof(text)), "hellowor");
    link_free(&link);
}

static void test_contiguous(void **state)
{
    struct test_link link = link_new(8);
    serial_queue_handle_t handle = link_handle(&link);

    (void)state;
    set_indices(&link, 6);
    assert_int_equal(serial_queue_contiguous_free(&handle), 2);
    assert_int_equal(serial_queue_contiguous_length(&handle), 0);
    serial_enqueue_batch(&handle, 3, "abc");
    assert_int_equal(serial_queue_contiguous_length(&handle), 2);
    assert_int_equal(serial_queue_contiguous_free(&handle), 5);
    link_free(&link);
}

static void test_transfer_all(void **state)
{
    struct test_link from = link_new(8), to = link_new(32);
    serial_queue_handle_t source = link_handle(&from), sink = link_handle(&to);
    char text[64];

    (void)state;
    link_send(&from, "abcdefgh");
    serial_transfer_all_colour(&sink, &source, "<<", 2, ">>>", 3);
    assert_int_equal(serial_queue_length_consumer(&source), 0);
    link_send(&from, "xyz");
    serial_transfer_all(&sink, &source);
    assert_string_equal(link_receive(&to, text, sizeof(text)), "<<abcdefgh>>>xyz");
    link_free(&from);
    link_free(&to);
}

/*
 * A peer with impossible indices: every function still stays in the data region, as the sanitizer would tell.
 */
static void test_hostile_indices(void **state)
{
    struct test_link link = link_new(8), other = link_new(8);
    serial_queue_handle_t handle = link_handle(&link), sink = link_handle(&other);
    char c;

    (void)state;
    srand(7);
    for (uint32_t i = 0; i < 20000; i++) {
        link.queue->tail = (uint32_t)rand() * 2u;
        link.queue->head = i % 2 != 0 ? (uint32_t)rand() * 2u : link.queue->tail - (uint32_t)rand() % 12;
        assert_true(serial_queue_length_consumer(&handle) <= 8);
        assert_true(serial_queue_free(&handle) <= 8);
        serial_enqueue_batch(&handle, 12, "abcdefghijkl");
        serial_dequeue(&handle, &c);
        serial_transfer_all(&sink, &handle);
        assert_true(serial_queue_length_consumer(&sink) <= 8);
    }
    link_free(&link);
    link_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fill_and_drain), cmocka_unit_test(test_local_is_invisible),
        cmocka_unit_test(test_batch_is_cut),   cmocka_unit_test(test_contiguous),
        cmocka_unit_test(test_transfer_all),   cmocka_unit_test(test_hostile_indices),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
