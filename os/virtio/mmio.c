/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio transport over memory-mapped registers: region 0 of the driver's device resources (VIO-2).
 */
#include <sddf/util/fence.h>
#include <sddf/virtio/transport/common.h>
#include <sddf/virtio/transport/mmio.h>

static uint32_t reg_read(const virtio_device_handle_t *handle, uint32_t offset)
{
    return *(const volatile uint32_t *)(handle->regs + offset);
}

static void reg_write(const virtio_device_handle_t *handle, uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(handle->regs + offset) = value;
}

static void reg_write_address(const virtio_device_handle_t *handle, uint32_t low_offset, uint64_t address)
{
    reg_write(handle, low_offset, (uint32_t)address);
    reg_write(handle, low_offset + 4, (uint32_t)(address >> 32));
}

bool virtio_transport_probe(device_resources_t *resources, virtio_device_handle_t *handle, uint32_t device_id)
{
    if (resources->num_regions == 0 || resources->regions[0].region.vaddr == NULL) {
        return false;
    }
    handle->regs = (uintptr_t)resources->regions[0].region.vaddr;
    return reg_read(handle, VIRTIO_MMIO_MAGIC_VALUE) == VIRTIO_MMIO_MAGIC
        && reg_read(handle, VIRTIO_MMIO_VERSION) == VIRTIO_MMIO_VERSION_MODERN
        && reg_read(handle, VIRTIO_MMIO_DEVICE_ID) == device_id;
}

volatile void *virtio_transport_get_device_config(virtio_device_handle_t *handle)
{
    return (volatile void *)(handle->regs + VIRTIO_MMIO_CONFIG);
}

void virtio_transport_set_status(virtio_device_handle_t *handle, uint8_t status)
{
    reg_write(handle, VIRTIO_MMIO_STATUS, status);
}

uint8_t virtio_transport_get_status(virtio_device_handle_t *handle)
{
    return (uint8_t)reg_read(handle, VIRTIO_MMIO_STATUS);
}

uint32_t virtio_transport_get_device_features(virtio_device_handle_t *handle, uint32_t select)
{
    reg_write(handle, VIRTIO_MMIO_DEVICE_FEATURES_SEL, select);
    return reg_read(handle, VIRTIO_MMIO_DEVICE_FEATURES);
}

void virtio_transport_set_driver_features(virtio_device_handle_t *handle, uint32_t select, uint32_t features)
{
    reg_write(handle, VIRTIO_MMIO_DRIVER_FEATURES_SEL, select);
    reg_write(handle, VIRTIO_MMIO_DRIVER_FEATURES, features);
    handle->driver_features[select & 1] = features;
}

/* The register is write-only. */
uint32_t virtio_transport_get_driver_features(virtio_device_handle_t *handle, uint32_t select)
{
    return handle->driver_features[select & 1];
}

uint16_t virtio_transport_queue_get_capacity(virtio_device_handle_t *handle, uint16_t queue)
{
    reg_write(handle, VIRTIO_MMIO_QUEUE_SEL, queue);
    uint32_t max = reg_read(handle, VIRTIO_MMIO_QUEUE_NUM_MAX);
    return max > UINT16_MAX ? UINT16_MAX : (uint16_t)max;
}

bool virtio_transport_queue_setup(virtio_device_handle_t *handle, uint16_t queue, uint16_t size,
                                  uint64_t desc, uint64_t driver, uint64_t device)
{
    if (size > virtio_transport_queue_get_capacity(handle, queue)) {
        return false;
    }
    if (reg_read(handle, VIRTIO_MMIO_QUEUE_READY) != 0) {
        return false;
    }
    reg_write(handle, VIRTIO_MMIO_QUEUE_NUM, size);
    reg_write_address(handle, VIRTIO_MMIO_QUEUE_DESC_LOW, desc);
    reg_write_address(handle, VIRTIO_MMIO_QUEUE_DRIVER_LOW, driver);
    reg_write_address(handle, VIRTIO_MMIO_QUEUE_DEVICE_LOW, device);
    wwmb();
    reg_write(handle, VIRTIO_MMIO_QUEUE_READY, 1);
    return true;
}

void virtio_transport_queue_notify(virtio_device_handle_t *handle, uint16_t queue)
{
    wwmb();
    reg_write(handle, VIRTIO_MMIO_QUEUE_NOTIFY, queue);
}

uint32_t virtio_transport_read_isr(virtio_device_handle_t *handle)
{
    return reg_read(handle, VIRTIO_MMIO_INTERRUPT_STATUS);
}

void virtio_transport_write_isr(virtio_device_handle_t *handle, uint32_t causes)
{
    reg_write(handle, VIRTIO_MMIO_INTERRUPT_ACK, causes);
}
