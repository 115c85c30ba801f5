/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that a timer driver serves (TMR-2). A caller's channel is its identity; see os/timer/protocol.md.
 */
#pragma once

/* Label of a call: MR0 of the reply = nanoseconds since the driver's epoch. */
#define SDDF_TIMER_GET_TIME    0
/* Label of a call: MR0 = relative timeout in nanoseconds; the reply is empty (TMR-4, TMR-5). */
#define SDDF_TIMER_SET_TIMEOUT 1

#define SDDF_TIMER_MAX_CLIENTS 64
