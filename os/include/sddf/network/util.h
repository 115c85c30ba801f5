/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Byte order and MAC address conversion for network code (NET-18).
 */
#pragma once

#include <stdint.h>
#include <sddf/network/config.h>

/* 16- and 32-bit values between host order (little-endian on every supported machine) and network order. */
#define HTONS(x) ((uint16_t)((((uint16_t)(x) & 0x00ffu) << 8) | (((uint16_t)(x) & 0xff00u) >> 8)))
#define NTOHS(x) HTONS(x)
#define HTONL(x) __builtin_bswap32((uint32_t)(x))
#define NTOHL(x) HTONL(x)

/* Writes the low 48 bits of `val` to `addr`, most significant first: 0x525401000001 is 52:54:01:00:00:01. */
static inline void net_set_mac_addr(mac_addr_t *addr, uint64_t val)
{
    for (unsigned int i = 0; i < sizeof(addr->addr); i++) {
        addr->addr[i] = (uint8_t)(val >> (8u * (5u - i)));
    }
}
