/* SPDX-License-Identifier: BSD-2-Clause */
/* A parent that gives its child a new life whenever it crashes. */

#include <microkit.h>

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)msginfo;
    (void)reply_msginfo;
    microkit_dbg_puts("parent: the server crashed; back to its original image\n");
    microkit_pd_reinit(child);
    return seL4_False;
}
