/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The transmit path as a whole: clients, virtualiser, driver and device, with everybody running only when
 * notified or interrupted. Completions are told only to those who need them, and still every frame goes
 * out, once and in each client's order, and no client ever waits for ever.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../../os/net/virt_tx/virt_tx.h"
#include "../../../os/net/virtio/virtio_net.h"
#include "mock_os.h"
#include "model_device.h"
#include "world.h"

#define CLIENTS 3u
#define DRIVER_BUFFERS 256u
#define RING_BYTES 0x10000u
#define FRAMES 20000u

#define DRIVER_RX_CHANNEL 1u
#define DRIVER_TX_CHANNEL 2u
#define VIRT_DRIVER_CHANNEL 10u

/* Few buffers, many, and one. The first two clients ask for a signal when out of them, the last never does. */
static const uint16_t capacities[CLIENTS] = { 4, 128, 1 };

struct test_client {
    struct test_link link;
    uint32_t sent;
    uint32_t seen;
    bool awake;
};

static struct test_client clients[CLIENTS];
static struct virt_tx virt;
static struct virtio_net net;
static net_virt_tx_config_t virt_config;
static net_driver_config_t driver_config;
static device_resources_t resources;
static struct test_link driver_rx;
static struct test_link driver_tx;
static struct mock_pd pd;
static bool virt_awake;
static bool driver_awake;

static void create_clients(void)
{
    virt_config.num_clients = CLIENTS;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        memset(&clients[i], 0, sizeof(clients[i]));
        net_virt_tx_client_config_t *config = &virt_config.clients[i];
        link_create(&clients[i].link, capacities[i], (uint8_t)i);
        net_buffers_init(&clients[i].link.peer, 0);
        config->conn = clients[i].link.conn;
        config->num_regions = 1;
        region_create(&config->regions[0].data.region, capacities[i]);
        config->regions[0].data.io_addr = (uint64_t)config->regions[0].data.region.vaddr;
        config->regions[0].num_buffers = capacities[i];
    }
}

static void create_driver(uint16_t ring_size)
{
    memcpy(driver_config.magic, "sDDF\x05", sizeof(driver_config.magic));
    memcpy(resources.magic, "sDDF\x01", sizeof(resources.magic));
    link_create(&driver_rx, 16, DRIVER_RX_CHANNEL);
    link_create(&driver_tx, DRIVER_BUFFERS, DRIVER_TX_CHANNEL);
    driver_config.virt_rx = driver_rx.conn;
    driver_config.virt_tx = driver_tx.conn;
    resources.num_regions = 2;
    resources.num_irqs = 1;
    resources.regions[1].region.vaddr = calloc(1, RING_BYTES);
    resources.regions[1].region.size = RING_BYTES;
    resources.regions[1].io_addr = (uint64_t)resources.regions[1].region.vaddr;
    model_create(ring_size);
    mock_enter(&pd);
    assert_true(virtio_net_init(&net, &resources, &driver_config));
}

static void create(uint16_t ring_size)
{
    memset(&virt, 0, sizeof(virt));
    memset(&net, 0, sizeof(net));
    memset(&virt_config, 0, sizeof(virt_config));
    memset(&driver_config, 0, sizeof(driver_config));
    memset(&resources, 0, sizeof(resources));
    memcpy(virt_config.magic, "sDDF\x05", sizeof(virt_config.magic));
    create_driver(ring_size);
    create_clients();
    virt_config.driver = driver_tx.conn;
    virt_config.driver.id = VIRT_DRIVER_CHANNEL;
    mock_enter(&pd);
    assert_true(virt_tx_init(&virt, &virt_config));
    virt_awake = false;
    driver_awake = false;
}

static void destroy(void)
{
    link_destroy(&driver_rx);
    link_destroy(&driver_tx);
    free(resources.regions[1].region.vaddr);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        link_destroy(&clients[i].link);
        region_destroy(&virt_config.clients[i].regions[0].data.region);
    }
}

/* Client sends up to `count` frames, and goes to sleep asking for buffers if it ran out of them. */
static void run_client(uint32_t number, uint32_t count)
{
    struct test_client *client = &clients[number];
    net_queue_handle_t *queue = &client->link.peer;
    net_buff_desc_t desc;
    client->awake = false;
    while (count > 0 && client->sent < FRAMES && net_dequeue_free(queue, &desc) == 0) {
        uint8_t *frame = (uint8_t *)virt.regions[number].vaddr + desc.io_or_offset;
        desc.len = 60;
        frame_write(frame, desc.len, (const uint8_t *)"\0\0\0\0\0", client->sent);
        assert_int_equal(net_enqueue_active(queue, desc), 0);
        client->sent++;
        count--;
    }
    if (net_queue_empty_free(queue) && number != CLIENTS - 1) {
        net_request_signal_free(queue);
        client->awake = !net_queue_empty_free(queue);
    }
    if (net_require_signal_active(queue)) {
        net_cancel_signal_active(queue);
        virt_awake = true;
    }
}

