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

/*@ predicate mac802_same(uint8_t *a, uint8_t *b, integer num) = \forall integer i; 0 <= i < num ==> a[i] == b[i]; */

/* True if the first `num` bytes (at most ETH_HWADDR_LEN) of two addresses are equal. */
/*@ requires num <= ETH_HWADDR_LEN && \valid_read(addr0 + (0 .. num - 1)) && \valid_read(addr1 + (0 .. num - 1));
    assigns \nothing;
    ensures \result <==> mac802_same(addr0, addr1, num); */
static inline bool mac802_addr_eq_num(const uint8_t *addr0, const uint8_t *addr1, unsigned int num)
{
    /*@ loop invariant i <= num && mac802_same(addr0, addr1, i);
        loop assigns i;
        loop variant num - i; */
    for (unsigned int i = 0; i < num; i++) {
        if (addr0[i] != addr1[i]) {
            return false;
        }
    }
    return true;
}

/* True if two 6-byte addresses are equal. */
/*@ requires \valid_read(addr0 + (0 .. ETH_HWADDR_LEN - 1)) && \valid_read(addr1 + (0 .. ETH_HWADDR_LEN - 1));
    assigns \nothing;
    ensures \result <==> mac802_same(addr0, addr1, ETH_HWADDR_LEN); */
static inline bool mac802_addr_eq(const uint8_t *addr0, const uint8_t *addr1)
{
    return mac802_addr_eq_num(addr0, addr1, ETH_HWADDR_LEN);
}

/* True for ff:ff:ff:ff:ff:ff. */
/*@ requires \valid_read(addr + (0 .. ETH_HWADDR_LEN - 1));
    assigns \nothing;
    ensures \result <==> \forall integer i; 0 <= i < ETH_HWADDR_LEN ==> addr[i] == 0xff; */
static inline bool mac802_addr_is_bcast(const uint8_t *addr)
{
    static const uint8_t broadcast[ETH_HWADDR_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
    return mac802_addr_eq(addr, broadcast);
}
