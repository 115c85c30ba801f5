/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A client that does its worst to everything it can reach, and never sleeps: it fills its network and
 * serial queues with nonsense, makes their indices jump, rewrites frames while the device sends them,
 * floods every neighbour with notifications and the timer with senseless calls (GEN-58, GEN-60). What
 * stands beside it must not notice.
 *
 * It runs for ever within init(), at the lowest priority of the system. Now and then it reports, so that
 * a test knows that it is really at work.
 */
#include <stdbool.h>
#include <stdint.h>

#include <os/sddf.h>
#include <sddf/network/config.h>
#include <sddf/network/queue.h>
#include <sddf/serial/config.h>
#include <sddf/serial/queue.h>
#include <sddf/timer/client.h>
#include <sddf/timer/config.h>
#include <sddf/util/printf.h>
#include "config.h"

__attribute__((__section__(".net_client_config"), used, retain)) net_client_config_t net_config;
__attribute__((__section__(".serial_client_config"), used, retain)) serial_client_config_t serial_config;
__attribute__((__section__(".timer_client_config"), used, retain)) timer_client_config_t timer_config;
__attribute__((__section__(".hostile_config"), used, retain)) hostile_config_t hostile_config;

#define REPORT_INTERVAL_NS 1000000000ull

/* Noise drowns a console that a person or a test has to read, so there is little. */
#define NOISE_INTERVAL_NS 500000000ull

static uint64_t random_state = 0x9e3779b97f4a7c15ull;

static uint64_t random_bits(void)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 0x2545f4914f6cdd1dull;
}

static uint32_t random_below(uint32_t limit)
{
    return (uint32_t)((random_bits() >> 33) % limit);
}

/* Offsets that are out of range, unaligned, wrapping, or simply not ours to use just now. */
static uint64_t bad_offset(uint32_t buffers)
{
    uint64_t good = (uint64_t)random_below(buffers) * NET_BUFFER_SIZE;
    switch (random_below(8)) {
    case 0:
        return (uint64_t)buffers * NET_BUFFER_SIZE;
    case 1:
        return good + 1 + random_below(NET_BUFFER_SIZE - 1);
    case 2:
        return 0ull - NET_BUFFER_SIZE;
    case 3:
        return random_bits();
    default:
        return good;
    }
}

static uint16_t bad_length(void)
{
    static const uint16_t lengths[] = { 0, 1, 13, 14, 60, 1514, 2047, 2048, 2049, 32768, 65535 };
    return lengths[random_below(sizeof(lengths) / sizeof(lengths[0]))];
}

/* A network queue under attack. Its peer's index is at times spoilt, and repaired later to get on again. */
struct target {
    const region_resource_t *region;
    bool we_produce;
    bool spoilt;
    uint16_t true_index;
    uint16_t false_index;
};

static struct target targets[] = {
    { .region = &net_config.rx.free_queue, .we_produce = true },
    { .region = &net_config.rx.active_queue, .we_produce = false },
    { .region = &net_config.tx.free_queue, .we_produce = false },
    { .region = &net_config.tx.active_queue, .we_produce = true },
};

static void spoil_peer_index(struct target *target, volatile uint16_t *index)
{
    if (target->spoilt && *index == target->false_index) {
        *index = target->true_index;
    }
    target->spoilt = random_below(16) == 0;
    if (target->spoilt) {
        target->true_index = *index;
        target->false_index = (uint16_t)random_bits();
        *index = target->false_index;
    }
}

/* How far our index is ahead of the peer's (behind it, if we consume): mostly possible, sometimes not. */
static uint16_t bad_distance(uint32_t capacity)
{
    switch (random_below(16)) {
    case 0:
        return (uint16_t)random_bits();
    case 1:
        return (uint16_t)(capacity + 1);
    case 2:
        return 0xffff;
    default:
        return (uint16_t)random_below(capacity + 1);
    }
}

static void attack_net_queue(struct target *target, uint32_t capacity)
{
    volatile net_queue_t *queue = target->region->vaddr;
    for (uint32_t i = 0; i < 64; i++) {
        volatile net_buff_desc_t *desc = &queue->buffers[random_below(capacity)];
        desc->io_or_offset = bad_offset(capacity);
        desc->len = bad_length();
        desc->oid = random_below(8) == 0 ? random_below(64) & 63 : 0;
    }
    if (target->we_produce) {
        spoil_peer_index(target, &queue->head);
        queue->tail = (uint16_t)(queue->head + bad_distance(capacity));
    } else {
        spoil_peer_index(target, &queue->tail);
        queue->head = (uint16_t)(queue->tail - bad_distance(capacity));
    }
    queue->consumer_signalled = random_below(2) == 0 ? 0 : (uint32_t)random_bits();
}