static void run_virt(void)
{
    memset(&pd, 0, sizeof(pd));
    mock_enter(&pd);
    virt_awake = false;
    virt_tx_run(&virt);
    driver_awake = driver_awake || pd.notified[VIRT_DRIVER_CHANNEL] > 0;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        clients[i].awake = clients[i].awake || pd.notified[i] > 0;
    }
}

static void run_driver(bool interrupt)
{
    memset(&pd, 0, sizeof(pd));
    mock_enter(&pd);
    if (interrupt) {
        virtio_net_interrupt(&net);
    } else {
        driver_awake = false;
        virtio_net_tx_provide(&net);
    }
    virt_awake = virt_awake || pd.notified[DRIVER_TX_CHANNEL] > 0;
    assert_false(net.failed);
}

/* The device sends up to `count` frames; how many. */
static uint32_t run_device(uint32_t count)
{
    uint32_t done = 0;
    uint32_t len;
    uint64_t frame;
    while (done < count && (frame = model_transmit(&len)) != 0) {
        uint32_t number = 0;
        while (frame - virt.regions[number].io_addr >= (uint64_t)capacities[number] * NET_BUFFER_SIZE) {
            number++;
            assert_true(number < CLIENTS);
        }
        assert_int_equal(frame_check((void *)frame, (uint16_t)len), clients[number].seen);
        clients[number].seen++;
        done++;
    }
    return done;
}

/* Runs somebody who has a reason to; false if nobody has. */
static bool step(void)
{
    uint32_t first = random_below(4);
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t who = (first + i) % 4;
        if (who == 0 && virt_awake) {
            run_virt();
            return true;
        }
        if (who == 1 && driver_awake) {
            run_driver(false);
            return true;
        }
        if (who == 2 && model.isr != 0) {
            run_driver(true);
            return true;
        }
        if (who == 3 && run_device(1 + random_below(8)) > 0) {
            return true;
        }
    }
    return false;
}

static void check_at_rest(void)
{
    for (uint32_t i = 0; i < CLIENTS; i++) {
        assert_int_equal(clients[i].sent, clients[i].seen);
        uint16_t empty = net_queue_length(clients[i].link.peer.free);
        assert_true(2 * empty > capacities[i]);
    }
}

static void run_schedule(void)
{
    bool done = false;
    while (!done) {
        done = true;
        for (uint32_t i = 0; i < CLIENTS; i++) {
            if (clients[i].sent < FRAMES) {
                done = false;
                run_client(i, random_below(capacities[i] + 1u));
            }
        }
        uint32_t steps = random_below(4) == 0 ? UINT32_MAX : random_below(12);
        bool rest = false;
        while (steps > 0 && !rest) {
            rest = !step();
            steps--;
        }
        if (rest) {
            check_at_rest();
        }
    }
    while (step()) {
    }
    check_at_rest();
    assert_int_equal(clients[0].seen, FRAMES);
}

static void small_ring(void **state)
{
    (void)state;
    random_seed(31);
    create(8);
    run_schedule();
    destroy();
}

static void large_ring(void **state)
{
    (void)state;
    random_seed(32);
    create(512);
    run_schedule();
    destroy();
}

/* A frame now and then costs no interrupt and wakes the virtualiser just once. */
static void quiet_completions(void **state)
{
    (void)state;
    random_seed(33);
    create(256);
    net_cancel_signal_free(&clients[1].link.peer);
    for (uint32_t i = 0; i < 1000; i++) {
        run_client(1, 1);
        assert_true(virt_awake);
        run_virt();
        assert_true(driver_awake);
        run_driver(false);
        assert_int_equal(run_device(1), 1);
        assert_int_equal(model.isr, 0);
        assert_false(virt_awake || driver_awake);
    }
    check_at_rest();
    destroy();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_ring),
        cmocka_unit_test(large_ring),
        cmocka_unit_test(quiet_completions),
    };
    return cmocka_run_group_tests_name("net transmit path", tests, NULL, NULL);
}
