/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Internet checksum (RFC 1071), for lwIP's LWIP_CHKSUM. Every byte that is sent passes through here once, so it
 * takes 32 at a time: one's complement addition gives the same 16 bits, whatever the width of the words added, and
 * their place does not matter as long as each begins at an even distance from the start.
 */
#include <stddef.h>
#include <stdint.h>

#include <os_lwip_checksum.h>

/* The words are read at any address: packets are ordinary memory, where the processor does that by itself. */
#if defined(__aarch64__)
#pragma GCC target("no-strict-align")
#endif

typedef uint64_t loose_word __attribute__((aligned(1), may_alias));

static inline uint64_t word(const unsigned char *at)
{
    return *(const loose_word *)at;
}

/* Adds the upper part to the lower one until 16 bits are left; each step keeps the value modulo 65535. */
static inline uint16_t fold(uint64_t sum)
{
    sum = (sum >> 32) + (sum & 0xffffffff);
    sum = (sum >> 32) + (sum & 0xffffffff);
    sum = (sum >> 16) + (sum & 0xffff);
    sum = (sum >> 16) + (sum & 0xffff);
    return (uint16_t)((sum >> 16) + (sum & 0xffff));
}

uint16_t os_lwip_checksum(const void *data, int length)
{
    const unsigned char *at = data;
    size_t left = (size_t)length;
    /* Sums of the two halves of each word: in no packet can they overflow. */
    uint64_t low = 0;
    uint64_t high = 0;

    for (; left >= 32; left -= 32, at += 32) {
        for (unsigned i = 0; i < 4; i++) {
            low += (uint32_t)word(at + 8 * i);
            high += word(at + 8 * i) >> 32;
        }
    }
    for (; left >= 8; left -= 8, at += 8) {
        low += (uint32_t)word(at);
        high += word(at) >> 32;
    }
    for (; left >= 2; left -= 2, at += 2) {
        low += (uint64_t)at[0] | (uint64_t)at[1] << 8;
    }
    return fold(low + high + (left > 0 ? at[0] : 0));
}
