/* SPDX-License-Identifier: BSD-2-Clause */
/* The port's checksum: an lwipopts.h makes it lwIP's with `#define LWIP_CHKSUM os_lwip_checksum`. */
#pragma once

#include <stdint.h>

/* The one's complement sum, not inverted, of `length` bytes at any address, in network byte order. 0 <=
 * length. */
uint16_t os_lwip_checksum(const void *data, int length);
