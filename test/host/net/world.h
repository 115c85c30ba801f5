/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared memory of a made-up network system: links and data regions, each allocated to the byte so that
 * the address sanitizer sees every access outside them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/network/config.h>
#include <sddf/network/queue.h>

/* An index of the peer's that a vandal has overwritten: what it was, and what it is now. */
struct spoilt_index {
    bool active;
    uint16_t saved;
    uint16_t written;
};

/* Both queues of a link; `peer` is the view of the component that the test plays. */
struct test_link {
    net_connection_resource_t conn;
    net_queue_handle_t peer;
    struct spoilt_index spoilt_free;
    struct spoilt_index spoilt_active;
};

void link_create(struct test_link *link, uint16_t capacity, uint8_t channel);
void link_destroy(struct test_link *link);

/* A zeroed region of `buffers` buffers. */
void region_create(region_resource_t *region, uint32_t buffers);
void region_destroy(region_resource_t *region);

/* A random number below `limit`, the same sequence in each run that starts with the same random_seed. */
void random_seed(uint64_t seed);
uint32_t random_below(uint32_t limit);
uint64_t random_bits(void);

/*
 * Writes nonsense of many kinds into the shared memory of a link: index jumps, random flags, and
 * descriptors that are out of range, unaligned, of impossible length, or duplicates (GEN-58). The vandal
 * is the client of the link: of a `transmitter`, or of one that receives.
 */
void link_vandalise(struct test_link *link, bool transmitter, uint32_t buffers);

/* Writes an ethernet frame of `len` bytes for `destination` whose payload is `seed`'s pattern. */
void frame_write(void *frame, uint16_t len, const uint8_t *destination, uint32_t seed);

/* The seed of a frame written by frame_write; the test fails if its pattern is not intact. */
uint32_t frame_check(const void *frame, uint16_t len);

#define FRAME_TEST_LEN_MIN 18u
