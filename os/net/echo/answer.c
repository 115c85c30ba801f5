/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Replies of the echo client. Each reply is the request with addresses swapped, so the UDP checksum of
 * the sender stays valid and still covers the data end to end.
 */
#include "answer.h"

#include <stdbool.h>
#include <stddef.h>
#include <sddf/network/arp.h>
#include <sddf/network/icmp.h>
#include <sddf/network/ip.h>
#include <sddf/network/mac802.h>
#include <sddf/network/udp.h>
#include <sddf/network/util.h>
#include <sddf/util/custom_libc/string.h>

/* Shortest frame on the wire without its check sequence: shorter ones are padded with zeros. */
#define FRAME_PADDED_LEN 60u
#define REPLY_TTL 64u

/* Set in flags_frag of every fragment but an unfragmented packet's: "more fragments" and the offset. */
#define IPV4_FRAGMENT_MASK 0x3fffu

struct ip_frame {
    ether_hdr_t eth;
    ipv4_hdr_t ip;
} __attribute__((packed));

struct arp_frame {
    ether_hdr_t eth;
    arp_pkt_t arp;
} __attribute__((packed));

/* Internet checksum of an IPv4 header without options, in wire order; 0 if the header holds its own. */
static uint16_t ip_checksum(const ipv4_hdr_t *ip)
{
    const uint8_t *octets = (const uint8_t *)ip;
    uint32_t sum = 0;
    for (size_t i = 0; i < sizeof(*ip); i += 2) {
        sum += ((uint32_t)octets[i] << 8) | octets[i + 1];
    }
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return HTONS(~sum & 0xffff);
}

static void swap_ethernet(const ether_hdr_t *request, ether_hdr_t *reply, const mac_addr_t *mac)
{
    memcpy(reply->ethdst_addr, request->ethsrc_addr, sizeof(reply->ethdst_addr));
    memcpy(reply->ethsrc_addr, mac->addr, sizeof(reply->ethsrc_addr));
    reply->ethtype = request->ethtype;
}

static bool is_arp_request_for(const net_echo_config_t *self, const arp_pkt_t *arp)
{
    return arp->hwtype == HTONS(ARP_HWTYPE_ETHERNET) && arp->proto == HTONS(ETH_TYPE_IP)
        && arp->hwlen == ETH_HWADDR_LEN && arp->protolen == sizeof(self->ip)
        && arp->opcode == HTONS(ARP_OPCODE_REQUEST)
        && memcmp(&arp->ipdst_addr, self->ip, sizeof(self->ip)) == 0;
}

static uint16_t answer_arp(const net_echo_config_t *self, const mac_addr_t *mac, const uint8_t *request,
                           uint16_t len, uint8_t *reply)
{
    const struct arp_frame *in = (const struct arp_frame *)request;
    struct arp_frame *out = (struct arp_frame *)reply;
    if (len < sizeof(*in) || !is_arp_request_for(self, &in->arp)) {
        return 0;
    }
    memset(reply, 0, FRAME_PADDED_LEN);
    swap_ethernet(&in->eth, &out->eth, mac);
    out->arp = in->arp;
    out->arp.opcode = HTONS(ARP_OPCODE_REPLY);
    memcpy(out->arp.hwdst_addr, in->arp.hwsrc_addr, sizeof(out->arp.hwdst_addr));
    memcpy(out->arp.hwsrc_addr, mac->addr, sizeof(out->arp.hwsrc_addr));
    out->arp.ipdst_addr = in->arp.ipsrc_addr;
    out->arp.ipsrc_addr = in->arp.ipdst_addr;
    return FRAME_PADDED_LEN;
}

