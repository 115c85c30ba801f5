/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Receive virtualiser: filtering, reference sets, and what hostile clients and odd drivers can do to others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "../../../os/net/virt_rx/virt_rx.h"
#include "mock_os.h"
#include "world.h"

#define BUFFERS 8u
#define CLIENTS 3u
#define DRIVER_CHANNEL 0u
#define IO_BASE 0x7000000000ull
#define LEN 64u

static const uint8_t macs[CLIENTS][6] = {
    { 0x52, 0x54, 1, 0, 0, 1 }, { 0x52, 0x54, 1, 0, 0, 2 }, { 0x52, 0x54, 1, 0, 0, 3 },
};
static const uint8_t broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
static const uint8_t multicast[6] = { 0x01, 0x00, 0x5e, 0, 0, 1 };
static const uint8_t stranger[6] = { 0x52, 0x54, 1, 0, 0, 9 };

static struct virt_rx virt;
static net_virt_rx_config_t config;
static struct test_link driver;
static struct test_link clients[CLIENTS];
static struct mock_pd pd;
static uint32_t next_seed;

static int setup(void **state)
{
    (void)state;
    memset(&virt, 0, sizeof(virt));
    memset(&config, 0, sizeof(config));
    memset(&pd, 0, sizeof(pd));
    memcpy(config.magic, "sDDF\x05", sizeof(config.magic));
    link_create(&driver, BUFFERS, DRIVER_CHANNEL);
    config.driver = driver.conn;
    region_create(&config.data.region, BUFFERS);
    config.data.io_addr = IO_BASE;
    config.num_clients = CLIENTS;
    for (unsigned int i = 0; i < CLIENTS; i++) {
        link_create(&clients[i], BUFFERS, (uint8_t)(i + 1));
        config.clients[i].conn = clients[i].conn;
        memcpy(config.clients[i].mac_addrs[0].addr, macs[i], 6);
        config.clients[i].num_macs = 1;
    }
    mock_enter(&pd);
    assert_true(virt_rx_init(&virt, &config));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    link_destroy(&driver);
    region_destroy(&config.data.region);
    for (unsigned int i = 0; i < CLIENTS; i++) {
        link_destroy(&clients[i]);
    }
    return 0;
}

static void run(void)
{
    memset(&pd, 0, sizeof(pd));
    mock_enter(&pd);
    virt_rx_run(&virt);
}

/* The driver takes an empty buffer; its index. */
static uint32_t driver_take(void)
{
    net_buff_desc_t desc;
    assert_int_equal(net_dequeue_free(&driver.peer, &desc), 0);
    assert_true(desc.io_or_offset >= IO_BASE && desc.io_or_offset < IO_BASE + BUFFERS * NET_BUFFER_SIZE);
    assert_int_equal((desc.io_or_offset - IO_BASE) % NET_BUFFER_SIZE, 0);
    return (uint32_t)((desc.io_or_offset - IO_BASE) / NET_BUFFER_SIZE);
}

static void driver_give(uint64_t io_addr, uint16_t len)
{
    net_buff_desc_t desc = { .io_or_offset = io_addr, .len = len };
    assert_int_equal(net_enqueue_active(&driver.peer, desc), 0);
}

/* A frame for `mac` arrives; the index of its buffer. */
static uint32_t arrive(const uint8_t *mac)
{
    uint32_t index = driver_take();
    frame_write((uint8_t *)config.data.region.vaddr + index * NET_BUFFER_SIZE, LEN, mac, next_seed++);
    driver_give(IO_BASE + index * NET_BUFFER_SIZE, LEN);
    return index;
}

static void client_return(uint32_t client, uint64_t offset)
{
    net_buff_desc_t desc = { .io_or_offset = offset };
    assert_int_equal(net_enqueue_free(&clients[client].peer, desc), 0);
}

/* Client takes a frame, which must be the one in buffer `index`. */
static void client_take(uint32_t client, uint32_t index)
{
    net_buff_desc_t desc;
    assert_int_equal(net_dequeue_active(&clients[client].peer, &desc), 0);
    assert_int_equal(desc.io_or_offset, index * NET_BUFFER_SIZE);
    assert_int_equal(desc.len, LEN);
    assert_int_equal(desc.oid, 0);
}

/* No buffer is lost or doubled: the driver has `count` of them to take, all different. */
static void driver_has(uint32_t count)
{
    uint32_t seen = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bit = 1u << driver_take();
        assert_int_equal(seen & bit, 0);
        seen |= bit;
    }
    assert_true(net_queue_empty_free(&driver.peer));
}

