/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The operating system under the device framework, as its components see it (GEN-6): this provider maps every
 * name to libmicrokit. Components include this header and not <microkit.h>, so that another provider, chosen
 * by include path (<extern/os/sddf.h>), can stand in for the whole system, as the host tests do.
 */
#pragma once

#include <stdint.h>

#include <microkit.h>

typedef microkit_channel sddf_channel;

/* Bytes of a PD name, terminator included (GEN-25). */
#define SDDF_NAME_LENGTH MICROKIT_PD_NAME_LENGTH

/* The PD's own name, NUL-terminated. */
static inline char *sddf_get_pd_name(void)
{
    return microkit_name;
}

/* Acknowledges interrupt `id` to the kernel, after its cause was cleared in the device (SIG-9). */
static inline void sddf_irq_ack(sddf_channel id)
{
    microkit_irq_ack(id);
}

/*
 * As sddf_irq_ack, folded into the system call at the end of the handler. One deferred operation a handler
 * (GEN-7).
 */
static inline void sddf_deferred_irq_ack(sddf_channel id)
{
    microkit_deferred_irq_ack(id);
}

/* Signals the peer of channel `id`. Never blocks. */
static inline void sddf_notify(sddf_channel id)
{
    microkit_notify(id);
}

/*
 * As sddf_notify, folded into the system call at the end of the handler. One deferred operation a handler
 * (GEN-7).
 */
static inline void sddf_deferred_notify(sddf_channel id)
{
    microkit_deferred_notify(id);
}

/*
 * Channel of the pending deferred notification, (unsigned)-1 if nothing is pending, >= 128 for a pending IRQ
 * ack.
 */
static inline unsigned int sddf_deferred_notify_curr(void)
{
    if (!microkit_have_signal) {
        return (unsigned int)-1;
    }
    return (unsigned int)(microkit_signal_cap - BASE_OUTPUT_NOTIFICATION_CAP);
}

/*
 * Calls the server at channel `id` and waits for its reply. Arguments and results are in message registers.
 */
static inline microkit_msginfo sddf_ppcall(sddf_channel id, microkit_msginfo info)
{
    return microkit_ppcall(id, info);
}

/* Message register `i` of the message just received. */
static inline uint64_t sddf_get_mr(unsigned int i)
{
    return seL4_GetMR((int)i);
}

/* Sets message register `i` of the message about to be sent. */
static inline void sddf_set_mr(unsigned int i, uint64_t value)
{
    seL4_SetMR((int)i, value);
}
