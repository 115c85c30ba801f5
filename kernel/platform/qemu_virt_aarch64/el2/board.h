/* SPDX-License-Identifier: BSD-2-Clause */
/* QEMU virt with the kernel at EL2: memory and interrupts that differ from the EL1 kernel (BOOT-21, IRQ-1).
 * */
#pragma once

#include "platform/qemu_virt_aarch64/devices.h"

/* RAM below is left to guests: it becomes one device untyped. */
#define RAM_START UINT64_C(0x60000000)
#define RAM_END   UINT64_C(0xc0000000)

/* Reserved by the kernel, ascending. Everything else below the device top that is not RAM is device memory.
 * */
#define KERNEL_DEVICE_PAGES { GIC_DISTRIBUTOR_PADDR, GIC_CPU_INTERFACE_PADDR, GIC_HYPERVISOR_PADDR }

/* The timer of the hypervisor; the virtual timer belongs to guests. */
#define KERNEL_TIMER_IRQ     26u
#define VGIC_MAINTENANCE_IRQ 25u
#define VIRTUAL_TIMER_IRQ    27u
/* Ended by IRQ_NONE. */
#define RESERVED_IRQS        { VGIC_MAINTENANCE_IRQ, VIRTUAL_TIMER_IRQ, IRQ_NONE }
