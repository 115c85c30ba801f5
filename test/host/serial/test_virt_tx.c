/* SPDX-License-Identifier: BSD-2-Clause */
/* The transmit virtualiser with honest and hostile clients (SER-11..18, GEN-58). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "links.h"
#include "mock_sddf.h"

extern serial_virt_tx_config_t config;
void init(void);
void notified(sddf_channel channel);

#define CLIENTS         3
#define DRIVER_CHANNEL  9
#define DRIVER_CAPACITY 4096u
#define CLIENT_CAPACITY 4096u

static struct test_link driver;
static struct test_link clients[CLIENTS];
static char output[DRIVER_CAPACITY + 1];

/* A new system, as after boot: all shared memory zero. */
static void start(bool colour, bool rx, uint32_t driver_capacity)
{
    static const char *const names[CLIENTS] = { "zero", "one", "two" };

    mock_reset();
    memset(&config, 0, sizeof(config));
    memcpy(config.magic, (char[])SDDF_SERIAL_MAGIC, sizeof(config.magic));
    driver = link_new(driver_capacity);
    config.driver = link_end(&driver, DRIVER_CHANNEL);
    for (uint8_t i = 0; i < CLIENTS; i++) {
        clients[i] = link_new(CLIENT_CAPACITY);
        config.clients[i].conn = link_end(&clients[i], i);
        strcpy(config.clients[i].name, names[i]);
    }
    config.num_clients = CLIENTS;
    config.enable_colour = colour;
    config.enable_rx = rx;
    strcpy(config.begin_str, "Begin input\r\n");
    init();
}

static void stop(void)
{
    link_free(&driver);
    for (int i = 0; i < CLIENTS; i++) {
        link_free(&clients[i]);
    }
}

static const char *driver_output(void)
{
    return link_receive(&driver, output, sizeof(output));
}

static void fill(const struct test_link *client, char c, uint32_t count)
{
    serial_queue_handle_t handle = link_handle(client);

    while (count > 0 && serial_enqueue(&handle, c) == 0) {
        count--;
    }
}

static uint32_t backlog(const struct test_link *client)
{
    return client->queue->tail - client->queue->head;
}

/* Whose turn it is survives a start; the turn after the last client's is client 0's. */
static void give_turn_to_client_0(void)
{
    link_send(&clients[CLIENTS - 1], "x");
    notified(CLIENTS - 1);
    driver_output();
}

static void test_begin_string(void **state)
{
    (void)state;
    start(false, true, DRIVER_CAPACITY);
    assert_string_equal(driver_output(), "Begin input\r\n");
    assert_int_equal(mock.notified[DRIVER_CHANNEL], 1);
    stop();
    start(false, false, DRIVER_CAPACITY);
    assert_string_equal(driver_output(), "");
    stop();
}

static void test_names_in_colour(void **state)
{
    (void)state;
    start(true, true, DRIVER_CAPACITY);
    assert_string_equal(driver_output(), "\033[31m'zero' is client 0\033[0m\r\n"
                                         "\033[32m'one' is client 1\033[0m\r\n"
                                         "\033[33m'two' is client 2\033[0m\r\nBegin input\r\n");
    stop();
}

static void test_one_client(void **state)
{
    (void)state;
    start(false, false, DRIVER_CAPACITY);
    mock_reset();
    link_send(&clients[1], "hello\r\n");
    notified(1);
    assert_string_equal(driver_output(), "hello\r\n");
    assert_int_equal(mock.notified[DRIVER_CHANNEL], 1);
    assert_int_equal(backlog(&clients[1]), 0);
    stop();
}

/* SER-14: each piece in its client's colour. */
static void test_colour(void **state)
{
    (void)state;
    start(true, false, DRIVER_CAPACITY);
    driver_output();
    link_send(&clients[0], "a");
    notified(0);
    link_send(&clients[2], "b");
    notified(2);
    assert_string_equal(driver_output(), "\033[31ma\033[0m\033[33mb\033[0m");
    stop();
}

