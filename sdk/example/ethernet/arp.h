/* SPDX-License-Identifier: BSD-2-Clause */
/* An ARP request or reply in its Ethernet frame; multi-byte numbers are big-endian bytes. */
#pragma once

#include <microkit.h>

struct arp_frame {
    seL4_Uint8 destination[6], source[6], type[2];
    seL4_Uint8 hardware[2], protocol[2], hardware_bytes, protocol_bytes, operation[2];
    seL4_Uint8 sender_mac[6], sender_ip[4], target_mac[6], target_ip[4];
};

enum { ARP_REQUEST = 1, ARP_REPLY = 2 };
