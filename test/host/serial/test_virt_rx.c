/* SPDX-License-Identifier: BSD-2-Clause */
/* The receive virtualiser with honest and hostile clients (SER-20..23, GEN-58). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "links.h"
#include "mock_sddf.h"

extern serial_virt_rx_config_t config;
void init(void);
void notified(sddf_channel channel);

#define CLIENTS        12
#define DRIVER_CHANNEL 20
#define CAPACITY       64u
#define SWITCH         "\x1c"

static struct test_link driver;
static struct test_link clients[CLIENTS];
static char text[CAPACITY + 1];

static void start(void)
{
    mock_reset();
    memset(&config, 0, sizeof(config));
    memcpy(config.magic, (char[])SDDF_SERIAL_MAGIC, sizeof(config.magic));
    driver = link_new(CAPACITY);
    config.driver = link_end(&driver, DRIVER_CHANNEL);
    for (uint8_t i = 0; i < CLIENTS; i++) {
        clients[i] = link_new(CAPACITY);
        config.clients[i] = link_end(&clients[i], i);
    }
    config.num_clients = CLIENTS;
    config.switch_char = SWITCH[0];
    config.terminate_num_char = '\r';
    init();
    driver.queue->producer_signalled = 1;
}

/* Each test ends with client 0 selected, as a fresh virtualiser starts. */
static void stop(void)
{
    driver.queue->head = driver.queue->tail;
    for (int i = 0; i < CLIENTS; i++) {
        link_free(&clients[i]);
    }
    link_free(&driver);
}

static void type(const char *characters)
{
    assert_int_equal(link_send(&driver, characters), strlen(characters));
    notified(DRIVER_CHANNEL);
}

static const char *got(int client)
{
    return link_receive(&clients[client], text, sizeof(text));
}

static void test_first_client(void **state)
{
    (void)state;
    start();
    type("hello\r");
    assert_string_equal(got(0), "hello\r");
    assert_int_equal(mock.notified[0], 1);
    assert_int_equal(mock_notifications(), 1);
    stop();
}

static void test_switch(void **state)
{
    (void)state;
    start();
    type("a" SWITCH "11\rb" SWITCH "0\rc");
    assert_string_equal(got(0), "ac");
    assert_string_equal(got(11), "b");
    assert_int_equal(mock.notified[0], 2);
    assert_int_equal(mock.notified[11], 1);
    stop();
}

/* The mode survives wake-ups: characters come one by one from a keyboard. */
static void test_switch_in_pieces(void **state)
{
    (void)state;
    start();
    type(SWITCH);
    type("1");
    type("\r");
    type("x");
    assert_string_equal(got(1), "x");
    type(SWITCH "0\r");
    stop();
}

/* SER-21, row by row. */
static void test_mistakes(void **state)
{
    (void)state;
    start();
    type(SWITCH SWITCH);
    assert_string_equal(got(0), SWITCH);
    type(SWITCH "qa");
    assert_string_equal(got(0), "a");
    type(SWITCH "1xb");
    assert_string_equal(got(0), "b");
    type(SWITCH "12\rc");
    assert_string_equal(got(0), "c");
    type(SWITCH "99999\rd");
    assert_string_equal(got(0), "\rd");
    type(SWITCH "0001\re" SWITCH "0000\rf");
    assert_string_equal(got(1), "e");
    assert_string_equal(got(0), "f");
    stop();
}

/* A client that does not read loses characters; the others do not. */
static void test_full_client(void **state)
{
    (void)state;
    start();
    for (uint32_t i = 0; i < 4; i++) {
        type("0123456789012345678901234567890123456789");
    }
    type(SWITCH "1\rok");
    assert_int_equal(strlen(got(0)), CAPACITY);
    assert_string_equal(got(1), "ok");
    type(SWITCH "0\r");
    stop();
}

/* SER-22: the driver is told about space if it asked. */
static void test_driver_signal(void **state)
{
    (void)state;
    start();
    type("a");
    assert_int_equal(mock.notified[DRIVER_CHANNEL], 0);
    driver.queue->producer_signalled = 0;
    type("b");
    assert_int_equal(mock.notified[DRIVER_CHANNEL], 1);
    assert_int_equal(driver.queue->producer_signalled, 1);
    stop();
}

static void test_spurious(void **state)
{
    (void)state;
    start();
    notified(DRIVER_CHANNEL);
    notified(0);
    notified(63);
    assert_int_equal(mock_notifications(), 0);
    stop();
}

/* SER-23: a client rewrites its indices at will; what others get is exact. */
static void test_hostile_client(void **state)
{
    (void)state;
    start();
    srand(5);
    for (uint32_t i = 0; i < 10000; i++) {
        clients[0].queue->tail = (uint32_t)rand() * 2u;
        clients[0].queue->head = (uint32_t)rand() * 2u;
        type("evil" SWITCH "1\rgood" SWITCH "0\r");
        assert_string_equal(got(1), "good");
    }
    stop();
}

/* A client that moves its head back and forth cannot make the virtualiser's own index move. */
static void test_client_cannot_steer(void **state)
{
    (void)state;
    start();
    type("abc");
    clients[0].queue->tail = 1000;
    type("d");
    assert_int_equal(clients[0].queue->tail, 4);
    assert_memory_equal(clients[0].data, "abcd", 4);
    stop();
}

static void test_no_magic(void **state)
{
    (void)state;
    start();
    mock_reset();
    config.magic[0] = 'x';
    init();
    assert_non_null(strstr(mock.printed, "not serving"));
    stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_client),        cmocka_unit_test(test_switch),
        cmocka_unit_test(test_switch_in_pieces),    cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_full_client),         cmocka_unit_test(test_driver_signal),
        cmocka_unit_test(test_spurious),            cmocka_unit_test(test_hostile_client),
        cmocka_unit_test(test_client_cannot_steer), cmocka_unit_test(test_no_magic),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
