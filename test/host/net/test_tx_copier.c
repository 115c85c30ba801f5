/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit copier: what it lets through, that it sends copies, and a client that does its worst.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "../../../os/net/tx_copier/source.h"
#include "../../../os/net/tx_copier/tx_copier.h"
#include "mock_os.h"
#include "world.h"

#define CLIENT_BUFFERS 16u
#define VIRT_BUFFERS 4u
#define CLIENT_CHANNEL 3u
#define VIRT_CHANNEL 4u

static const uint8_t own_mac[6] = { 0x52, 0x54, 1, 0, 0, 1 };
static const uint8_t other_mac[6] = { 0x52, 0x54, 1, 0, 0, 2 };
static const uint8_t broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

static struct tx_copier copier;
static net_tx_copy_config_t config;
static struct test_link client;
static struct test_link virt;
static struct mock_pd pd;

static int setup(void **state)
{
    (void)state;
    memset(&copier, 0, sizeof(copier));
    memset(&config, 0, sizeof(config));
    memset(&pd, 0, sizeof(pd));
    memcpy(config.magic, "sDDF\x05", sizeof(config.magic));
    link_create(&client, CLIENT_BUFFERS, CLIENT_CHANNEL);
    link_create(&virt, VIRT_BUFFERS, VIRT_CHANNEL);
    config.client = client.conn;
    config.tx = virt.conn;
    memcpy(config.mac_addr.addr, own_mac, 6);
    region_create(&config.client_data, CLIENT_BUFFERS);
    region_create(&config.tx_data, VIRT_BUFFERS);
    net_buffers_init(&client.peer, 0);
    mock_enter(&pd);
    assert_true(tx_copier_init(&copier, &config));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    link_destroy(&client);
    link_destroy(&virt);
    region_destroy(&config.client_data);
    region_destroy(&config.tx_data);
    return 0;
}

static void run(void)
{
    memset(&pd, 0, sizeof(pd));
    mock_enter(&pd);
    tx_copier_run(&copier);
}

/* The client sends a frame from `mac`; false if it has no empty buffer. */
static bool send(const uint8_t *mac, uint16_t len, uint32_t seed)
{
    net_buff_desc_t desc;
    if (net_dequeue_free(&client.peer, &desc) != 0) {
        return false;
    }
    uint8_t *frame = (uint8_t *)config.client_data.vaddr + desc.io_or_offset;
    frame_write(frame, len, broadcast, seed);
    memcpy(frame + 6, mac, 6);
    desc.len = len;
    assert_int_equal(net_enqueue_active(&client.peer, desc), 0);
    return true;
}

/* The virtualiser takes a frame and completes it at once; false if there is none. */
static bool virt_take(uint32_t *seed)
{
    net_buff_desc_t desc;
    if (net_dequeue_active(&virt.peer, &desc) != 0) {
        return false;
    }
    assert_int_equal(desc.io_or_offset % NET_BUFFER_SIZE, 0);
    assert_true(desc.io_or_offset / NET_BUFFER_SIZE < VIRT_BUFFERS);
    uint8_t *frame = (uint8_t *)config.tx_data.vaddr + desc.io_or_offset;
    assert_memory_equal(frame + 6, own_mac, 6);
    *seed = frame_check(frame, desc.len);
    desc.len = 0;
    assert_int_equal(net_enqueue_free(&virt.peer, desc), 0);
    return true;
}

static void passes_copies_on(void **state)
{
    (void)state;
    uint32_t seed;
    for (uint32_t i = 0; i < 1000; i++) {
        assert_true(send(own_mac, (uint16_t)(18 + i), i));
        run();
        assert_int_equal(pd.notified[VIRT_CHANNEL], i == 0);
        assert_int_equal(pd.notified[CLIENT_CHANNEL], i == 0);
        memset(config.client_data.vaddr, 0xff, config.client_data.size);
        assert_true(virt_take(&seed));
        assert_int_equal(seed, i);
        assert_int_equal(net_queue_length(client.peer.free), CLIENT_BUFFERS);
    }
}

static void refuses_foreign_senders(void **state)
{
    (void)state;
    uint32_t seed;
    assert_true(send(other_mac, 60, 1));
    assert_true(send(broadcast, 60, 2));
    assert_true(send(own_mac, 60, 3));
    run();
    assert_true(virt_take(&seed));
    assert_int_equal(seed, 3);
    assert_false(virt_take(&seed));
    assert_int_equal(copier.faults.refused, 2);
    assert_int_equal(net_queue_length(client.peer.free), CLIENT_BUFFERS);
}

static void arp_frame(uint8_t *frame, const uint8_t *mac, const uint8_t *ip)
{
    memset(frame, 0, 42);
    memcpy(frame + 6, own_mac, 6);
    frame[12] = 0x08;
    frame[13] = 0x06;
    memcpy(frame + 22, mac, 6);
    memcpy(frame + 28, ip, 4);
}

static void ip_frame(uint8_t *frame, const uint8_t *ip)
{
    memset(frame, 0, 34);
    memcpy(frame + 6, own_mac, 6);
    frame[12] = 0x08;
    frame[14] = 0x45;
    memcpy(frame + 26, ip, 4);
}

