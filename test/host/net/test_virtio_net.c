/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio network driver on a model device that keeps to the protocol, and on one that does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <sddf/virtio/feature.h>
#include "../../../os/net/virtio/virtio_net.h"
#include "mock_os.h"
#include "model_device.h"
#include "world.h"

#define BUFFERS 512u
#define SLOTS 128u
#define RING_BYTES 0x10000u
#define RX_CHANNEL 1u
#define TX_CHANNEL 2u

static const uint8_t mac[6] = { 0x52, 0x54, 1, 0, 0, 1 };

static struct virtio_net net;
static net_driver_config_t config;
static device_resources_t resources;
static struct test_link rx;
static struct test_link tx;
static region_resource_t data;
static struct mock_pd pd;

static void create(void)
{
    memset(&net, 0, sizeof(net));
    memset(&config, 0, sizeof(config));
    memset(&resources, 0, sizeof(resources));
    memset(&pd, 0, sizeof(pd));
    memcpy(config.magic, "sDDF\x05", sizeof(config.magic));
    memcpy(resources.magic, "sDDF\x01", sizeof(resources.magic));
    link_create(&rx, BUFFERS, RX_CHANNEL);
    link_create(&tx, BUFFERS, TX_CHANNEL);
    config.virt_rx = rx.conn;
    config.virt_tx = tx.conn;
    region_create(&data, BUFFERS);
    resources.num_regions = 2;
    resources.num_irqs = 1;
    resources.regions[1].region.vaddr = calloc(1, RING_BYTES);
    resources.regions[1].region.size = RING_BYTES;
    resources.regions[1].io_addr = (uint64_t)resources.regions[1].region.vaddr;
    mock_enter(&pd);
}

static int setup(void **state)
{
    (void)state;
    create();
    model_create(2 * SLOTS);
    assert_true(virtio_net_init(&net, &resources, &config));
    return 0;
}

static int setup_only(void **state)
{
    (void)state;
    create();
    model_create(2 * SLOTS);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    link_destroy(&rx);
    link_destroy(&tx);
    region_destroy(&data);
    free(resources.regions[1].region.vaddr);
    return 0;
}

static void begin(void)
{
    memset(&pd, 0, sizeof(pd));
    mock_enter(&pd);
}

static void interrupt(void)
{
    begin();
    virtio_net_interrupt(&net);
}

static uint64_t buffer_io(uint32_t index)
{
    return (uint64_t)data.vaddr + (uint64_t)index * NET_BUFFER_SIZE;
}

/* The receive virtualiser gives all buffers. */
static void fill_rx(void)
{
    net_buffers_init(&rx.peer, (uintptr_t)data.vaddr);
    begin();
    virtio_net_rx_provide(&net);
}

static bool receive(uint32_t seed, uint16_t len)
{
    uint8_t frame[NET_BUFFER_SIZE];
    frame_write(frame, len, mac, seed);
    return model_receive(frame, len) != 0;
}

static void send(uint32_t index, uint16_t len)
{
    net_buff_desc_t desc = { .io_or_offset = buffer_io(index), .len = len };
    assert_int_equal(net_enqueue_active(&tx.peer, desc), 0);
}

/* NET-102, NET-105. */
static void bring_up(void **state)
{
    (void)state;
    assert_int_equal(model.accepted, (1ull << 32) | (1ull << 5));
    assert_int_equal(model.status, VIRTIO_DEVICE_STATUS_ACKNOWLEDGE | VIRTIO_DEVICE_STATUS_DRIVER
                                       | VIRTIO_DEVICE_STATUS_FEATURES_OK | VIRTIO_DEVICE_STATUS_DRIVER_OK);
    assert_int_equal(model.queues[MODEL_RX].size, 2 * SLOTS);
    assert_int_equal(model.queues[MODEL_TX].size, 2 * SLOTS);
    assert_int_equal(model.queues[MODEL_RX].avail->idx, 0);
}

static void unusable_devices(void **state)
{
    (void)state;
    model.device_id = VIRTIO_DEVICE_ID_BLOCK;
    assert_false(virtio_net_init(&net, &resources, &config));
    model_create(256);
    model.features &= ~(1ull << 32);
    assert_false(virtio_net_init(&net, &resources, &config));
    assert_true((model.status & VIRTIO_DEVICE_STATUS_FAILED) != 0);
    model_create(256);
    model.refuses_features = true;
    assert_false(virtio_net_init(&net, &resources, &config));
    model_create(256);
    model.never_resets = true;
    assert_false(virtio_net_init(&net, &resources, &config));
    model_create(256);
    model.queues[MODEL_TX].max = 0;
    assert_false(virtio_net_init(&net, &resources, &config));
    assert_true((model.status & VIRTIO_DEVICE_STATUS_FAILED) != 0);
    model_create(256);
    resources.regions[1].region.size = 1000;
    assert_false(virtio_net_init(&net, &resources, &config));
    resources.num_regions = 1;
    assert_false(virtio_net_init(&net, &resources, &config));
}

