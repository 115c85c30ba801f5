/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit virtualiser: checks, translation, fairness, and what hostile clients and odd drivers can do
 * to others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "../../../os/net/virt_tx/virt_tx.h"
#include "mock_os.h"
#include "world.h"

#define BUFFERS 256u
#define CLIENTS 3u
#define DRIVER_BUFFERS 1024u
#define DRIVER_CHANNEL 9u
#define IO_BASE(client) (0x40000000ull + (client) * 0x1000000ull)

static struct virt_tx virt;
static net_virt_tx_config_t config;
static struct test_link driver;
static struct test_link clients[CLIENTS];
static struct mock_pd pd;

static int setup(void **state)
{
    (void)state;
    memset(&virt, 0, sizeof(virt));
    memset(&config, 0, sizeof(config));
    memset(&pd, 0, sizeof(pd));
    memcpy(config.magic, "sDDF\x05", sizeof(config.magic));
    link_create(&driver, DRIVER_BUFFERS, DRIVER_CHANNEL);
    config.driver = driver.conn;
    config.num_clients = CLIENTS;
    for (unsigned int i = 0; i < CLIENTS; i++) {
        link_create(&clients[i], BUFFERS, (uint8_t)i);
        net_buffers_init(&clients[i].peer, 0);
        config.clients[i].conn = clients[i].conn;
        config.clients[i].num_regions = 1;
        region_create(&config.clients[i].regions[0].data.region, BUFFERS);
        config.clients[i].regions[0].data.io_addr = IO_BASE(i);
        config.clients[i].regions[0].num_buffers = BUFFERS;
    }
    mock_enter(&pd);
    assert_true(virt_tx_init(&virt, &config));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    link_destroy(&driver);
    for (unsigned int i = 0; i < CLIENTS; i++) {
        link_destroy(&clients[i]);
        region_destroy(&config.clients[i].regions[0].data.region);
    }
    return 0;
}

static void run(void)
{
    memset(&pd, 0, sizeof(pd));
    mock_enter(&pd);
    virt_tx_run(&virt);
}

static void submit(uint32_t client, uint64_t offset, uint16_t len)
{
    net_buff_desc_t desc = { .io_or_offset = offset, .len = len };
    assert_int_equal(net_enqueue_active(&clients[client].peer, desc), 0);
}

/* Client takes an empty buffer and sends it. */
static bool send_one(uint32_t client, uint16_t len)
{
    net_buff_desc_t desc;
    if (net_dequeue_free(&clients[client].peer, &desc) != 0) {
        return false;
    }
    submit(client, desc.io_or_offset, len);
    return true;
}

/* Which client an IO address belongs to; fails the test if none. */
static uint32_t owner(uint64_t io_addr)
{
    for (uint32_t i = 0; i < CLIENTS; i++) {
        if (io_addr >= IO_BASE(i) && io_addr < IO_BASE(i) + BUFFERS * NET_BUFFER_SIZE) {
            assert_int_equal((io_addr - IO_BASE(i)) % NET_BUFFER_SIZE, 0);
            return i;
        }
    }
    fail_msg("driver was given an address outside all regions");
    return CLIENTS;
}

static bool driver_take(net_buff_desc_t *desc)
{
    return net_dequeue_active(&driver.peer, desc) == 0;
}

static void driver_complete(uint64_t io_addr)
{
    assert_int_equal(net_enqueue_free(&driver.peer, (net_buff_desc_t) { .io_or_offset = io_addr }), 0);
}

/* The driver sends everything it was given; how many frames. */
static uint32_t driver_send_all(void)
{
    uint32_t count = 0;
    net_buff_desc_t desc;
    while (driver_take(&desc)) {
        (void)owner(desc.io_or_offset);
        driver_complete(desc.io_or_offset);
        count++;
    }
    return count;
}

/* Runs virtualiser and driver until nothing moves. */
static uint32_t drain(void)
{
    uint32_t total = 0;
    uint32_t count;
    do {
        run();
        count = driver_send_all();
        total += count;
    } while (count > 0);
    run();
    return total;
}

/* Every buffer of a client is in its free queue exactly once. */
static void client_has_all(uint32_t client)
{
    bool seen[BUFFERS] = { false };
    for (uint32_t i = 0; i < BUFFERS; i++) {
        net_buff_desc_t desc;
        assert_int_equal(net_dequeue_free(&clients[client].peer, &desc), 0);
        assert_int_equal(desc.io_or_offset % NET_BUFFER_SIZE, 0);
        assert_true(desc.io_or_offset / NET_BUFFER_SIZE < BUFFERS);
        assert_false(seen[desc.io_or_offset / NET_BUFFER_SIZE]);
        seen[desc.io_or_offset / NET_BUFFER_SIZE] = true;
    }
    assert_true(net_queue_empty_free(&clients[client].peer));
}

