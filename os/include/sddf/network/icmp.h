/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ICMP header as on the wire, fields big-endian (NET-18).
 */
#pragma once

#include <stdint.h>

#define ICMP_ECHO_REPLY 0u
#define ICMP_ECHO_REQ 8u

typedef struct __attribute__((packed)) icmp_hdr {
    uint8_t type;
    uint8_t code;
    uint16_t check;
    uint16_t id;
    uint16_t seq;
} icmp_hdr_t;

_Static_assert(sizeof(icmp_hdr_t) == 8, "ICMP echo header is 8 bytes");
