/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit virtualiser: entry points of the protection domain.
 */
#include <os/sddf.h>
#include <sddf/network/config.h>
#include <sddf/util/printf.h>
#include "virt_tx.h"

__attribute__((__section__(".net_virt_tx_config"), used, retain)) net_virt_tx_config_t config;

static struct virt_tx virt;
static bool serving;

void init(void)
{
    serving = virt_tx_init(&virt, &config);
    if (!serving) {
        sddf_printf("%s: bad .net_virt_tx_config, not serving\n", sddf_get_pd_name());
    }
}

void notified(sddf_channel channel)
{
    (void)channel;
    if (serving) {
        virt_tx_run(&virt);
    }
}
