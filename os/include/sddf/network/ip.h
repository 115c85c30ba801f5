/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPv4 header as on the wire (NET-18). Multi-byte fields are big-endian.
 */
#pragma once

#include <stdint.h>

#define IPV4_PROTO_ICMP 1u
#define IPV4_PROTO_TCP 6u
#define IPV4_PROTO_UDP 17u

/* Bytes of an IPv4 header without options. */
#define IPV4_HDR_LEN_MIN 20u

typedef struct __attribute__((packed)) ipv4_hdr {
    uint8_t version_ihl;    /* version in the high nibble, header length in 32-bit words in the low one */
    uint8_t dscp_ecn;
    uint16_t tot_len;       /* header and payload, bytes */
    uint16_t id;
    uint16_t flags_frag;    /* bits 0..12 offset in 8-byte units, 13 more fragments, 14 don't fragment */
    uint8_t ttl;
    uint8_t protocol;
    uint16_t check;
    uint32_t src_ip;
    uint32_t dst_ip;
} ipv4_hdr_t;

_Static_assert(sizeof(ipv4_hdr_t) == IPV4_HDR_LEN_MIN, "IPv4 header is 20 bytes without options");

/* Header length in bytes as the packet claims it: 0 to 60, to be checked against the frame by the caller. */
static inline uint8_t ipv4_header_length(const ipv4_hdr_t *hdr)
{
    return (uint8_t)((hdr->version_ihl & 0x0fu) * 4u);
}
