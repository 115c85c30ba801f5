/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration of the echo client: who it is on the network. Section `.net_echo_config`.
 */
#pragma once

#include <stdint.h>

typedef struct net_echo_config {
    uint8_t ip[4];          /* own IPv4 address, most significant octet first */
    uint16_t udp_port;      /* UDP port whose datagrams are sent back */
} net_echo_config_t;
