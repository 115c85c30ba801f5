/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UDP header as on the wire, fields big-endian (NET-18).
 */
#pragma once

#include <stdint.h>

typedef struct __attribute__((packed)) udp_hdr {
    uint16_t src_port;
    uint16_t dst_port;
    uint16_t len;       /* header and payload, bytes */
    uint16_t check;     /* 0 says that the sender made none */
} udp_hdr_t;

_Static_assert(sizeof(udp_hdr_t) == 8, "UDP header is 8 bytes");
