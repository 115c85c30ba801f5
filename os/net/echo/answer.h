/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the echo client replies to a frame: ARP requests for its address, ICMP echo requests, and UDP
 * datagrams to its port (BEN-6). Everything else is ignored, IP options and fragments included.
 */
#pragma once

#include <stdint.h>
#include <sddf/network/config.h>
#include "config.h"

/*
 * Writes the reply to the `len` bytes at `request` to `reply`, which has room for NET_BUFFER_SIZE
 * bytes; the two must not overlap. Returns the reply's length, 0 for none.
 */
uint16_t echo_answer(const net_echo_config_t *self, const mac_addr_t *mac, const uint8_t *request,
                     uint16_t len, uint8_t *reply);
