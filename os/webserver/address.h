/* SPDX-License-Identifier: BSD-2-Clause */
/* The server's address: what DHCP gives, or a fixed one where no DHCP server answers. */
#pragma once

#include <stdbool.h>

/* The address to take without DHCP: what the user network of QEMU would have given. Netmask 255.255.255.0. */
#define ADDRESS_FALLBACK "10.0.2.15"
#define ADDRESS_FALLBACK_GATEWAY "10.0.2.2"

/* How long DHCP may take, in calls of address_tick(). */
#define ADDRESS_DHCP_TICKS 80

/* To be called ten times a second until it has an address: takes the fallback when DHCP has had its time. */
void address_tick(void);

/* The current address, dotted and terminated; "" while there is none. Valid until the next call. */
const char *address_text(void);
