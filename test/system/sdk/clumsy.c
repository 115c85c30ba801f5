/* SPDX-License-Identifier: BSD-2-Clause */
/* Asks the kernel for something that it refuses: a priority that does not exist, for its child. */

#include <microkit.h>

#define CHILD 5
#define NO_PRIORITY 256

void init(void)
{
    seL4_Error err = seL4_TCB_SetPriority(BASE_TCB_CAP + CHILD, BASE_TCB_CAP + CHILD, NO_PRIORITY);

    microkit_dbg_puts(err == seL4_RangeError ? "clumsy: done\n" : "clumsy: FAIL\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)child;
    (void)msginfo;
    (void)reply_msginfo;
    return seL4_False;
}
