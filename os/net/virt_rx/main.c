/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Receive virtualiser: entry points of the protection domain.
 */
#include <os/sddf.h>
#include <sddf/network/config.h>
#include <sddf/util/printf.h>
#include "virt_rx.h"

__attribute__((__section__(".net_virt_rx_config"), used, retain)) net_virt_rx_config_t config;

static struct virt_rx virt;
static bool serving;

void init(void)
{
    serving = virt_rx_init(&virt, &config);
    if (!serving) {
        sddf_printf("%s: bad .net_virt_rx_config, not serving\n", sddf_get_pd_name());
    }
}

void notified(sddf_channel channel)
{
    (void)channel;
    if (serving) {
        virt_rx_run(&virt);
    }
}
