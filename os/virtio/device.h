/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bringing a virtio device up, for drivers of every kind (NET-105).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/virtio/transport/common.h>

/*
 * Resets the device and agrees on features: all of `required` and those of `optional` that it offers,
 * as masks of 64 bits. False if a required feature is missing or the device refuses the choice; the
 * device is then marked as failed.
 */
bool virtio_device_start(virtio_device_handle_t *device, uint64_t required, uint64_t optional);

/* The queues are set up: the device may use them from now on. */
void virtio_device_run(virtio_device_handle_t *device);

/* Gives the device up: it is told that the driver failed, and stops. */
void virtio_device_fail(virtio_device_handle_t *device);
