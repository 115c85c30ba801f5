/* SPDX-License-Identifier: BSD-2-Clause */
/* Config struct of the lwIP port (NET-91, CFG-8). Apart from its API, so that a system can be configured
 * without lwIP. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sddf/resources/common.h>

#define LIB_SDDF_LWIP_MAGIC_BYTE 0x08
/* For initialisers: `.magic = LIB_SDDF_LWIP_MAGIC`. */
#define LIB_SDDF_LWIP_MAGIC                                                                                  \
    {                                                                                                        \
        's', 'D', 'D', 'F', LIB_SDDF_LWIP_MAGIC_BYTE                                                         \
    }

/* Bytes of the pool region for each of `num_pbufs` (NET-91). */
#define LIB_SDDF_LWIP_PBUF_BYTES 56

/* Section `.lib_sddf_lwip_config`. The pool region is private to the client. */
typedef struct lib_sddf_lwip_config {
    char magic[SDDF_MAGIC_LENGTH];
    region_resource_t pbuf_pool;
    uint64_t num_pbufs;
} lib_sddf_lwip_config_t;

_Static_assert(sizeof(lib_sddf_lwip_config_t) == 32, "NET-91");
_Static_assert(offsetof(lib_sddf_lwip_config_t, pbuf_pool) == 8, "NET-91");
_Static_assert(offsetof(lib_sddf_lwip_config_t, num_pbufs) == 24, "NET-91");

static inline bool lib_sddf_lwip_config_check_magic(const void *config)
{
    return sddf_magic_is((const char *)config, LIB_SDDF_LWIP_MAGIC_BYTE);
}
