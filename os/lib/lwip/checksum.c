/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Internet checksum (RFC 1071), for lwIP's LWIP_CHKSUM. Every byte that is sent passes through here once,
 * so it takes 32 at a time: one's complement addition gives the same 16 bits, whatever the width of the words
 * added, and their place does not matter as long as each begins at an even distance from the start.
 */
#include <stddef.h>
#include <stdint.h>

#include <os_lwip_checksum.h>

/* The words are read at any address: packets are ordinary memory, where the processor does that by itself. */
#if defined(__aarch64__)
#pragma GCC target("no-strict-align")
#endif

/* Wide enough to catch every carry. */
typedef unsigned __int128 wide;

typedef uint64_t loose_word __attribute__((aligned(1), may_alias));

static inline uint64_t word(const unsigned char *at)
{
    return *(const loose_word *)at;
}

/* Adds the upper part to the lower one until 16 bits are left; each step keeps the value modulo 65535. */
static inline uint16_t fold(wide wide_sum)
{
    uint64_t upper = (uint64_t)(wide_sum >> 64);
    uint64_t sum = (uint64_t)wide_sum + upper;

    sum += sum < upper;
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
    wide sum = 0;

    for (; left >= 32; left -= 32, at += 32) {
        sum += word(at);
        sum += word(at + 8);
        sum += word(at + 16);
        sum += word(at + 24);
    }
    for (; left >= 8; left -= 8, at += 8) {
        sum += word(at);
    }
    for (; left >= 2; left -= 2, at += 2) {
        sum += (wide)at[0] | (wide)at[1] << 8;
    }
    return fold(left > 0 ? sum + at[0] : sum);
}
