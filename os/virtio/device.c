/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The status and feature steps that every virtio device takes at start.
 */
#include "device.h"

#include <sddf/virtio/feature.h>

/* Reads of the status register after a reset before the device counts as broken; QEMU's needs one. */
#define RESET_POLLS 100000u

static void add_status(virtio_device_handle_t *device, uint8_t bits)
{
    virtio_transport_set_status(device, (uint8_t)(virtio_transport_get_status(device) | bits));
}

/* A reset is complete when the status reads 0. */
static bool reset(virtio_device_handle_t *device)
{
    virtio_transport_set_status(device, 0);
    for (uint32_t i = 0; i < RESET_POLLS; i++) {
        if (virtio_transport_get_status(device) == 0) {
            return true;
        }
    }
    return false;
}

static bool negotiate(virtio_device_handle_t *device, uint64_t required, uint64_t optional)
{
    uint64_t low = virtio_transport_get_device_features(device, 0);
    uint64_t offered = ((uint64_t)virtio_transport_get_device_features(device, 1) << 32) | low;
    if ((offered & required) != required) {
        return false;
    }
    uint64_t accepted = required | (offered & optional);
    virtio_transport_set_driver_features(device, 0, (uint32_t)accepted);
    virtio_transport_set_driver_features(device, 1, (uint32_t)(accepted >> 32));
    add_status(device, VIRTIO_DEVICE_STATUS_FEATURES_OK);
    return (virtio_transport_get_status(device) & VIRTIO_DEVICE_STATUS_FEATURES_OK) != 0;
}

bool virtio_device_start(virtio_device_handle_t *device, uint64_t required, uint64_t optional)
{
    if (!reset(device)) {
        return false;
    }
    add_status(device, VIRTIO_DEVICE_STATUS_ACKNOWLEDGE);
    add_status(device, VIRTIO_DEVICE_STATUS_DRIVER);
    if (!negotiate(device, required, optional)) {
        virtio_device_fail(device);
        return false;
    }
    return true;
}

void virtio_device_run(virtio_device_handle_t *device)
{
    add_status(device, VIRTIO_DEVICE_STATUS_DRIVER_OK);
}

void virtio_device_fail(virtio_device_handle_t *device)
{
    add_status(device, VIRTIO_DEVICE_STATUS_FAILED);
}