/* SER-12: the space signal goes to a client that asked, once, and not to one that did not. */
static void test_client_signal(void **state)
{
    (void)state;
    start(false, false, DRIVER_CAPACITY);
    mock_reset();
    clients[1].queue->producer_signalled = 1;
    link_send(&clients[0], "a");
    link_send(&clients[1], "b");
    notified(0);
    assert_int_equal(mock.notified[0], 1);
    assert_int_equal(mock.notified[1], 0);
    assert_int_equal(clients[0].queue->producer_signalled, 1);
    clients[1].queue->producer_signalled = 0;
    link_send(&clients[0], "c");
    notified(0);
    assert_int_equal(mock.notified[0], 1);
    assert_int_equal(mock.notified[1], 0);
    stop();
}

/* GEN-4: wake-ups without work, from any channel, do nothing. */
static void test_spurious(void **state)
{
    (void)state;
    start(false, false, DRIVER_CAPACITY);
    mock_reset();
    notified(0);
    notified(DRIVER_CHANNEL);
    notified(61);
    assert_int_equal(mock_notifications(), 0);
    stop();
}

/* A full driver queue: the rest waits, the signal is asked for, nothing is lost (SER-13, SER-15). */
static void test_driver_full(void **state)
{
    uint32_t seen = 0;

    (void)state;
    start(false, false, 1024);
    mock_reset();
    driver.queue->producer_signalled = 1;
    fill(&clients[0], 'x', 3000);
    notified(0);
    assert_int_equal(driver.queue->producer_signalled, 0);
    assert_int_equal(backlog(&clients[0]), 3000 - 1024);
    notified(0);
    assert_int_equal(backlog(&clients[0]), 3000 - 1024);
    for (int i = 0; i < 4; i++) {
        seen += (uint32_t)strlen(driver_output());
        driver.queue->producer_signalled = 1;
        notified(DRIVER_CHANNEL);
    }
    assert_int_equal(seen, 3000);
    stop();
}

/* WEAK-22: a flood of the others delays a client by one visit each, not by their backlog, whoever is first. */
static void test_fairness(void **state)
{
    (void)state;
    for (uint32_t urgent = 0; urgent < CLIENTS; urgent++) {
        const char *first;

        start(false, false, DRIVER_CAPACITY);
        for (uint32_t i = 0; i < CLIENTS; i++) {
            fill(&clients[i], 'x', i == urgent ? 0 : CLIENT_CAPACITY);
        }
        link_send(&clients[urgent], "urgent\r\n");
        notified(urgent);
        first = strstr(driver_output(), "urgent");
        assert_non_null(first);
        assert_true(first - output <= (CLIENTS - 1) * 1024);
        stop();
    }
}

/* The client at turn when the queue was full is the next one, so that floods alternate. */
static void test_turn_is_kept(void **state)
{
    uint32_t count[CLIENTS] = { 0 };

    (void)state;
    start(false, false, 1024);
    for (uint32_t round = 0; round < 30; round++) {
        for (uint32_t i = 0; i < CLIENTS; i++) {
            fill(&clients[i], (char)('0' + i), CLIENT_CAPACITY);
        }
        notified(round % CLIENTS);
        for (const char *p = driver_output(); *p != '\0'; p++) {
            count[*p - '0']++;
        }
    }
    assert_int_equal(count[0], count[1]);
    assert_int_equal(count[1], count[2]);
    assert_true(count[0] > 0);
    stop();
}

/* Long output of two clients mixes by lines. */
static void test_cut_at_line_end(void **state)
{
    (void)state;
    start(false, false, DRIVER_CAPACITY);
    give_turn_to_client_0();
    for (int i = 0; i < 30; i++) {
        link_send(&clients[0], "0123456789012345678901234567890123456789012345678\n");
    }
    link_send(&clients[1], "other\n");
    notified(0);
    driver_output();
    assert_memory_equal(strstr(output, "other") - 2, "8\n", 2);
    assert_int_equal((strstr(output, "other") - output) % 50, 0);
    stop();
}