/* True if a whole, sound, unfragmented packet for us without options lies in the `len` bytes of the frame. */
static bool is_packet_for(const net_echo_config_t *self, const struct ip_frame *frame, uint16_t len)
{
    if (len < sizeof(*frame) || frame->ip.version_ihl != 0x45) {
        return false;
    }
    uint16_t total = NTOHS(frame->ip.tot_len);
    return total >= sizeof(ipv4_hdr_t) && total <= len - sizeof(ether_hdr_t)
        && (NTOHS(frame->ip.flags_frag) & IPV4_FRAGMENT_MASK) == 0
        && memcmp(&frame->ip.dst_ip, self->ip, sizeof(self->ip)) == 0 && ip_checksum(&frame->ip) == 0;
}

/* Turns a UDP datagram of `len` bytes around in place; false if it is not for our port. */
static bool answer_udp(const net_echo_config_t *self, uint8_t *datagram, uint16_t len)
{
    udp_hdr_t *udp = (udp_hdr_t *)datagram;
    if (len < sizeof(*udp) || NTOHS(udp->len) > len || NTOHS(udp->dst_port) != self->udp_port) {
        return false;
    }
    uint16_t port = udp->src_port;
    udp->src_port = udp->dst_port;
    udp->dst_port = port;
    return true;
}

/* Turns an ICMP echo request of `len` bytes into its reply in place; false if it is another message. */
static bool answer_icmp(uint8_t *message, uint16_t len)
{
    icmp_hdr_t *icmp = (icmp_hdr_t *)message;
    if (len < sizeof(*icmp) || icmp->type != ICMP_ECHO_REQ || icmp->code != 0) {
        return false;
    }
    icmp->type = ICMP_ECHO_REPLY;
    /* The type's octet shrank by 8 in the sum's high half: the checksum, its complement, grows by that. */
    uint32_t check = (uint32_t)NTOHS(icmp->check) + (ICMP_ECHO_REQ << 8);
    icmp->check = HTONS((check & 0xffff) + (check >> 16));
    return true;
}

static uint16_t answer_ip(const net_echo_config_t *self, const mac_addr_t *mac, const uint8_t *request,
                          uint16_t len, uint8_t *reply)
{
    const struct ip_frame *in = (const struct ip_frame *)request;
    if (!is_packet_for(self, in, len)) {
        return 0;
    }
    uint16_t total = NTOHS(in->ip.tot_len);
    memcpy(reply, request, sizeof(ether_hdr_t) + total);
    struct ip_frame *out = (struct ip_frame *)reply;
    swap_ethernet(&in->eth, &out->eth, mac);
    out->ip.src_ip = in->ip.dst_ip;
    out->ip.dst_ip = in->ip.src_ip;
    out->ip.ttl = REPLY_TTL;
    out->ip.check = 0;
    out->ip.check = ip_checksum(&out->ip);
    uint8_t *payload = reply + sizeof(*out);
    uint16_t payload_len = (uint16_t)(total - sizeof(ipv4_hdr_t));
    bool answered = (out->ip.protocol == IPV4_PROTO_UDP && answer_udp(self, payload, payload_len))
        || (out->ip.protocol == IPV4_PROTO_ICMP && answer_icmp(payload, payload_len));
    return answered ? (uint16_t)(sizeof(ether_hdr_t) + total) : 0;
}

uint16_t echo_answer(const net_echo_config_t *self, const mac_addr_t *mac, const uint8_t *request,
                     uint16_t len, uint8_t *reply)
{
    const ether_hdr_t *eth = (const ether_hdr_t *)request;
    if (len < sizeof(*eth) || len > NET_BUFFER_SIZE) {
        return 0;
    }
    if (!mac802_addr_eq(eth->ethdst_addr, mac->addr) && !mac802_addr_is_bcast(eth->ethdst_addr)) {
        return 0;
    }
    if (eth->ethtype == HTONS(ETH_TYPE_ARP)) {
        return answer_arp(self, mac, request, len, reply);
    }
    return eth->ethtype == HTONS(ETH_TYPE_IP) ? answer_ip(self, mac, request, len, reply) : 0;
}
