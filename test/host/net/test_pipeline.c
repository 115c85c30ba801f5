/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The receive path as a whole: virtualiser, three copiers and their clients under random schedules, with
 * everybody running only when notified. Honest clients get every frame that is for them, once, in order
 * and intact, whatever the third client does; at rest the driver has all buffers again (NET-8, GEN-18).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "../../../os/net/copier/copier.h"
#include "../../../os/net/virt_rx/virt_rx.h"
#include "mock_os.h"
#include "world.h"

#define BUFFERS 32u
#define CLIENTS 3u
#define VANDAL 2u
#define DRIVER_CHANNEL 61u
#define VIRT_CHANNEL 1u
#define CLIENT_CHANNEL 2u
#define IO_BASE 0x60000000ull
#define FRAMES 60000u

static const uint8_t broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

struct test_client {
    struct test_link virt_link;
    struct test_link client_link;
    net_copy_config_t copier_config;
    struct copier copier;
    struct mock_pd copier_pd;
    bool copier_awake;
    bool awake;
    uint8_t mac[6];
    uint32_t expected[FRAMES];
    uint32_t num_expected;
    uint32_t num_received;
};

static struct test_client clients[CLIENTS];
static struct test_link driver;
static net_virt_rx_config_t config;
static struct virt_rx virt;
static struct mock_pd virt_pd;
static bool virt_awake;
static bool vandalise;

static void create_client(uint32_t number)
{
    struct test_client *client = &clients[number];
    memset(client, 0, sizeof(*client));
    memcpy(client->mac, "\x52\x54\x01\x00\x00", 5);
    client->mac[5] = (uint8_t)number;
    link_create(&client->virt_link, BUFFERS, (uint8_t)number);
    link_create(&client->client_link, BUFFERS, CLIENT_CHANNEL);
    net_virt_rx_client_config_t *virt_client = &config.clients[number];
    virt_client->conn = client->virt_link.conn;
    virt_client->num_macs = 1;
    memcpy(virt_client->mac_addrs[0].addr, client->mac, 6);
    net_copy_config_t *copier_config = &client->copier_config;
    memcpy(copier_config->magic, "sDDF\x05", sizeof(copier_config->magic));
    copier_config->rx = client->virt_link.conn;
    copier_config->rx.id = VIRT_CHANNEL;
    copier_config->rx_data[0] = config.data.region;
    copier_config->client = client->client_link.conn;
    region_create(&copier_config->client_data, BUFFERS);
    mock_enter(&client->copier_pd);
    assert_true(copier_init(&client->copier, copier_config));
}

static int setup(void **state)
{
    (void)state;
    memset(&virt, 0, sizeof(virt));
    memset(&config, 0, sizeof(config));
    memcpy(config.magic, "sDDF\x05", sizeof(config.magic));
    link_create(&driver, BUFFERS, DRIVER_CHANNEL);
    config.driver = driver.conn;
    region_create(&config.data.region, BUFFERS);
    config.data.io_addr = IO_BASE;
    config.num_clients = CLIENTS;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        create_client(i);
    }
    mock_enter(&virt_pd);
    assert_true(virt_rx_init(&virt, &config));
    virt_awake = false;
    vandalise = false;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    link_destroy(&driver);
    region_destroy(&config.data.region);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        link_destroy(&clients[i].virt_link);
        link_destroy(&clients[i].client_link);
        region_destroy(&clients[i].copier_config.client_data);
    }
    return 0;
}

static void expect(uint32_t number, uint32_t seed)
{
    clients[number].expected[clients[number].num_expected++] = seed;
}

/* Room for another frame in a client's own buffers: below that the copier must not drop. */
static bool keeps_up(uint32_t number)
{
    return clients[number].num_expected - clients[number].num_received < BUFFERS;
}

/* A frame for one client or for all arrives; false if the driver has no buffer or it might be dropped. */
static bool arrive(uint32_t seed)
{
    uint32_t number = random_below(CLIENTS + 1);
    for (uint32_t i = 0; i < VANDAL; i++) {
        if (!keeps_up(i)) {
            return false;
        }
    }
    net_buff_desc_t desc;
    if (net_dequeue_free(&driver.peer, &desc) != 0) {
        return false;
    }
    const uint8_t *mac = number == CLIENTS ? broadcast : clients[number].mac;
    uint64_t offset = desc.io_or_offset - IO_BASE;
    desc.len = (uint16_t)(FRAME_TEST_LEN_MIN + random_below(100));
    frame_write((uint8_t *)config.data.region.vaddr + offset, desc.len, mac, seed);
    for (uint32_t i = 0; i < VANDAL; i++) {
        if (number == i || number == CLIENTS) {
            expect(i, seed);
        }
    }
    assert_int_equal(net_enqueue_active(&driver.peer, desc), 0);
    if (net_require_signal_active(&driver.peer)) {
        net_cancel_signal_active(&driver.peer);
        virt_awake = true;
    }
    return true;
}