/* Whatever the device allows, the rings fit the memory and are a power of two (NET-103). */
static void queue_sizes(void **state)
{
    (void)state;
    static const uint16_t max[] = { 2, 100, 256, 1024, 65535 };
    static const uint16_t expected[] = { 2, 64, 256, 512, 512 };
    for (unsigned int i = 0; i < 5; i++) {
        model_create(max[i]);
        assert_true(virtio_net_init(&net, &resources, &config));
        assert_int_equal(model.queues[MODEL_RX].size, expected[i]);
        assert_int_equal(model.queues[MODEL_TX].size, expected[i]);
    }
}

/* NET-23, NET-104, and that slots freed by reception are refilled in the same wake-up (SIG-5). */
static void receives(void **state)
{
    (void)state;
    net_buff_desc_t desc;
    fill_rx();
    assert_int_equal(model.queues[MODEL_RX].kicks, 1);
    assert_int_equal(model.queues[MODEL_RX].avail->idx, SLOTS);
    for (uint32_t i = 0; i < 3 * BUFFERS; i++) {
        uint16_t len = (uint16_t)(60 + i % 1400);
        assert_true(receive(i, len));
        interrupt();
        assert_int_equal(model.isr, 0);
        assert_int_equal(pd.notified[RX_CHANNEL], i == 0);
        assert_int_equal(net_dequeue_active(&rx.peer, &desc), 0);
        assert_int_equal(desc.len, len);
        assert_int_equal(frame_check((void *)desc.io_or_offset, desc.len), i);
        assert_int_equal(net_enqueue_free(&rx.peer, desc), 0);
        assert_int_equal((uint16_t)(model.queues[MODEL_RX].avail->idx - model.queues[MODEL_RX].seen), SLOTS);
    }
}

/* The virtualiser is asked to wake us for buffers exactly while the device has at most half of its ring. */
static void buffers_wake_only_if_needed(void **state)
{
    (void)state;
    for (uint32_t i = 1; i <= SLOTS; i++) {
        net_buff_desc_t desc = { .io_or_offset = buffer_io(i) };
        assert_int_equal(net_enqueue_free(&rx.peer, desc), 0);
        begin();
        virtio_net_rx_provide(&net);
        assert_int_equal(net_require_signal_free(&rx.peer), 2 * i <= SLOTS);
    }
}

/* NET-24. */
static void transmits(void **state)
{
    (void)state;
    net_buff_desc_t desc;
    uint32_t len;
    for (uint32_t i = 0; i < BUFFERS; i++) {
        send(i, (uint16_t)(i + 14));
    }
    begin();
    virtio_net_tx_provide(&net);
    assert_int_equal(model.queues[MODEL_TX].kicks, 1);
    for (uint32_t i = 0; i < BUFFERS; i++) {
        assert_int_equal(model_transmit(&len), buffer_io(i));
        assert_int_equal(len, i + 14);
        interrupt();
        assert_int_equal(pd.notified[TX_CHANNEL], i == 0);
        assert_int_equal(net_dequeue_free(&tx.peer, &desc), 0);
        assert_int_equal(desc.io_or_offset, buffer_io(i));
        assert_int_equal(desc.len, 0);
    }
    assert_int_equal(model_transmit(&len), 0);
}

/* The doorbell is not rung while the device says that it is looking anyway. */
static void suppressed_kicks(void **state)
{
    (void)state;
    model.queues[MODEL_TX].used->flags = VIRTQ_USED_F_NO_NOTIFY;
    send(0, 60);
    virtio_net_tx_provide(&net);
    assert_int_equal(model.queues[MODEL_TX].kicks, 0);
    model.queues[MODEL_TX].used->flags = 0;
    send(1, 60);
    virtio_net_tx_provide(&net);
    assert_int_equal(model.queues[MODEL_TX].kicks, 1);
}

/* NET-24: a frame of impossible length is not delivered, and its buffer stays with the device. */
static void impossible_lengths(void **state)
{
    (void)state;
    static const uint32_t lengths[] = { 0, 11, 12, 25, 12 + 2049, 65535, UINT32_MAX };
    fill_rx();
    for (unsigned int i = 0; i < 7; i++) {
        uint16_t head;
        struct virtq_desc buffer;
        assert_true(model_take(MODEL_RX, &head, &buffer));
        model_return(MODEL_RX, head, lengths[i]);
        interrupt();
    }
    assert_true(net_queue_empty_active(&rx.peer));
    assert_int_equal(net.rx.odd_answers, 7);
    assert_int_equal((uint16_t)(model.queues[MODEL_RX].avail->idx - model.queues[MODEL_RX].seen), SLOTS);
}

