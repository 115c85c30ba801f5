/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections over time: pipelining, flow control, time limits and endings. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#define REQUEST "GET /data/ten.txt HTTP/1.1\r\nHost: a\r\n\r\n"
#define LAST "GET /data/ten.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

static struct http_connection connection;

static void open_connection(void)
{
    http_connection_open(&connection, fixture_service(), 0);
}

static void receive(const char *text, uint64_t now)
{
    assert_true(http_connection_receive(&connection, text, strlen(text), now));
}

/* Lets the stream take everything there is, without confirming it; returns the number of bytes. */
static uint64_t take_all(uint64_t now)
{
    struct http_chunk chunk;
    uint64_t total = 0;
    while (http_connection_output(&connection, &chunk)) {
        total += chunk.length;
        http_connection_sent(&connection, chunk.length, now);
    }
    return total;
}

static void answers_pipelined_requests_in_order(void **state)
{
    (void)state;
    static const char input[] = REQUEST "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n" LAST REQUEST;
    for (size_t piece = 1; piece < sizeof input; piece++) {
        struct exchange exchange = fixture_exchange(input, sizeof input - 1, piece, 7);
        assert_int_equal(fixture_count(&exchange, "HTTP/1.1 200 OK"), 2);
        assert_int_equal(fixture_count(&exchange, "HTTP/1.1 404 Not Found"), 1);
        assert_true(exchange.finished);
        fixture_free(&exchange);
    }
}

static void sends_large_files_whole_and_without_copies(void **state)
{
    (void)state;
    struct http_chunk chunk;
    open_connection();
    receive("GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n", 0);
    assert_true(http_connection_output(&connection, &chunk));
    assert_false(chunk.stable);
    assert_true(chunk.more);
    http_connection_sent(&connection, chunk.length, 0);
    for (uint64_t sent = 0; sent < 1 << 20; sent += 1000) {
        assert_true(http_connection_output(&connection, &chunk));
        assert_true(chunk.stable);
        assert_int_equal(chunk.length, (1 << 20) - sent);
        assert_int_equal(((const unsigned char *)chunk.data)[0], (sent * 7 + sent / 251) % 256);
        http_connection_sent(&connection, chunk.length < 1000 ? chunk.length : 1000, 0);
    }
    assert_false(http_connection_output(&connection, &chunk));
}

/* A client that pipelines and reads nothing can fill its own buffer, and no more. */
static void holds_back_a_client_that_does_not_read(void **state)
{
    (void)state;
    size_t window = HTTP_INPUT_CAPACITY;
    size_t requests = 0;

    open_connection();
    while (window >= sizeof REQUEST - 1) {
        receive(REQUEST, 0);
        requests++;
        window -= sizeof REQUEST - 1;
        window += http_connection_take_released(&connection);
        assert_true(requests < 1000);
    }
    assert_false(http_connection_receive(&connection, connection.input, HTTP_INPUT_CAPACITY, 0));
    take_all(0);
    window += http_connection_take_released(&connection);
    assert_int_equal(window, HTTP_INPUT_CAPACITY);
    assert_int_equal(fixture_counters()->requests, requests);
}

static void ends_idle_connections(void **state)
{
    (void)state;
    open_connection();
    assert_int_equal(http_connection_expire(&connection, HTTP_IDLE_TIME - 1), EXPIRY_NONE);
    assert_true(http_connection_expendable(&connection));
    assert_int_equal(http_connection_expire(&connection, HTTP_IDLE_TIME), EXPIRY_FINISH);
    assert_true(http_connection_finished(&connection));
    assert_false(http_connection_over(&connection));
    http_connection_end_input(&connection, HTTP_IDLE_TIME);
    assert_true(http_connection_over(&connection));
}

/* One byte a second does not keep a request alive. */
static void limits_the_time_of_a_request(void **state)
{
    (void)state;
    struct http_chunk chunk;
    open_connection();
    uint64_t now = 0;
    for (const char *at = REQUEST; http_connection_expire(&connection, now) == EXPIRY_NONE; at++) {
        assert_true(http_connection_receive(&connection, at, 1, now));
        now += 1000;
    }
    assert_int_equal(now, HTTP_REQUEST_TIME);
    assert_true(http_connection_output(&connection, &chunk));
    assert_memory_equal(chunk.data, "HTTP/1.1 408 Request Timeout\r\n", 30);
    take_all(now);
    assert_true(http_connection_finished(&connection));
}

static void drops_clients_that_take_nothing(void **state)
{
    (void)state;
    open_connection();
    receive("GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n", 0);
    http_connection_sent(&connection, 100, 0);
    assert_int_equal(http_connection_expire(&connection, HTTP_STALL_TIME - 1), EXPIRY_NONE);
    assert_int_equal(http_connection_expire(&connection, HTTP_STALL_TIME), EXPIRY_ABORT);
}

