/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copier: delivery, dropping, and both of its neighbours misbehaving.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "../../../os/net/copier/copier.h"
#include "mock_os.h"
#include "world.h"

#define RX_BUFFERS 16u
#define CLIENT_BUFFERS 8u
#define RX_CHANNEL 1u
#define CLIENT_CHANNEL 2u

static const uint8_t mac[6] = { 0x52, 0x54, 1, 0, 0, 1 };

static struct copier copier;
static net_copy_config_t config;
static struct test_link rx;
static struct test_link client;
static struct mock_pd pd;

static int setup(void **state)
{
    (void)state;
    memset(&copier, 0, sizeof(copier));
    memset(&config, 0, sizeof(config));
    memset(&pd, 0, sizeof(pd));
    memcpy(config.magic, "sDDF\x05", sizeof(config.magic));
    link_create(&rx, RX_BUFFERS, RX_CHANNEL);
    link_create(&client, CLIENT_BUFFERS, CLIENT_CHANNEL);
    config.rx = rx.conn;
    config.client = client.conn;
    region_create(&config.rx_data[0], RX_BUFFERS);
    region_create(&config.client_data, CLIENT_BUFFERS);
    mock_enter(&pd);
    assert_true(copier_init(&copier, &config));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    link_destroy(&rx);
    link_destroy(&client);
    region_destroy(&config.rx_data[0]);
    region_destroy(&config.client_data);
    return 0;
}

static void run(void)
{
    memset(&pd, 0, sizeof(pd));
    mock_enter(&pd);
    copier_run(&copier);
}

static void virt_give(net_buff_desc_t desc)
{
    assert_int_equal(net_enqueue_active(&rx.peer, desc), 0);
}

/* A frame of `len` bytes in buffer `index` of the receive region. */
static void arrive(uint32_t index, uint16_t len, uint32_t seed)
{
    frame_write((uint8_t *)config.rx_data[0].vaddr + index * NET_BUFFER_SIZE, len, mac, seed);
    virt_give((net_buff_desc_t) { .io_or_offset = index * NET_BUFFER_SIZE, .len = len });
}

/* The virtualiser gets exactly this descriptor back. */
static void virt_gets(uint64_t offset, uint16_t len, uint8_t oid)
{
    net_buff_desc_t desc;
    assert_int_equal(net_dequeue_free(&rx.peer, &desc), 0);
    assert_int_equal(desc.io_or_offset, offset);
    assert_int_equal(desc.len, len);
    assert_int_equal(desc.oid, oid);
}

/* The client takes a frame; the offset of its buffer. */
static uint64_t client_take(uint32_t seed, uint16_t len)
{
    net_buff_desc_t desc;
    assert_int_equal(net_dequeue_active(&client.peer, &desc), 0);
    assert_int_equal(desc.len, len);
    assert_int_equal(frame_check((uint8_t *)config.client_data.vaddr + desc.io_or_offset, len), seed);
    return desc.io_or_offset;
}

static void client_return(uint64_t offset)
{
    assert_int_equal(net_enqueue_free(&client.peer, (net_buff_desc_t) { .io_or_offset = offset }), 0);
}

/* NET-40, NET-41, NET-42. */
static void copies(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 100; i++) {
        uint16_t len = (uint16_t)(18 + i * 20);
        arrive(i % RX_BUFFERS, len, i);
        run();
        assert_int_equal(pd.notified[CLIENT_CHANNEL], i == 0);
        assert_int_equal(pd.notified[RX_CHANNEL], i == 0);
        virt_gets(i % RX_BUFFERS * NET_BUFFER_SIZE, len, 0);
        client_return(client_take(i, len));
    }
    assert_int_equal(copier.faults.client + copier.faults.dropped + copier.faults.source, 0);
}

/* NET-41: without an empty buffer the frame is dropped; the virtualiser's buffer comes back all the same. */
static void drops_when_client_is_full(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < CLIENT_BUFFERS + 3; i++) {
        arrive(i, 100, i);
    }
    run();
    for (uint32_t i = 0; i < CLIENT_BUFFERS + 3; i++) {
        virt_gets(i * NET_BUFFER_SIZE, 100, 0);
    }
    assert_int_equal(copier.faults.dropped, 3);
    for (uint32_t i = 0; i < CLIENT_BUFFERS; i++) {
        client_return(client_take(i, 100));
    }
    arrive(0, 100, 50);
    run();
    (void)client_take(50, 100);
}