/* Answers that name no frame of the device are skipped, and the good ones among them count. */
static void odd_answers(void **state)
{
    (void)state;
    uint16_t head;
    struct virtq_desc buffer;
    net_buff_desc_t desc;
    fill_rx();
    assert_true(model_take(MODEL_RX, &head, &buffer));
    model_return(MODEL_RX, head + 1u, 100);
    model_return(MODEL_RX, 2 * SLOTS, 100);
    model_return(MODEL_RX, UINT32_MAX, 100);
    model_return(MODEL_RX, head, 100);
    model_return(MODEL_RX, head, 100);
    interrupt();
    assert_int_equal(net_dequeue_active(&rx.peer, &desc), 0);
    assert_int_equal(desc.io_or_offset, buffer.addr);
    assert_int_equal(desc.len, 88);
    assert_int_equal(net_dequeue_active(&rx.peer, &desc), -1);
    assert_int_equal(net.rx.odd_answers, 4);
    assert_false(net.failed);
}

/* A used index that no honest device can have stops the device for good, and the driver lives on. */
static void index_jump(void **state)
{
    (void)state;
    fill_rx();
    model.queues[MODEL_RX].used->idx = 2 * SLOTS + 1;
    interrupt();
    assert_true(net.failed);
    assert_true((model.status & VIRTIO_DEVICE_STATUS_FAILED) != 0);
    assert_true(net_queue_empty_active(&rx.peer));
    send(0, 60);
    virtio_net_tx_provide(&net);
    interrupt();
    assert_int_equal(model.queues[MODEL_TX].avail->idx, 0);
    assert_int_equal(mock_lines_printed(), 1);
}

/* Buffers are conserved whatever the device answers: none reaches the virtualiser that it did not give. */
static void vandal(void **state)
{
    (void)state;
    random_seed(13);
    bool held[BUFFERS] = { false };
    fill_rx();
    for (unsigned int round = 0; round < 50000 && !net.failed; round++) {
        uint16_t head = 0;
        struct virtq_desc buffer;
        if (random_below(2) == 0 && model_take(MODEL_RX, &head, &buffer)) {
            model_return(MODEL_RX, head, 12 + 14 + random_below(3000));
        } else {
            model_return(random_below(2), random_below(2) == 0 ? random_below(300) : (uint32_t)random_bits(),
                         (uint32_t)random_bits());
        }
        interrupt();
        net_buff_desc_t desc;
        assert_true(net_queue_empty_free(&tx.peer));
        while (net_dequeue_active(&rx.peer, &desc) == 0) {
            uint64_t index = (desc.io_or_offset - buffer_io(0)) / NET_BUFFER_SIZE;
            assert_true(index < BUFFERS && desc.io_or_offset == buffer_io((uint32_t)index));
            assert_true(desc.len >= 14 && desc.len <= NET_BUFFER_SIZE);
            assert_false(held[index]);
            held[index] = true;
            if (random_below(2) == 0) {
                held[index] = false;
                assert_int_equal(net_enqueue_free(&rx.peer, desc), 0);
            }
        }
    }
    assert_true(net.rx.odd_answers > 100);
}

/* Random order of device, driver and virtualisers: frames and buffers all get through, in both directions. */
static void conservation(void **state)
{
    (void)state;
    random_seed(21);
    uint32_t received = 0;
    uint32_t taken = 0;
    uint32_t sent = 0;
    uint32_t completed = 0;
    fill_rx();
    for (unsigned int step = 0; step < 200000; step++) {
        net_buff_desc_t desc;
        uint32_t len;
        switch (random_below(6)) {
        case 0:
            received += receive(received, (uint16_t)(60 + random_below(1400)));
            break;
        case 1:
            if (net_dequeue_active(&rx.peer, &desc) == 0) {
                assert_int_equal(frame_check((void *)desc.io_or_offset, desc.len), taken);
                taken++;
                assert_int_equal(net_enqueue_free(&rx.peer, desc), 0);
            }
            break;
        case 2:
            if (sent - completed < BUFFERS) {
                send(sent % BUFFERS, 60);
                sent++;
            }
            break;
        case 3:
            (void)model_transmit(&len);
            break;
        case 4:
            begin();
            virtio_net_tx_provide(&net);
            virtio_net_rx_provide(&net);
            break;
        default:
            interrupt();
            while (net_dequeue_free(&tx.peer, &desc) == 0) {
                assert_int_equal(desc.io_or_offset, buffer_io(completed % BUFFERS));
                completed++;
            }
        }
    }
    assert_true(taken > 10000 && completed > 10000);
    assert_false(net.failed);
    assert_int_equal(net.rx.odd_answers + net.tx.odd_answers, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bring_up),
        cmocka_unit_test_setup_teardown(unusable_devices, setup_only, teardown),
        cmocka_unit_test_setup_teardown(queue_sizes, setup_only, teardown),
        TEST(receives),
        TEST(buffers_wake_only_if_needed),
        TEST(transmits),
        TEST(suppressed_kicks),
        TEST(impossible_lengths),
        TEST(odd_answers),
        TEST(index_jump),
        TEST(vandal),
        TEST(conservation),
    };
    return cmocka_run_group_tests_name("virtio network driver", tests, NULL, NULL);
}
