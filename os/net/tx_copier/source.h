/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether a frame says truthfully who sent it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "config.h"

/*
 * True if the frame of `len` bytes at `frame`, which nobody else may be writing, comes from the client's
 * MAC address, in an ARP packet too. If an IP address is configured, only ARP and IPv4 frames from it, or
 * from 0.0.0.0 as while looking for an address, are true.
 */
bool source_is_true(const net_tx_copy_config_t *config, const uint8_t *frame, uint16_t len);
