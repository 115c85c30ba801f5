/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Links, regions, frames and vandalism for the network tests.
 */
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void queue_create(region_resource_t *region, uint16_t capacity)
{
    region->size = NET_QUEUE_BYTES(capacity);
    region->vaddr = calloc(1, region->size);
    assert_non_null(region->vaddr);
}

void link_create(struct test_link *link, uint16_t capacity, uint8_t channel)
{
    queue_create(&link->conn.free_queue, capacity);
    queue_create(&link->conn.active_queue, capacity);
    link->spoilt_free.active = false;
    link->spoilt_active.active = false;
    link->conn.num_buffers = capacity;
    link->conn.id = channel;
    net_queue_init(&link->peer, link->conn.free_queue.vaddr, link->conn.active_queue.vaddr, capacity);
}

void link_destroy(struct test_link *link)
{
    free(link->conn.free_queue.vaddr);
    free(link->conn.active_queue.vaddr);
}

void region_create(region_resource_t *region, uint32_t buffers)
{
    region->size = (uint64_t)buffers * NET_BUFFER_SIZE;
    region->vaddr = calloc(buffers, NET_BUFFER_SIZE);
    assert_non_null(region->vaddr);
}

void region_destroy(region_resource_t *region)
{
    free(region->vaddr);
}

static uint64_t random_state;

void random_seed(uint64_t seed)
{
    random_state = seed * 2 + 1;
}

uint64_t random_bits(void)
{
    /* xorshift64*: good enough to mix schedules, and the same everywhere. */
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 0x2545f4914f6cdd1dull;
}

uint32_t random_below(uint32_t limit)
{
    return (uint32_t)((random_bits() >> 33) % limit);
}

static uint64_t bad_offset(uint32_t buffers)
{
    switch (random_below(6)) {
    case 0:
        return (uint64_t)buffers * NET_BUFFER_SIZE;
    case 1:
        return random_below(buffers) * (uint64_t)NET_BUFFER_SIZE + 1 + random_below(NET_BUFFER_SIZE - 1);
    case 2:
        return 0ull - NET_BUFFER_SIZE;
    case 3:
        return random_bits();
    case 4:
        return UINT64_MAX;
    default:
        return random_below(buffers) * (uint64_t)NET_BUFFER_SIZE;
    }
}

static uint16_t bad_length(void)
{
    static const uint16_t lengths[] = { 0, 1, 13, 14, 1514, 2048, 2049, 32768, 65535 };
    return lengths[random_below(sizeof(lengths) / sizeof(lengths[0]))];
}

/* An index that we own: sometimes plausible, `distance` from the peer's, and sometimes far out. */
static uint16_t bad_index(uint16_t peer, uint16_t distance, uint32_t capacity)
{
    uint16_t jumps[] = { (uint16_t)(capacity + 1), 0xffff, (uint16_t)random_bits() };
    return (uint16_t)(peer + (random_below(2) == 0 ? distance : jumps[random_below(3)]));
}

/* Spoils the peer's index, or repairs what was spoilt last time unless the peer has overwritten it. */
static void spoil_peer_index(struct spoilt_index *spoilt, uint16_t *index)
{
    if (spoilt->active && *index == spoilt->written) {
        *index = spoilt->saved;
    }
    spoilt->active = random_below(8) == 0;
    if (spoilt->active) {
        spoilt->saved = *index;
        spoilt->written = (uint16_t)random_bits();
        *index = spoilt->written;
    }
}

static void queue_vandalise(net_queue_t *queue, struct spoilt_index *spoilt, bool we_produce,
                            uint32_t capacity, uint32_t buffers)
{
    uint16_t distance = (uint16_t)random_below(capacity + 1);
    for (uint32_t i = 0; i < capacity; i++) {
        queue->buffers[i] = (net_buff_desc_t) {
            .io_or_offset = bad_offset(buffers), .len = bad_length(), .oid = random_below(64) & 63,
        };
    }
    if (we_produce) {
        spoil_peer_index(spoilt, &queue->head);
        queue->tail = bad_index(queue->head, distance, capacity);
    } else {
        spoil_peer_index(spoilt, &queue->tail);
        queue->head = bad_index(queue->tail, (uint16_t)-distance, capacity);
    }
    queue->consumer_signalled = random_below(2) == 0 ? 0 : (uint32_t)random_bits();
}

void link_vandalise(struct test_link *link, bool transmitter, uint32_t buffers)
{
    queue_vandalise(link->peer.free, &link->spoilt_free, !transmitter, link->peer.capacity, buffers);
    queue_vandalise(link->peer.active, &link->spoilt_active, transmitter, link->peer.capacity, buffers);
}

void frame_write(void *frame, uint16_t len, const uint8_t *destination, uint32_t seed)
{
    uint8_t *octets = frame;
    memset(octets, 0, 14);
    memcpy(octets, destination, 6);
    memcpy(octets + 14, &seed, sizeof(seed));
    for (uint32_t i = FRAME_TEST_LEN_MIN; i < len; i++) {
        octets[i] = (uint8_t)(seed * 31 + i);
    }
}

uint32_t frame_check(const void *frame, uint16_t len)
{
    const uint8_t *octets = frame;
    uint32_t seed;
    assert_true(len >= FRAME_TEST_LEN_MIN && len <= NET_BUFFER_SIZE);
    memcpy(&seed, octets + 14, sizeof(seed));
    for (uint32_t i = FRAME_TEST_LEN_MIN; i < len; i++) {
        assert_int_equal(octets[i], (uint8_t)(seed * 31 + i));
    }
    return seed;
}
