/* SPDX-License-Identifier: BSD-2-Clause */
/* A passive server: it has no time of its own, and serves calls on the time of its clients. */

#include <microkit.h>

#define CLIENT_CH 3

void init(void)
{
    microkit_dbg_puts("server: ready\n");
}

void notified(microkit_channel ch)
{
    microkit_dbg_puts("server: notified on channel ");
    microkit_dbg_put32(ch);
    microkit_dbg_puts("\n");
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)msginfo;
    if (ch != CLIENT_CH) {
        return microkit_msginfo_new(1, 0);
    }
    microkit_mr_set(0, microkit_mr_get(0) * 2);
    return microkit_msginfo_new(0, 1);
}
