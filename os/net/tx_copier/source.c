/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks of the sender's addresses in a frame (WEAK-33).
 */
#include "source.h"

#include <sddf/network/arp.h>
#include <sddf/network/ip.h>
#include <sddf/network/mac802.h>
#include <sddf/network/util.h>
#include <sddf/util/custom_libc/string.h>

#define IP_LEN 4u

static bool ip_is_true(const net_tx_copy_config_t *config, const void *address)
{
    static const uint8_t none[IP_LEN] = { 0, 0, 0, 0 };
    return memcmp(config->ip, none, IP_LEN) == 0 || memcmp(address, none, IP_LEN) == 0
        || memcmp(address, config->ip, IP_LEN) == 0;
}

static bool ip_is_configured(const net_tx_copy_config_t *config)
{
    return (config->ip[0] | config->ip[1] | config->ip[2] | config->ip[3]) != 0;
}

bool source_is_true(const net_tx_copy_config_t *config, const uint8_t *frame, uint16_t len)
{
    const ether_hdr_t *eth = (const ether_hdr_t *)frame;
    if (len < sizeof(*eth) || !mac802_addr_eq(eth->ethsrc_addr, config->mac_addr.addr)) {
        return false;
    }
    uint16_t payload_len = (uint16_t)(len - sizeof(*eth));
    if (eth->ethtype == HTONS(ETH_TYPE_ARP)) {
        const arp_pkt_t *arp = (const arp_pkt_t *)(frame + sizeof(*eth));
        return payload_len >= sizeof(*arp) && mac802_addr_eq(arp->hwsrc_addr, config->mac_addr.addr)
            && ip_is_true(config, &arp->ipsrc_addr);
    }
    if (eth->ethtype == HTONS(ETH_TYPE_IP)) {
        const ipv4_hdr_t *ip = (const ipv4_hdr_t *)(frame + sizeof(*eth));
        return payload_len >= sizeof(*ip) && ip_is_true(config, &ip->src_ip);
    }
    return !ip_is_configured(config);
}