static void drops_clients_that_take_next_to_nothing(void **state)
{
    (void)state;
    open_connection();
    receive("GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n", 0);
    http_connection_sent(&connection, connection.response.head_length, 0);
    http_connection_sent(&connection, 50000, 0);
    uint64_t now = 0;
    while (http_connection_expire(&connection, now) == EXPIRY_NONE) {
        http_connection_delivered(&connection, 100, now);
        now += 1000;
    }
    assert_int_equal(now, HTTP_STALL_TIME);
}

static void is_patient_with_slow_but_steady_clients(void **state)
{
    (void)state;
    open_connection();
    receive("GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n", 0);
    http_connection_sent(&connection, connection.response.head_length, 0);
    http_connection_sent(&connection, 1 << 19, 0);
    for (uint64_t now = 0; now < 100000; now += 1000) {
        http_connection_delivered(&connection, 1000, now);
        assert_int_equal(http_connection_expire(&connection, now), EXPIRY_NONE);
    }
}

static void waits_for_delivery_before_it_is_over(void **state)
{
    (void)state;
    open_connection();
    receive(LAST, 0);
    http_connection_end_input(&connection, 0);
    uint64_t sent = take_all(0);
    assert_true(http_connection_finished(&connection));
    assert_false(http_connection_over(&connection));
    http_connection_delivered(&connection, sent - 1, 0);
    assert_false(http_connection_over(&connection));
    http_connection_delivered(&connection, 1, 0);
    assert_true(http_connection_over(&connection));
}

static void answers_a_client_that_already_ended_its_side(void **state)
{
    (void)state;
    open_connection();
    receive(REQUEST REQUEST, 0);
    http_connection_end_input(&connection, 0);
    take_all(0);
    assert_int_equal(fixture_counters()->requests, 2);
    assert_true(http_connection_finished(&connection));
}

static void forgets_half_a_request_at_the_end_of_input(void **state)
{
    (void)state;
    struct http_chunk chunk;
    open_connection();
    receive("GET / HT", 0);
    http_connection_end_input(&connection, 0);
    assert_false(http_connection_output(&connection, &chunk));
    assert_true(http_connection_over(&connection));
}

static void drops_input_after_the_last_answer(void **state)
{
    (void)state;
    char flood[HTTP_INPUT_CAPACITY];
    memset(flood, 'x', sizeof flood);
    open_connection();
    receive(LAST, 0);
    take_all(0);
    http_connection_take_released(&connection);
    for (int i = 0; i < 10; i++) {
        assert_true(http_connection_receive(&connection, flood, sizeof flood, 0));
        assert_int_equal(http_connection_take_released(&connection), sizeof flood);
    }
    http_connection_delivered(&connection, 1 << 20, 0);
    assert_int_equal(http_connection_expire(&connection, HTTP_LINGER_TIME), EXPIRY_CLOSE);
}

static void can_be_given_up_only_when_nothing_is_owed(void **state)
{
    (void)state;
    open_connection();
    assert_true(http_connection_expendable(&connection));
    receive("GET /data/ten.txt HTTP/1.1\r\nHost: a\r\n", 0);
    assert_false(http_connection_expendable(&connection));
    receive("\r\n", 0);
    assert_false(http_connection_expendable(&connection));
    uint64_t sent = take_all(0);
    assert_false(http_connection_expendable(&connection));
    http_connection_delivered(&connection, sent, 0);
    assert_true(http_connection_expendable(&connection));
    receive(LAST, 0);
    sent = take_all(0);
    assert_true(http_connection_finished(&connection));
    assert_false(http_connection_expendable(&connection));
    http_connection_delivered(&connection, sent, 0);
    assert_true(http_connection_expendable(&connection));
}

static void refuses_politely(void **state)
{
    (void)state;
    struct http_chunk chunk;
    http_connection_refuse(&connection, fixture_service(), 0);
    receive(REQUEST, 0);
    assert_true(http_connection_output(&connection, &chunk));
    assert_memory_equal(chunk.data, "HTTP/1.1 503 Service Unavailable\r\n", 34);
    take_all(0);
    assert_true(http_connection_finished(&connection));
    assert_int_equal(fixture_counters()->requests, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_pipelined_requests_in_order),
        cmocka_unit_test(sends_large_files_whole_and_without_copies),
        cmocka_unit_test(holds_back_a_client_that_does_not_read),
        cmocka_unit_test(ends_idle_connections),
        cmocka_unit_test(limits_the_time_of_a_request),
        cmocka_unit_test(drops_clients_that_take_nothing),
        cmocka_unit_test(drops_clients_that_take_next_to_nothing),
        cmocka_unit_test(is_patient_with_slow_but_steady_clients),
        cmocka_unit_test(waits_for_delivery_before_it_is_over),
        cmocka_unit_test(answers_a_client_that_already_ended_its_side),
        cmocka_unit_test(forgets_half_a_request_at_the_end_of_input),
        cmocka_unit_test(drops_input_after_the_last_answer),
        cmocka_unit_test(can_be_given_up_only_when_nothing_is_owed),
        cmocka_unit_test(refuses_politely),
    };
    return cmocka_run_group_tests_name("http connection", tests, NULL, NULL);
}