/* NET-30. */
static void init_fills_driver(void **state)
{
    (void)state;
    assert_int_equal(pd.notified[DRIVER_CHANNEL], 1);
    for (uint32_t i = 0; i < BUFFERS; i++) {
        assert_int_equal(driver_take(), i);
    }
    assert_true(net_queue_empty_free(&driver.peer));
}

/* NET-32 step 4, NET-33, NET-34. */
static void unicast(void **state)
{
    (void)state;
    uint32_t index = arrive(macs[1]);
    run();
    assert_int_equal(pd.notified[2], 1);
    assert_int_equal(pd.notified[1] + pd.notified[3], 0);
    client_take(1, index);
    assert_true(net_queue_empty_active(&clients[0].peer) && net_queue_empty_active(&clients[2].peer));
    client_return(1, index * NET_BUFFER_SIZE);
    run();
    driver_has(BUFFERS);
}

/* NET-32 step 5: the buffer comes back when the last of all clients has returned it. */
static void broadcast_is_counted(void **state)
{
    (void)state;
    uint32_t index = arrive(broadcast);
    run();
    for (uint32_t i = 0; i < CLIENTS; i++) {
        assert_int_equal(pd.notified[i + 1], 1);
        client_take(i, index);
    }
    client_return(2, index * NET_BUFFER_SIZE);
    client_return(0, index * NET_BUFFER_SIZE);
    run();
    assert_int_equal(net_queue_length(driver.peer.free), BUFFERS - 1);
    client_return(1, index * NET_BUFFER_SIZE);
    run();
    driver_has(BUFFERS);
}

/* NET-32 step 6: what nobody wants goes straight back. */
static void unwanted_frames(void **state)
{
    (void)state;
    arrive(multicast);
    arrive(stranger);
    run();
    assert_int_equal(pd.notified[1] + pd.notified[2] + pd.notified[3], 0);
    driver_has(BUFFERS);
}

/* The client's flag decides whether it is notified (SIG-1), and is set by us. */
static void notifies_only_on_request(void **state)
{
    (void)state;
    arrive(macs[0]);
    run();
    assert_int_equal(pd.notified[1], 1);
    arrive(macs[0]);
    run();
    assert_int_equal(pd.notified[1], 0);
    net_request_signal_active(&clients[0].peer);
    arrive(macs[0]);
    run();
    assert_int_equal(pd.notified[1], 1);
}

/* SIG-6: a notification that the driver did not want is made up for once it wants it. */
static void driver_notification_is_sticky(void **state)
{
    (void)state;
    arrive(stranger);
    run();
    assert_int_equal(pd.notified[DRIVER_CHANNEL], 0);
    net_request_signal_free(&driver.peer);
    run();
    assert_int_equal(pd.notified[DRIVER_CHANNEL], 1);
    run();
    assert_int_equal(pd.notified[DRIVER_CHANNEL], 0);
}

/* Clients are asked to wake us for buffers exactly while the driver has at most half of them. */
static void buffers_wake_only_if_needed(void **state)
{
    (void)state;
    uint32_t held[BUFFERS];
    for (uint32_t i = 0; i < BUFFERS; i++) {
        held[i] = arrive(macs[0]);
        run();
        assert_int_equal(net_require_signal_free(&clients[0].peer), i + 1 >= BUFFERS / 2);
    }
    for (uint32_t i = 0; i < BUFFERS; i++) {
        client_return(0, held[i] * NET_BUFFER_SIZE);
        run();
        assert_int_equal(net_require_signal_free(&clients[0].peer), i + 1 <= BUFFERS / 2);
    }
    driver_has(BUFFERS);
}

/* NET-35 c, d, WEAK-31: double and foreign returns change nothing. */
static void client_returns_what_it_does_not_hold(void **state)
{
    (void)state;
    uint32_t shared = arrive(broadcast);
    uint32_t foreign = arrive(macs[0]);
    run();
    client_return(1, shared * NET_BUFFER_SIZE);
    client_return(1, shared * NET_BUFFER_SIZE);
    client_return(1, shared * NET_BUFFER_SIZE);
    client_return(1, foreign * NET_BUFFER_SIZE);
    client_return(1, ((shared + 3) % BUFFERS) * NET_BUFFER_SIZE);
    run();
    assert_int_equal(virt.clients[1].faults, 4);
    driver_has(BUFFERS - 2);
    client_return(0, shared * NET_BUFFER_SIZE);
    client_return(2, shared * NET_BUFFER_SIZE);
    client_return(0, foreign * NET_BUFFER_SIZE);
    run();
    driver_has(2);
}

