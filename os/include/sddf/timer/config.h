/* SPDX-License-Identifier: BSD-2-Clause */
/* Configuration of a timer client, in section `.timer_client_config` (TMR-1). */
#pragma once

#include <sddf/resources/common.h>

#define SDDF_TIMER_MAGIC_BYTE 0x06
#define SDDF_TIMER_MAGIC      { 's', 'D', 'D', 'F', SDDF_TIMER_MAGIC_BYTE }

/* 6 bytes. */
typedef struct timer_client_config {
    char magic[SDDF_MAGIC_LENGTH];
    uint8_t driver_id; /* the client's channel to the driver */
} timer_client_config_t;

_Static_assert(sizeof(timer_client_config_t) == 6, "TMR-1");

/* True if the struct was patched in when the system was composed. */
static inline bool timer_config_check_magic(void *config)
{
    return sddf_magic_is(config, SDDF_TIMER_MAGIC_BYTE);
}
