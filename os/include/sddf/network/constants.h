/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Limits and buffer geometry shared by every network component, and which boards check and
 * generate checksums in hardware (NET-80).
 */
#pragma once

#include <stdint.h>

/* Every buffer of every data region, in bytes; buffer i lies at offset i * NET_BUFFER_SIZE (NET-1). */
#define NET_BUFFER_SIZE 2048u

/* Length of the client arrays in the config structs (NET-18). Channel ids limit real systems to fewer. */
#define SDDF_NET_MAX_CLIENTS 64

/* Most buffers one queue can hold: half the range of its 16-bit indices (NET-4). */
#define SDDF_NET_MAX_CAPACITY 32768u

#if defined(CONFIG_PLAT_IMX8MM_EVK) || defined(CONFIG_PLAT_MAAXBOARD) || defined(CONFIG_PLAT_IMX8MP_EVK) || \
    defined(CONFIG_PLAT_ODROIDC4) || defined(CONFIG_PLAT_ODROIDC2) || defined(CONFIG_PLAT_STAR64) ||        \
    defined(CONFIG_PLAT_HIFIVE_P550) || defined(CONFIG_PLAT_ZYNQMP)
#define NETWORK_HW_HAS_CHECKSUM
#endif
