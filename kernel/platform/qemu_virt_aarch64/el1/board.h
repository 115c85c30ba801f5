/* SPDX-License-Identifier: BSD-2-Clause */
/* QEMU virt with the kernel at EL1: memory and interrupts that differ from the EL2 kernel (BOOT-21, IRQ-1).
 * */
#pragma once

#include "platform/qemu_virt_aarch64/devices.h"

#define RAM_START UINT64_C(0x40000000)
#define RAM_END   UINT64_C(0xc0000000)

/* Reserved by the kernel, ascending. Everything else below the device top that is not RAM is device memory.
 * */
#define KERNEL_DEVICE_PAGES { GIC_DISTRIBUTOR_PADDR, GIC_CPU_INTERFACE_PADDR }

/* The virtual timer: user level may have the physical one (REG-9). */
#define KERNEL_TIMER_IRQ 27u
/* Ended by IRQ_NONE. */
#define RESERVED_IRQS    { IRQ_NONE }
