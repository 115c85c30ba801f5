/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device status bits and the feature bits that are common to all virtio devices. Feature values are
 * bit numbers of a 64-bit set, not masks.
 */
#pragma once

#define VIRTIO_DEVICE_STATUS_ACKNOWLEDGE 1u
#define VIRTIO_DEVICE_STATUS_DRIVER 2u
#define VIRTIO_DEVICE_STATUS_DRIVER_OK 4u
#define VIRTIO_DEVICE_STATUS_FEATURES_OK 8u
#define VIRTIO_DEVICE_STATUS_NEEDS_RESET 64u
#define VIRTIO_DEVICE_STATUS_FAILED 128u

#define VIRTIO_F_VERSION_1 32u
