/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a driver owns: register regions, DMA regions and interrupts, in section `.device_resources`
 * (CFG-3..6).
 */
#pragma once

#include <stddef.h>

#include <sddf/resources/common.h>

#define DEVICE_MAX_REGIONS 64
#define DEVICE_MAX_IRQS    64

#define DEVICE_RESOURCES_MAGIC_BYTE 0x01
#define DEVICE_RESOURCES_MAGIC      { 's', 'D', 'D', 'F', DEVICE_RESOURCES_MAGIC_BYTE }

/* An interrupt: its Microkit id in this PD. 1 byte. */
typedef struct device_irq_resource {
    uint8_t id;
} device_irq_resource_t;

/* 1608 bytes. A region that comes from a device tree starts at the device, not at its page (CFG-5). */
typedef struct device_resources {
    char magic[SDDF_MAGIC_LENGTH];
    uint8_t num_regions;
    uint8_t num_irqs;
    device_region_resource_t regions[DEVICE_MAX_REGIONS];
    device_irq_resource_t irqs[DEVICE_MAX_IRQS];
} device_resources_t;

_Static_assert(offsetof(device_resources_t, regions) == 8, "CFG-4");
_Static_assert(offsetof(device_resources_t, irqs) == 1544, "CFG-4");
_Static_assert(sizeof(device_resources_t) == 1608, "CFG-4");

/* True if the struct was patched in when the system was composed. */
/*@ requires \valid_read(resources);
    assigns \nothing; */
static inline bool device_resources_check_magic(device_resources_t *resources)
{
    return sddf_magic_is(resources->magic, DEVICE_RESOURCES_MAGIC_BYTE);
}
