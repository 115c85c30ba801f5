/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ARP for IPv4 over ethernet as on the wire, fields big-endian, and the registration call of an
 * optional ARP responder (NET-70).
 */
#pragma once

#include <stdint.h>
#include <os/sddf.h>
#include <sddf/network/mac802.h>

#define ARP_HWTYPE_ETHERNET 1u
#define ARP_OPCODE_REQUEST 1u
#define ARP_OPCODE_REPLY 2u

typedef struct __attribute__((packed)) arp_pkt {
    uint16_t hwtype;
    uint16_t proto;
    uint8_t hwlen;
    uint8_t protolen;
    uint16_t opcode;
    uint8_t hwsrc_addr[ETH_HWADDR_LEN];
    uint32_t ipsrc_addr;
    uint8_t hwdst_addr[ETH_HWADDR_LEN];
    uint32_t ipdst_addr;
} arp_pkt_t;

_Static_assert(sizeof(arp_pkt_t) == 28, "ARP packet for IPv4 is 28 bytes");

/* Label of the registration call. */
#define ARP_REGISTER_IPV4 0u

/*
 * Client of an ARP responder: registers `ip` (network byte order) for the 6-byte `mac` in a protected
 * call on `channel`. The reply carries no result.
 */
static inline void arp_register_ipv4(sddf_channel channel, uint32_t ip, const uint8_t *mac)
{
    uint64_t high = ((uint64_t)mac[0] << 8) | mac[1];
    uint64_t low = ((uint64_t)mac[2] << 24) | ((uint64_t)mac[3] << 16) | ((uint64_t)mac[4] << 8) | mac[5];
    sddf_set_mr(0, ip);
    sddf_set_mr(1, high);
    sddf_set_mr(2, low);
    (void)sddf_ppcall(channel, microkit_msginfo_new(ARP_REGISTER_IPV4, 3));
}