static void run_virt(void)
{
    memset(&virt_pd, 0, sizeof(virt_pd));
    virt_awake = false;
    mock_enter(&virt_pd);
    virt_rx_run(&virt);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        clients[i].copier_awake = clients[i].copier_awake || virt_pd.notified[i] > 0;
    }
}

static void run_copier(struct test_client *client)
{
    memset(&client->copier_pd, 0, sizeof(client->copier_pd));
    client->copier_awake = false;
    mock_enter(&client->copier_pd);
    copier_run(&client->copier);
    virt_awake = virt_awake || client->copier_pd.notified[VIRT_CHANNEL] > 0;
    client->awake = client->awake || client->copier_pd.notified[CLIENT_CHANNEL] > 0;
}

/* The honest client's handler (SIG-3), which checks what it gets. */
static void run_client(struct test_client *client)
{
    net_queue_handle_t *queue = &client->client_link.peer;
    net_buff_desc_t desc;
    client->awake = false;
    do {
        while (net_dequeue_active(queue, &desc) == 0) {
            uint8_t *frame = (uint8_t *)client->copier_config.client_data.vaddr + desc.io_or_offset;
            assert_true(client->num_received < client->num_expected);
            assert_int_equal(frame_check(frame, desc.len), client->expected[client->num_received]);
            client->num_received++;
            memset(frame, 0, desc.len);
            assert_int_equal(net_enqueue_free(queue, desc), 0);
        }
        net_request_signal_active(queue);
    } while (!net_queue_empty_active(queue));
}

/* The client beside the honest ones: takes its frames, or does its worst. */
static void run_third_client(void)
{
    struct test_client *client = &clients[VANDAL];
    client->awake = false;
    if (vandalise) {
        link_vandalise(&client->client_link, false, BUFFERS);
        client->copier_awake = true;
        return;
    }
    net_buff_desc_t desc;
    while (net_dequeue_active(&client->client_link.peer, &desc) == 0) {
        assert_int_equal(net_enqueue_free(&client->client_link.peer, desc), 0);
    }
}

static void run_any_client(uint32_t number)
{
    if (number == VANDAL) {
        run_third_client();
    } else {
        run_client(&clients[number]);
    }
}

/* Runs somebody who is awake; false if all sleep. */
static bool step(void)
{
    uint32_t first = random_below(2 * CLIENTS + 1);
    for (uint32_t i = 0; i < 2 * CLIENTS + 1; i++) {
        uint32_t who = (first + i) % (2 * CLIENTS + 1);
        if (who == 2 * CLIENTS && virt_awake) {
            run_virt();
            return true;
        }
        if (who < CLIENTS && clients[who].copier_awake) {
            run_copier(&clients[who]);
            return true;
        }
        if (who >= CLIENTS && who < 2 * CLIENTS && clients[who - CLIENTS].awake) {
            run_any_client(who - CLIENTS);
            return true;
        }
    }
    return false;
}

static void run_schedule(void)
{
    uint32_t seed = 0;
    while (seed < FRAMES - 1) {
        seed += random_below(3) != 0 && arrive(seed);
        if (random_below(4) == 0) {
            run_third_client();
        }
        if (random_below(3) != 0) {
            (void)step();
        }
    }
    vandalise = false;
    while (step()) {
    }
}

static void check_at_rest(void)
{
    bool seen[BUFFERS] = { false };
    for (uint32_t i = 0; i < VANDAL; i++) {
        assert_int_equal(clients[i].num_received, clients[i].num_expected);
        assert_true(clients[i].num_received > FRAMES / 4);
        assert_int_equal(clients[i].copier.faults.dropped, 0);
    }
    for (uint32_t i = 0; i < CLIENTS; i++) {
        assert_int_equal(virt.clients[i].faults + virt.clients[i].dropped, 0);
    }
    assert_int_equal(virt.driver_faults, 0);
    /* While the driver has enough, buffers may wait to be fetched: that is one wake-up's work. */
    assert_true(net_queue_length(driver.peer.free) > BUFFERS / 2);
    run_virt();
    for (uint32_t i = 0; i < BUFFERS; i++) {
        net_buff_desc_t desc;
        assert_int_equal(net_dequeue_free(&driver.peer, &desc), 0);
        uint64_t index = (desc.io_or_offset - IO_BASE) / NET_BUFFER_SIZE;
        assert_true(index < BUFFERS);
        assert_false(seen[index]);
        seen[index] = true;
    }
}

static void honest(void **state)
{
    (void)state;
    random_seed(1);
    run_schedule();
    check_at_rest();
}

static void beside_a_vandal(void **state)
{
    (void)state;
    random_seed(2);
    vandalise = true;
    run_schedule();
    check_at_rest();
    assert_true(clients[VANDAL].copier.faults.client > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(honest, setup, teardown),
        cmocka_unit_test_setup_teardown(beside_a_vandal, setup, teardown),
    };
    return cmocka_run_group_tests_name("net receive path", tests, NULL, NULL);
}