/* NET-51 step 4, NET-52. */
static void there_and_back(void **state)
{
    (void)state;
    net_buff_desc_t desc;
    assert_true(send_one(1, 1514));
    run();
    assert_int_equal(pd.notified[DRIVER_CHANNEL], 1);
    assert_true(driver_take(&desc));
    assert_int_equal(desc.io_or_offset, IO_BASE(1));
    assert_int_equal(desc.len, 1514);
    assert_false(driver_take(&desc));
    net_request_signal_free(&clients[1].peer);
    driver_complete(IO_BASE(1));
    run();
    assert_int_equal(pd.notified[1], 1);
    assert_int_equal(pd.notified[0] + pd.notified[2], 0);
    client_has_all(1);
}

/* NET-51 steps 1..3: back to the client at once, and nothing reaches the driver. */
static void rejected_frames(void **state)
{
    (void)state;
    net_buff_desc_t desc = { .io_or_offset = 0, .len = 100, .oid = 1 };
    submit(0, 0, 0);
    submit(0, 0, 2049);
    submit(0, 0, 65535);
    submit(0, 5, 100);
    submit(0, BUFFERS * NET_BUFFER_SIZE, 100);
    submit(0, UINT64_MAX, 100);
    submit(0, 0 - 2048ull, 100);
    assert_int_equal(net_enqueue_active(&clients[0].peer, desc), 0);
    run();
    assert_false(driver_take(&desc));
    assert_int_equal(pd.notified[DRIVER_CHANNEL], 0);
    assert_int_equal(virt.clients[0].faults, 8);
}

/* NET-53, WEAK-32: a buffer is with the driver once, however often it is sent. */
static void duplicates(void **state)
{
    (void)state;
    net_buff_desc_t desc;
    assert_int_equal(net_dequeue_free(&clients[0].peer, &desc), 0);
    for (unsigned int i = 0; i < 5; i++) {
        submit(0, desc.io_or_offset, 60);
    }
    assert_int_equal(drain(), 1);
    client_has_all(0);
    assert_true(send_one(1, 60));
    assert_int_equal(drain(), 1);
    client_has_all(1);
}

/* NET-53: completions of what the driver does not hold are dropped. */
static void odd_driver(void **state)
{
    (void)state;
    net_buff_desc_t desc;
    assert_true(send_one(2, 60));
    run();
    assert_true(driver_take(&desc));
    driver_complete(desc.io_or_offset + 1);
    driver_complete(desc.io_or_offset + NET_BUFFER_SIZE);
    driver_complete(0);
    driver_complete(UINT64_MAX);
    driver_complete(desc.io_or_offset);
    driver_complete(desc.io_or_offset);
    run();
    assert_int_equal(virt.driver_faults, 5);
    client_has_all(2);
}

/* The order that the driver sees alternates between clients, however much the first has queued (WEAK-34). */
static void round_robin(void **state)
{
    (void)state;
    net_buff_desc_t desc;
    while (send_one(0, 1514)) {
    }
    for (unsigned int i = 0; i < VIRT_TX_QUANTUM; i++) {
        assert_true(send_one(2, 60));
    }
    run();
    uint32_t of_client_2 = 0;
    for (unsigned int i = 0; i < 2 * VIRT_TX_QUANTUM; i++) {
        assert_true(driver_take(&desc));
        of_client_2 += owner(desc.io_or_offset) == 2;
    }
    assert_int_equal(of_client_2, VIRT_TX_QUANTUM);
}

/* A client has at most VIRT_TX_IN_FLIGHT frames with the driver; the rest follows completions. */
static void in_flight_is_bounded(void **state)
{
    (void)state;
    while (send_one(0, 1514)) {
    }
    run();
    assert_int_equal(net_queue_length(driver.peer.active), VIRT_TX_IN_FLIGHT);
    net_buff_desc_t desc;
    assert_true(driver_take(&desc));
    driver_complete(desc.io_or_offset);
    run();
    assert_int_equal(net_queue_length(driver.peer.active), VIRT_TX_IN_FLIGHT);
    assert_int_equal(drain(), BUFFERS - 1);
    client_has_all(0);
}

