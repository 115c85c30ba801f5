/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit copier: entry points of the protection domain.
 */
#include <os/sddf.h>
#include <sddf/util/printf.h>
#include "config.h"
#include "tx_copier.h"

__attribute__((__section__(".net_tx_copy_config"), used, retain)) net_tx_copy_config_t config;

static struct tx_copier copier;
static bool serving;

void init(void)
{
    serving = tx_copier_init(&copier, &config);
    if (!serving) {
        sddf_printf("%s: bad .net_tx_copy_config, not serving\n", sddf_get_pd_name());
    }
}

void notified(sddf_channel channel)
{
    (void)channel;
    if (serving) {
        tx_copier_run(&copier);
    }
}
