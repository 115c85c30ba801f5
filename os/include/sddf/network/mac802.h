/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ethernet frame header and MAC address comparison (NET-18).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define ETH_HWADDR_LEN 6

/* Ethertypes in host byte order. */
#define ETH_TYPE_IP 0x0800u
#define ETH_TYPE_ARP 0x0806u

/* The first 14 bytes of every frame; `ethtype` is big-endian as on the wire. */
typedef struct __attribute__((packed)) ether_hdr {
    uint8_t ethdst_addr[ETH_HWADDR_LEN];
    uint8_t ethsrc_addr[ETH_HWADDR_LEN];
    uint16_t ethtype;
} ether_hdr_t;

_Static_assert(sizeof(ether_hdr_t) == 14, "ethernet header is 14 bytes on the wire");

/* True if the first `num` bytes (at most ETH_HWADDR_LEN) of two addresses are equal. */
static inline bool mac802_addr_eq_num(const uint8_t *addr0, const uint8_t *addr1, unsigned int num)
{
    for (unsigned int i = 0; i < num; i++) {
        if (addr0[i] != addr1[i]) {
            return false;
        }
    }
    return true;
}

/* True if two 6-byte addresses are equal. */
static inline bool mac802_addr_eq(const uint8_t *addr0, const uint8_t *addr1)
{
    return mac802_addr_eq_num(addr0, addr1, ETH_HWADDR_LEN);
}

/* True for ff:ff:ff:ff:ff:ff. */
static inline bool mac802_addr_is_bcast(const uint8_t *addr)
{
    static const uint8_t broadcast[ETH_HWADDR_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
    return mac802_addr_eq(addr, broadcast);
}
