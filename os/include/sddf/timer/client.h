/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Timer client calls (TMR-7). `channel` is timer_client_config_t.driver_id. The driver answers at once, on
 * the caller's own time; expiry arrives as a notification on the same channel (TMR-3), possibly one that is
 * spurious.
 */
#pragma once

#include <stdint.h>

#include <os/sddf.h>
#include <sddf/timer/protocol.h>

/*
 * Asks for one notification `ns` nanoseconds from now. Replaces the client's pending timeout (TMR-4); 0
 * notifies immediately (TMR-5); there is no cancel.
 */
static inline void sddf_timer_set_timeout(unsigned int channel, uint64_t ns)
{
    sddf_set_mr(0, ns);
    sddf_ppcall(channel, microkit_msginfo_new(SDDF_TIMER_SET_TIMEOUT, 1));
}

/* Nanoseconds since the driver's epoch; never runs backwards. */
static inline uint64_t sddf_timer_time_now(unsigned int channel)
{
    sddf_ppcall(channel, microkit_msginfo_new(SDDF_TIMER_GET_TIME, 0));
    return sddf_get_mr(0);
}