static void addresses_in_packets(void **state)
{
    (void)state;
    static const uint8_t own_ip[4] = { 10, 0, 2, 15 };
    static const uint8_t other_ip[4] = { 10, 0, 2, 16 };
    static const uint8_t no_ip[4] = { 0 };
    uint8_t frame[42];
    arp_frame(frame, own_mac, other_ip);
    assert_true(source_is_true(&config, frame, 42));
    assert_false(source_is_true(&config, frame, 41));
    arp_frame(frame, other_mac, own_ip);
    assert_false(source_is_true(&config, frame, 42));
    ip_frame(frame, other_ip);
    assert_true(source_is_true(&config, frame, 34));
    assert_false(source_is_true(&config, frame, 33));
    frame[12] = 0x86;
    assert_true(source_is_true(&config, frame, 34));
    memcpy(config.ip, own_ip, 4);
    assert_false(source_is_true(&config, frame, 34));
    arp_frame(frame, own_mac, other_ip);
    assert_false(source_is_true(&config, frame, 42));
    arp_frame(frame, own_mac, own_ip);
    assert_true(source_is_true(&config, frame, 42));
    ip_frame(frame, other_ip);
    assert_false(source_is_true(&config, frame, 34));
    ip_frame(frame, own_ip);
    assert_true(source_is_true(&config, frame, 34));
    ip_frame(frame, no_ip);
    assert_true(source_is_true(&config, frame, 34));
}

static void frames_outside_buffers(void **state)
{
    (void)state;
    static const net_buff_desc_t bad[] = {
        { .io_or_offset = 0, .len = 13 },
        { .io_or_offset = 0, .len = 2049 },
        { .io_or_offset = 0, .len = 65535 },
        { .io_or_offset = 1, .len = 60 },
        { .io_or_offset = CLIENT_BUFFERS * NET_BUFFER_SIZE, .len = 60 },
        { .io_or_offset = 0 - 2048ull, .len = 60 },
    };
    uint32_t seed;
    for (unsigned int i = 0; i < 6; i++) {
        assert_int_equal(net_enqueue_active(&client.peer, bad[i]), 0);
    }
    run();
    assert_false(virt_take(&seed));
    assert_int_equal(copier.faults.client, 6);
}

/* More frames than buffers towards the virtualiser: everybody runs only when notified; all get through. */
static void no_lost_wake_up(void **state)
{
    (void)state;
    random_seed(17);
    uint32_t sent = 0;
    uint32_t seen = 0;
    uint32_t seed;
    for (unsigned int round = 0; round < 5000; round++) {
        bool awake = false;
        for (uint32_t n = 1 + random_below(CLIENT_BUFFERS); n > 0 && send(own_mac, 60, sent); n--) {
            sent++;
        }
        if (net_require_signal_active(&client.peer)) {
            net_cancel_signal_active(&client.peer);
            awake = true;
        }
        while (awake) {
            run();
            bool virt_awake = pd.notified[VIRT_CHANNEL] > 0;
            awake = false;
            while (virt_awake && virt_take(&seed)) {
                assert_int_equal(seed, seen);
                seen++;
            }
            net_request_signal_active(&virt.peer);
            if (virt_awake && net_require_signal_free(&virt.peer)) {
                net_cancel_signal_free(&virt.peer);
                awake = true;
            }
        }
        assert_int_equal(seen, sent);
    }
}

/* GEN-58: whatever the client writes, only frames that name it as their sender go out, from our buffers. */
static void vandal(void **state)
{
    (void)state;
    random_seed(19);
    uint32_t through = 0;
    for (unsigned int round = 0; round < 20000; round++) {
        net_buff_desc_t desc;
        link_vandalise(&client, true, CLIENT_BUFFERS);
        for (uint32_t i = 0; i < CLIENT_BUFFERS; i++) {
            uint8_t *frame = (uint8_t *)config.client_data.vaddr + i * NET_BUFFER_SIZE;
            memcpy(frame + 6, random_below(2) == 0 ? own_mac : other_mac, 6);
        }
        run();
        while (net_dequeue_active(&virt.peer, &desc) == 0) {
            uint8_t *frame = (uint8_t *)config.tx_data.vaddr + desc.io_or_offset;
            assert_true(desc.io_or_offset / NET_BUFFER_SIZE < VIRT_BUFFERS);
            assert_true(desc.len >= 14 && desc.len <= NET_BUFFER_SIZE && desc.oid == 0);
            assert_memory_equal(frame + 6, own_mac, 6);
            assert_int_equal(net_enqueue_free(&virt.peer, desc), 0);
            through++;
        }
        assert_int_equal(net_queue_length(virt.peer.free) + copier.have_buffer, VIRT_BUFFERS);
    }
    assert_true(through > 1000 && copier.faults.refused > 1000 && copier.faults.client > 1000);
    assert_true(mock_lines_printed() < 100);
}

static void unsound_config(void **state)
{
    (void)state;
    static struct tx_copier fresh;
    config.magic[4] = 0;
    assert_false(tx_copier_init(&fresh, &config));
    config.magic[4] = 5;
    config.tx_data.size--;
    assert_false(tx_copier_init(&fresh, &config));
    config.tx_data.size++;
    config.client_data.size--;
    assert_false(tx_copier_init(&fresh, &config));
    config.client_data.size++;
    config.tx.num_buffers = 0;
    assert_false(tx_copier_init(&fresh, &config));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(passes_copies_on),
        TEST(refuses_foreign_senders),
        TEST(addresses_in_packets),
        TEST(frames_outside_buffers),
        TEST(no_lost_wake_up),
        TEST(vandal),
        TEST(unsound_config),
    };
    return cmocka_run_group_tests_name("net transmit copier", tests, NULL, NULL);
}
