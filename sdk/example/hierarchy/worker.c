/* SPDX-License-Identifier: BSD-2-Clause */
/* A healthy child: the crashes beside it do not concern it. */

#include <microkit.h>

void init(void)
{
    microkit_dbg_puts("worker: running\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