/* A piece larger than the driver's queue still gets through (SER-16 is no limit for us). */
static void test_small_driver_queue(void **state)
{
    uint32_t seen = 0;

    (void)state;
    start(true, false, 16);
    driver_output();
    fill(&clients[0], 'x', 100);
    for (int i = 0; i < 100; i++) {
        notified(0);
        for (const char *p = driver_output(); *p != '\0'; p++) {
            seen += *p == 'x';
        }
    }
    assert_int_equal(seen, 100);
    stop();
}

/* WEAK-20, WEAK-21: impossible and moving indices of one client; the other keeps full service. */
static void test_hostile_client(void **state)
{
    (void)state;
    start(false, false, DRIVER_CAPACITY);
    srand(3);
    for (uint32_t i = 0; i < 20000; i++) {
        clients[0].queue->tail = (uint32_t)rand() * 2u;
        clients[0].queue->head = (uint32_t)rand();
        clients[0].queue->producer_signalled = (uint32_t)rand();
        link_send(&clients[1], "ok\n");
        notified((uint32_t)rand() % CLIENTS);
        assert_non_null(strstr(driver_output(), "ok\n"));
        assert_int_equal(backlog(&clients[1]), 0);
    }
    stop();
}

/* A tail of capacity + 1, and a backlog that wraps 32 bits with the colour added (WEAK-20): nothing moves. */
static void test_impossible_tail(void **state)
{
    static const uint32_t tails[] = { CLIENT_CAPACITY + 1, UINT32_MAX, UINT32_MAX - 8, 0x80000000 };

    (void)state;
    start(true, false, DRIVER_CAPACITY);
    driver_output();
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        clients[0].queue->tail = tails[i];
        notified(0);
        assert_string_equal(driver_output(), "");
    }
    stop();
}

/*
 * A driver that frees room at once and a client that never runs dry: here the driver's queue is that of the client too.
 * The wake-up ends when more moved than the queue holds, and the signal that brings the next one was asked for: the
 * flag is the client's too, which shows.
 */
static void test_endless_room(void **state)
{
    uint32_t moved;

    (void)state;
    start(false, true, DRIVER_CAPACITY);
    config.clients[0].conn.queue.vaddr = driver.queue;
    init();
    mock_reset();
    driver.queue->producer_signalled = 1;
    notified(0);
    moved = driver.queue->head;
    assert_true(moved > DRIVER_CAPACITY && moved <= DRIVER_CAPACITY + strlen(config.begin_str));
    assert_int_equal(mock.notified[0], 1);
    notified(DRIVER_CHANNEL);
    assert_true(driver.queue->head > moved);
    stop();
}

/* CFG-11, and a client whose link is unusable: the others are served. */
static void test_bad_configuration(void **state)
{
    (void)state;
    start(false, false, DRIVER_CAPACITY);
    config.clients[0].conn.data.size = (UINT64_C(1) << 32) + CLIENT_CAPACITY;
    config.clients[2].conn.queue.vaddr = NULL;
    init();
    link_send(&clients[0], "no");
    link_send(&clients[1], "ok");
    notified(1);
    assert_string_equal(driver_output(), "ok");
    stop();
}

static void test_no_magic(void **state)
{
    (void)state;
    start(false, false, DRIVER_CAPACITY);
    stop();
    mock_reset();
    config.magic[4] = 0;
    init();
    assert_int_equal(mock_notifications(), 0);
    assert_non_null(strstr(mock.printed, "not serving"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_begin_string),       cmocka_unit_test(test_names_in_colour),
        cmocka_unit_test(test_one_client),         cmocka_unit_test(test_colour),
        cmocka_unit_test(test_client_signal),      cmocka_unit_test(test_spurious),
        cmocka_unit_test(test_driver_full),        cmocka_unit_test(test_fairness),
        cmocka_unit_test(test_turn_is_kept),       cmocka_unit_test(test_cut_at_line_end),
        cmocka_unit_test(test_small_driver_queue), cmocka_unit_test(test_hostile_client),
        cmocka_unit_test(test_impossible_tail),    cmocka_unit_test(test_bad_configuration),
        cmocka_unit_test(test_no_magic),           cmocka_unit_test(test_endless_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
