/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations of kernel objects, and calls made of them. */
#pragma once

#include <interfaces/sel4_client.h>

/* seL4_SchedControl_ConfigureFlags() without flags: constant bandwidth (INV-27). Times in microseconds. */
LIBSEL4_INLINE seL4_Error seL4_SchedControl_Configure(seL4_SchedControl _service,
                                                      seL4_SchedContext schedcontext, seL4_Time budget,
                                                      seL4_Time period, seL4_Word extra_refills,
                                                      seL4_Word badge)
{
    return seL4_SchedControl_ConfigureFlags(_service, schedcontext, budget, period, extra_refills, badge,
                                            seL4_SchedContext_NoFlag);
}
