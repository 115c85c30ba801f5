/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transport of a virtio device: the same functions over memory-mapped registers or PCI, chosen at
 * link time (VIO-1). Devices must be modern (version 1 or later); legacy ones are not found.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/resources/device.h>

typedef enum virtio_device_id {
    VIRTIO_DEVICE_ID_NET = 1,
    VIRTIO_DEVICE_ID_BLOCK = 2,
    VIRTIO_DEVICE_ID_CONSOLE = 3,
    VIRTIO_DEVICE_ID_GPU = 16,
} virtio_device_id_t;

/* Interrupt status bits. */
#define VIRTIO_IRQ_VQUEUE 1u
#define VIRTIO_IRQ_CONFIG 2u

/* A probed device. Its contents are the transport's affair. */
typedef struct virtio_device_handle {
    uintptr_t regs;
    uint32_t driver_features[2];
} virtio_device_handle_t;

/*
 * Finds the device of kind `device_id` among `resources` and fills `*handle`; false if there is none,
 * or it is a legacy device. The device is not touched.
 */
bool virtio_transport_probe(device_resources_t *resources, virtio_device_handle_t *handle,
                            uint32_t device_id);

/* The device's own configuration structure, in device memory: volatile accesses of the field's width only. */
volatile void *virtio_transport_get_device_config(virtio_device_handle_t *handle);

/* Device status register: VIRTIO_DEVICE_STATUS_ bits; writing 0 resets the device. */
void virtio_transport_set_status(virtio_device_handle_t *handle, uint8_t status);
uint8_t virtio_transport_get_status(virtio_device_handle_t *handle);

/* Feature bits 32 * `select` to 32 * `select` + 31, `select` 0 or 1: those offered, those accepted. */
uint32_t virtio_transport_get_device_features(virtio_device_handle_t *handle, uint32_t select);
uint32_t virtio_transport_get_driver_features(virtio_device_handle_t *handle, uint32_t select);
void virtio_transport_set_driver_features(virtio_device_handle_t *handle, uint32_t select, uint32_t features);

/* Most entries that queue `queue` can have; 0 if the device has no such queue. */
/*@ requires \valid(handle); assigns \result \from \nothing; */
uint16_t virtio_transport_queue_get_capacity(virtio_device_handle_t *handle, uint16_t queue);

/*
 * Sets up and enables a queue of `size` entries whose parts are at IO addresses `desc`, `driver`
 * (available ring) and `device` (used ring). False, and nothing done, if the device cannot have that
 * many entries or the queue is in use.
 */
/*@ requires \valid(handle); assigns \result \from \nothing; */
bool virtio_transport_queue_setup(virtio_device_handle_t *handle, uint16_t queue, uint16_t size,
                                  uint64_t desc, uint64_t driver, uint64_t device);

/* Tells the device that queue `queue` has new buffers; memory written before is visible to it. */
/*@ requires \valid(handle); assigns \nothing; */
void virtio_transport_queue_notify(virtio_device_handle_t *handle, uint16_t queue);

/* Pending interrupt causes, VIRTIO_IRQ_ bits, and their acknowledgement. */
uint32_t virtio_transport_read_isr(virtio_device_handle_t *handle);
/*@ requires \valid(handle); assigns \nothing; */
void virtio_transport_write_isr(virtio_device_handle_t *handle, uint32_t causes);
