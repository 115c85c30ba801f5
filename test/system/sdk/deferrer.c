/* SPDX-License-Identifier: BSD-2-Clause */
/* A passive server that defers two notifications in one call, and one while it starts: none is lost (T-72,
 * LIB-13, DEV-9). */

#include "say.h"

void init(void)
{
    microkit_deferred_notify(3);
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    microkit_deferred_notify(1);
    microkit_deferred_notify(2);
    microkit_mr_set(63, ch + microkit_msginfo_get_label(msginfo) + microkit_mr_get(63));
    return microkit_msginfo_new(7, 64);
}
