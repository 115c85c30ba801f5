/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio network driver: entry points of the protection domain.
 */
#include <os/sddf.h>
#include <sddf/network/config.h>
#include <sddf/resources/device.h>
#include <sddf/util/printf.h>
#include "virtio_net.h"

__attribute__((__section__(".device_resources"), used, retain)) device_resources_t device_resources;
__attribute__((__section__(".net_driver_config"), used, retain)) net_driver_config_t config;

static struct virtio_net net;
static bool serving;

void init(void)
{
    serving = virtio_net_init(&net, &device_resources, &config);
    if (!serving) {
        sddf_printf("%s: no usable virtio network device, or bad config; not serving\n", sddf_get_pd_name());
    }
}

void notified(sddf_channel channel)
{
    if (!serving) {
        return;
    }
    if (channel == device_resources.irqs[0].id) {
        virtio_net_interrupt(&net);
        sddf_deferred_irq_ack(channel); /* [DR12] */
    } else if (channel == net.virt_rx.channel) {
        virtio_net_rx_provide(&net); /* [DR13] */
    } else if (channel == net.virt_tx.channel) {
        virtio_net_tx_provide(&net); /* [DT13] */
    }
}