static void scribble(const region_resource_t *region)
{
    volatile uint64_t *words = region->vaddr;
    uint32_t count = (uint32_t)(region->size / sizeof(uint64_t));
    for (uint32_t i = 0; i < 256; i++) {
        words[random_below(count)] = random_bits();
    }
}

/*
 * Here and there a transmit buffer holds no noise but an ARP request for 10.0.2.2 from the address that
 * the configuration tells us to claim. Its answer keeps our copier busy with the queues that we spoil;
 * if the address is another's, that one's packets come to us from then on, unless somebody stops us.
 */
static void claim_address(void)
{
    const uint8_t *mac = net_config.mac_addr.addr;
    const uint8_t *ip = hostile_config.claimed_ip;
    const uint8_t request[42] = {
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, mac[0], mac[1], mac[2], mac[3], mac[4], mac[5], 0x08, 0x06,
        0, 1, 8, 0, 6, 4, 0, 1, mac[0], mac[1], mac[2], mac[3], mac[4], mac[5], ip[0], ip[1], ip[2], ip[3],
        0, 0, 0, 0, 0, 0, 10, 0, 2, 2,
    };
    for (uint32_t i = 0; i < 64; i++) {
        volatile uint8_t *frame = (volatile uint8_t *)net_config.tx_data.vaddr
            + random_below(net_config.tx.num_buffers) * (uint64_t)NET_BUFFER_SIZE;
        for (uint32_t octet = 0; octet < sizeof(request); octet++) {
            frame[octet] = request[octet];
        }
    }
}

static void attack_net(void)
{
    for (unsigned int i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        attack_net_queue(&targets[i], net_config.rx.num_buffers);
    }
    scribble(&net_config.rx_data);
    scribble(&net_config.tx_data);
    claim_address();
}

/* Half of the data region as noise that a test can see on the console; an honest client could send it too. */
static void make_noise(void)
{
    static uint32_t sent;
    volatile serial_queue_t *queue = serial_config.tx.queue.vaddr;
    volatile char *data = serial_config.tx.data.vaddr;
    uint32_t size = (uint32_t)serial_config.tx.data.size;
    for (uint32_t i = 0; i < size; i++) {
        data[i] = i % 64 == 63 ? '\n' : '#';
    }
    sent += size / 2;
    queue->tail = sent;
    sddf_notify(serial_config.tx.id);
}

/* Indices of a serial queue that no honest peer has. */
static void attack_serial(const serial_connection_resource_t *link)
{
    volatile serial_queue_t *queue = link->queue.vaddr;
    switch (random_below(4)) {
    case 0:
        queue->tail = (uint32_t)random_bits();
        break;
    case 1:
        queue->head = (uint32_t)random_bits();
        break;
    case 2:
        queue->tail = queue->head + (uint32_t)link->data.size + 1;
        break;
    default:
        queue->tail = queue->head - 1;
    }
    queue->producer_signalled = random_below(2);
}

static void flood(void)
{
    const sddf_channel channels[] = {
        net_config.rx.id, net_config.tx.id, serial_config.tx.id, serial_config.rx.id,
    };
    for (uint32_t i = random_below(32); i > 0; i--) {
        sddf_notify(channels[random_below(4)]);
    }
}

static void attack_timer(void)
{
    static const uint64_t timeouts[] = { 0, 1, 1000, UINT64_MAX, UINT64_MAX - 1, 1ull << 63 };
    if (random_below(4) == 0) {
        for (unsigned int i = 0; i < 4; i++) {
            sddf_set_mr(i, random_bits());
        }
        microkit_msginfo call = microkit_msginfo_new(random_bits() & 0xfffff, (uint16_t)random_below(120));
        (void)sddf_ppcall(timer_config.driver_id, call);
        return;
    }
    sddf_timer_set_timeout(timer_config.driver_id, timeouts[random_below(6)]);
}

void init(void)
{
    uint64_t report_at = 0;
    uint64_t noise_at = 0;
    uint64_t rounds = 0;
    for (;;) {
        uint64_t now = sddf_timer_time_now(timer_config.driver_id);
        attack_net();
        attack_serial(&serial_config.tx);
        attack_serial(&serial_config.rx);
        attack_timer();
        if (now >= noise_at) {
            make_noise();
            noise_at = now + NOISE_INTERVAL_NS;
        }
        flood();
        rounds++;
        if (now >= report_at) {
            sddf_printf("%s: %lu rounds\n", sddf_get_pd_name(), (unsigned long)rounds);
            report_at = now + REPORT_INTERVAL_NS;
        }
    }
}

void notified(sddf_channel channel)
{
    (void)channel;
}
