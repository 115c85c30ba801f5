/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Driver for virtio network devices: moves buffer addresses between the two virtualisers and the
 * device's rings, and never sees a frame (NET-20..26, NET-100..105, GEN-14).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/network/config.h>
#include <sddf/resources/device.h>
#include "../queue/ends.h"
#include "frame_queue.h"

struct virtio_net {
    virtio_device_handle_t device;
    bool failed;                /* the device broke its protocol: nothing is sent or received any more */
    bool notify_rx;             /* stay set until a notification was really sent */
    bool notify_tx;
    struct frame_queue rx;
    struct frame_queue tx;
    struct net_out virt_rx;
    struct net_in virt_tx;
};

/*
 * Brings the device up and offers it the buffers that are queued already. False if the config is not
 * sound or the device cannot be used; the other functions must then not be called.
 */
bool virtio_net_init(struct virtio_net *net, device_resources_t *resources,
                     const net_driver_config_t *config);

/* The receive virtualiser has returned buffers. */
void virtio_net_rx_provide(struct virtio_net *net);

/* The transmit virtualiser has frames. */
void virtio_net_tx_provide(struct virtio_net *net);

/* The device raised its interrupt, which the caller acknowledges to the kernel afterwards. */
void virtio_net_interrupt(struct virtio_net *net);
