/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Telling the peers (SIG-3 phase 3). Of the two that may have to be told, one signal can ride on the system
 * call that ends the handler, if nothing else has taken that slot (GEN-7).
 */
#include <os/sddf.h>

#include "port.h"

static void notify(unsigned int channel, bool now)
{
    unsigned int deferred = sddf_deferred_notify_curr();

    if (now || (deferred != (unsigned int)-1 && deferred != channel)) {
        sddf_notify(channel);
    } else if (deferred != channel) {
        sddf_deferred_notify(channel);
    }
}

void lwip_notify_peers(bool now)
{
    /* The flag of a peer that needs no signal is forgotten, since the peer looks again by itself (SIG-6). */
    if (lwip_port.notify_rx && net_require_signal_free(&lwip_port.rx)) { /* [LR11] */
        net_cancel_signal_free(&lwip_port.rx);
        notify(lwip_port.net->rx.id, now);
    }
    lwip_port.notify_rx = false; /* [LR12] */
    if (lwip_port.notify_tx && net_require_signal_active(&lwip_port.tx)) {
        net_cancel_signal_active(&lwip_port.tx);
        notify(lwip_port.net->tx.id, now);
    }
    lwip_port.notify_tx = false;
}

void sddf_lwip_maybe_notify(void)
{
    lwip_notify_peers(false);
}