/* NET-35 b. */
static void client_returns_nonsense(void **state)
{
    (void)state;
    static const uint64_t offsets[] = {
        1, 2047, BUFFERS * NET_BUFFER_SIZE, UINT64_MAX, 0 - 2048ull, 1ull << 63,
    };
    for (unsigned int i = 0; i < 6; i++) {
        client_return(0, offsets[i]);
    }
    run();
    assert_int_equal(virt.clients[0].faults, 6);
    driver_has(BUFFERS);
}

/* NET-35 a: bad lengths go back, anything else from the driver that cannot be is dropped. */
static void odd_driver(void **state)
{
    (void)state;
    static const uint16_t lengths[] = { 0, 13, 2049, 65535 };
    for (unsigned int i = 0; i < 4; i++) {
        uint32_t odd = driver_take();
        frame_write((uint8_t *)config.data.region.vaddr + odd * NET_BUFFER_SIZE, LEN, macs[0], 1);
        driver_give(IO_BASE + odd * NET_BUFFER_SIZE, lengths[i]);
    }
    run();
    assert_int_equal(net_queue_length(driver.peer.free), BUFFERS);
    uint32_t index = arrive(macs[0]);
    run();
    driver_give(IO_BASE + index * NET_BUFFER_SIZE, LEN);
    driver_give(IO_BASE - NET_BUFFER_SIZE, LEN);
    driver_give(IO_BASE + BUFFERS * NET_BUFFER_SIZE, LEN);
    driver_give(IO_BASE + 1, LEN);
    run();
    client_take(0, index);
    assert_true(net_queue_empty_active(&clients[0].peer));
    driver_has(BUFFERS - 1);
}

/* NET-35 e: a client that leaves no room costs the others nothing. */
static void full_client_is_left_out(void **state)
{
    (void)state;
    clients[1].peer.active->head = (uint16_t)(0 - 100);
    uint32_t index = arrive(broadcast);
    uint32_t lost = arrive(macs[1]);
    run();
    client_return(0, index * NET_BUFFER_SIZE);
    client_return(2, index * NET_BUFFER_SIZE);
    run();
    driver_has(BUFFERS);
    assert_int_equal(virt.clients[1].dropped, 2);
    (void)lost;
}

/* GEN-58: a client that writes nonsense for ever takes no service from the others. */
static void vandal(void **state)
{
    (void)state;
    random_seed(7);
    for (unsigned int round = 0; round < 20000; round++) {
        link_vandalise(&clients[1], false, BUFFERS);
        uint32_t index = arrive(round % 3 == 0 ? macs[0] : macs[2]);
        uint32_t client = round % 3 == 0 ? 0 : 2;
        run();
        client_take(client, index);
        client_return(client, index * NET_BUFFER_SIZE);
        run();
        assert_int_equal(net_queue_length(driver.peer.free), BUFFERS);
    }
    assert_true(virt.clients[1].faults > 1000);
    assert_int_equal(virt.clients[0].faults + virt.clients[2].faults, 0);
    assert_true(mock_lines_printed() < 100);
}

static void unsound_config(void **state)
{
    (void)state;
    static struct virt_rx fresh;
    config.magic[4] = 6;
    assert_false(virt_rx_init(&fresh, &config));
    config.magic[4] = 5;
    config.num_clients = 62;
    assert_false(virt_rx_init(&fresh, &config));
    config.num_clients = CLIENTS;
    config.data.region.size--;
    assert_false(virt_rx_init(&fresh, &config));
    config.data.region.size++;
    config.clients[2].conn.num_buffers = 3;
    assert_false(virt_rx_init(&fresh, &config));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(init_fills_driver),
        TEST(unicast),
        TEST(broadcast_is_counted),
        TEST(unwanted_frames),
        TEST(notifies_only_on_request),
        TEST(driver_notification_is_sticky),
        TEST(buffers_wake_only_if_needed),
        TEST(client_returns_what_it_does_not_hold),
        TEST(client_returns_nonsense),
        TEST(odd_driver),
        TEST(full_client_is_left_out),
        TEST(vandal),
        TEST(unsound_config),
    };
    return cmocka_run_group_tests_name("net receive virtualiser", tests, NULL, NULL);
}
