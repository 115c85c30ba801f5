/* SPDX-License-Identifier: BSD-2-Clause */
/* A parent that restarts its child when it crashes, nine times, and then stops it. */

#include <microkit.h>

#define PROGRAM_START 0x200000
#define MAX_RESTARTS 9

static unsigned restarts;

void init(void)
{
    microkit_dbg_puts("parent: ready\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)reply_msginfo;
    microkit_dbg_put_fault(child, msginfo);
    microkit_dbg_puts("parent: child ");
    microkit_dbg_put32(child);
    microkit_dbg_puts(" has fault ");
    microkit_dbg_put32((seL4_Uint32)microkit_msginfo_get_label(msginfo));
    if (restarts == MAX_RESTARTS) {
        microkit_dbg_puts(", stopping it\n");
        microkit_pd_stop(child);
        return seL4_False;
    }
    restarts++;
    microkit_dbg_puts(", restart ");
    microkit_dbg_put32(restarts);
    microkit_dbg_puts("\n");
    microkit_pd_restart(child, PROGRAM_START);
    return seL4_False;
}
