/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copier: entry points of the protection domain.
 */
#include <os/sddf.h>
#include <sddf/network/config.h>
#include <sddf/util/printf.h>
#include "copier.h"

__attribute__((__section__(".net_copy_config"), used, retain)) net_copy_config_t config;

static struct copier copier;
static bool serving;

void init(void)
{
    serving = copier_init(&copier, &config);
    if (!serving) {
        sddf_printf("%s: bad .net_copy_config, not serving\n", sddf_get_pd_name());
    }
}

void notified(sddf_channel channel)
{
    (void)channel;
    if (serving) {
        copier_run(&copier);
    }
}
