/* SPDX-License-Identifier: BSD-2-Clause */
/* QEMU virt: what the kernel itself uses of the board. */
#pragma once

#include "types.h"

#define GIC_DISTRIBUTOR_PADDR   UINT64_C(0x08000000)
#define GIC_CPU_INTERFACE_PADDR UINT64_C(0x08010000)
#define GIC_HYPERVISOR_PADDR    UINT64_C(0x08030000)
#define UART_PADDR              UINT64_C(0x09000000)

/* Largest interrupt number that user level can get (IRQ-1). */
enum { MAX_IRQ = 159, NUM_IRQS = MAX_IRQ + 1 };

