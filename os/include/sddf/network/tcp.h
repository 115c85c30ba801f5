/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP header as on the wire, fields big-endian (NET-18).
 */
#pragma once

#include <stdint.h>

typedef struct __attribute__((packed)) tcp_hdr {
    uint16_t src_port;
    uint16_t dst_port;
    uint32_t seq;
    uint32_t ack_seq;
    uint8_t data_offset;    /* header length in 32-bit words in the high nibble */
    uint8_t flags;
    uint16_t window;
    uint16_t check;
    uint16_t urg_ptr;
} tcp_hdr_t;

_Static_assert(sizeof(tcp_hdr_t) == 20, "TCP header is 20 bytes without options");