/* NET-43, WEAK-35: what does not lie in a region goes back uncopied. */
static void bad_descriptors(void **state)
{
    (void)state;
    const net_buff_desc_t bad[] = {
        { .io_or_offset = 0, .len = 2049 },
        { .io_or_offset = 0, .len = 65535 },
        { .io_or_offset = 1, .len = 64 },
        { .io_or_offset = RX_BUFFERS * NET_BUFFER_SIZE, .len = 64 },
        { .io_or_offset = 0 - 2048ull, .len = 64 },
        { .io_or_offset = 0, .len = 64, .oid = 1 },
        { .io_or_offset = 0, .len = 64, .oid = 63 },
    };
    for (unsigned int i = 0; i < 7; i++) {
        virt_give(bad[i]);
    }
    run();
    for (unsigned int i = 0; i < 7; i++) {
        virt_gets(bad[i].io_or_offset, bad[i].len, bad[i].oid);
    }
    assert_true(net_queue_empty_active(&client.peer));
    assert_int_equal(copier.faults.source, 7);
}

/* NET-41: bad client offsets are skipped, and a good buffer behind them is used. */
static void client_offers_nonsense(void **state)
{
    (void)state;
    net_buff_desc_t desc;
    while (net_dequeue_free(&client.peer, &desc) == 0) {
    }
    copier.client.free.index.head = client.peer.free->head;
    client_return(7);
    client_return(CLIENT_BUFFERS * NET_BUFFER_SIZE);
    client_return(UINT64_MAX);
    client_return(2 * NET_BUFFER_SIZE);
    arrive(0, 64, 5);
    run();
    assert_int_equal(client_take(5, 64), 2 * NET_BUFFER_SIZE);
    assert_int_equal(copier.faults.client, 3);
}

/* NET-44: a buffer that still holds a frame for the client cannot be offered again. */
static void client_offers_what_it_does_not_have(void **state)
{
    (void)state;
    arrive(0, 64, 1);
    run();
    net_buff_desc_t waiting = client.peer.active->buffers[0];
    for (unsigned int i = 0; i < CLIENT_BUFFERS - 1; i++) {
        net_buff_desc_t spare;
        assert_int_equal(net_dequeue_free(&client.peer, &spare), 0);
        copier.client.free.index.head = client.peer.free->head;
    }
    client_return(waiting.io_or_offset);
    arrive(1, 64, 2);
    run();
    assert_int_equal(copier.faults.client, 1);
    assert_int_equal(copier.faults.dropped, 1);
    assert_int_equal(client_take(1, 64), waiting.io_or_offset);
    client_return(waiting.io_or_offset);
    arrive(2, 64, 3);
    run();
    (void)client_take(3, 64);
}

/* An honest client that keeps one buffer for very long loses nothing when it returns it. */
static void buffer_kept_for_long(void **state)
{
    (void)state;
    arrive(0, 64, 0);
    run();
    uint64_t kept = client_take(0, 64);
    for (uint32_t i = 0; i < 66000; i++) {
        arrive(1, 64, i);
        run();
        virt_gets(i == 0 ? 0 : NET_BUFFER_SIZE, 64, 0);
        client_return(client_take(i, 64));
    }
    client_return(kept);
    for (uint32_t i = 0; i < CLIENT_BUFFERS; i++) {
        arrive(i, 64, i);
    }
    run();
    assert_int_equal(net_queue_length(client.peer.active), CLIENT_BUFFERS);
    assert_int_equal(copier.faults.client, 0);
}

/* GEN-58: whatever the client writes, every buffer of the virtualiser comes back. */
static void vandal(void **state)
{
    (void)state;
    random_seed(5);
    for (uint32_t round = 0; round < 20000; round++) {
        link_vandalise(&client, false, CLIENT_BUFFERS);
        uint32_t index = random_below(RX_BUFFERS);
        arrive(index, 64, round);
        run();
        virt_gets(index * NET_BUFFER_SIZE, 64, 0);
    }
    assert_true(copier.faults.client > 1000);
    assert_true(mock_lines_printed() < 100);
}

static void unsound_config(void **state)
{
    (void)state;
    static struct copier fresh;
    config.magic[3] = 'G';
    assert_false(copier_init(&fresh, &config));
    config.magic[3] = 'F';
    config.client_data.size--;
    assert_false(copier_init(&fresh, &config));
    config.client_data.size++;
    config.rx.num_buffers = 12;
    assert_false(copier_init(&fresh, &config));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(copies),
        TEST(drops_when_client_is_full),
        TEST(bad_descriptors),
        TEST(client_offers_nonsense),
        TEST(client_offers_what_it_does_not_have),
        TEST(buffer_kept_for_long),
        TEST(vandal),
        TEST(unsound_config),
    };
    return cmocka_run_group_tests_name("net copier", tests, NULL, NULL);
}