/* Random schedules of honest clients, driver and virtualiser: each frame goes out once, and all come back. */
static void conservation(void **state)
{
    (void)state;
    random_seed(42);
    uint32_t sent[CLIENTS] = { 0 };
    uint32_t seen[CLIENTS] = { 0 };
    for (unsigned int step = 0; step < 200000; step++) {
        uint32_t client = random_below(CLIENTS);
        net_buff_desc_t desc;
        switch (random_below(4)) {
        case 0:
        case 1:
            sent[client] += send_one(client, (uint16_t)(14 + sent[client] % 2000));
            break;
        case 2:
            for (uint32_t n = random_below(40); n > 0 && driver_take(&desc); n--) {
                uint32_t from = owner(desc.io_or_offset);
                assert_int_equal(desc.len, 14 + seen[from] % 2000);
                seen[from]++;
                driver_complete(desc.io_or_offset);
            }
            break;
        default:
            run();
        }
    }
    drain();
    for (uint32_t i = 0; i < CLIENTS; i++) {
        assert_true(sent[i] > 1000);
        client_has_all(i);
    }
}

/* Without polling: everybody runs only when notified, and still nothing is left behind (SIG-3). */
static void no_lost_wake_up(void **state)
{
    (void)state;
    random_seed(3);
    bool driver_awake = false;
    bool virt_awake = false;
    for (unsigned int round = 0; round < 3000; round++) {
        uint32_t client = random_below(CLIENTS);
        for (uint32_t n = 1 + random_below(BUFFERS); n > 0 && send_one(client, 60); n--) {
        }
        if (net_require_signal_active(&clients[client].peer)) {
            net_cancel_signal_active(&clients[client].peer);
            virt_awake = true;
        }
        while (virt_awake || driver_awake) {
            if (virt_awake && (!driver_awake || random_below(2) == 0)) {
                run();
                virt_awake = false;
                driver_awake = driver_awake || pd.notified[DRIVER_CHANNEL] > 0;
            } else {
                driver_awake = false;
                (void)driver_send_all();
                net_request_signal_active(&driver.peer);
                if (net_require_signal_free(&driver.peer)) {
                    net_cancel_signal_free(&driver.peer);
                    virt_awake = true;
                }
            }
        }
        /* Completions that nobody needs may wait, but a client always has more than half of its buffers. */
        assert_true(net_queue_empty_active(&driver.peer) && net_queue_empty_active(&clients[client].peer));
        assert_true(net_queue_length(clients[client].peer.free) > BUFFERS / 2);
    }
    (void)drain();
    for (uint32_t i = 0; i < CLIENTS; i++) {
        client_has_all(i);
    }
}

/* GEN-58: a client that writes nonsense for ever takes no service from the others. */
static void vandal(void **state)
{
    (void)state;
    random_seed(11);
    for (unsigned int round = 0; round < 4000; round++) {
        net_buff_desc_t desc;
        link_vandalise(&clients[1], true, BUFFERS);
        assert_true(send_one(0, 60));
        assert_true(send_one(2, 60));
        uint32_t seen[CLIENTS] = { 0 };
        run();
        while (driver_take(&desc)) {
            seen[owner(desc.io_or_offset)]++;
            assert_true(desc.len > 0 && desc.len <= NET_BUFFER_SIZE);
            driver_complete(desc.io_or_offset);
        }
        assert_int_equal(seen[0], 1);
        assert_int_equal(seen[2], 1);
        assert_true(seen[1] <= VIRT_TX_IN_FLIGHT);
    }
    run();
    client_has_all(0);
    client_has_all(2);
    assert_true(virt.clients[1].faults > 1000);
    assert_true(mock_lines_printed() < 200);
}

static void unsound_config(void **state)
{
    (void)state;
    static struct virt_tx fresh;
    config.magic[0] = 'x';
    assert_false(virt_tx_init(&fresh, &config));
    config.magic[0] = 's';
    config.num_clients = 62;
    assert_false(virt_tx_init(&fresh, &config));
    config.num_clients = CLIENTS;
    config.clients[1].num_regions = 0;
    assert_false(virt_tx_init(&fresh, &config));
    config.clients[1].num_regions = 65;
    assert_false(virt_tx_init(&fresh, &config));
    config.clients[1].num_regions = 1;
    config.clients[1].regions[0].num_buffers = BUFFERS + 1;
    assert_false(virt_tx_init(&fresh, &config));
    config.clients[1].regions[0].num_buffers = UINT32_MAX;
    assert_false(virt_tx_init(&fresh, &config));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(there_and_back),
        TEST(rejected_frames),
        TEST(duplicates),
        TEST(odd_driver),
        TEST(round_robin),
        TEST(in_flight_is_bounded),
        TEST(conservation),
        TEST(no_lost_wake_up),
        TEST(vandal),
        TEST(unsound_config),
    };
    return cmocka_run_group_tests_name("net transmit virtualiser", tests, NULL, NULL);
}
