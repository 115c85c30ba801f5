/* SPDX-License-Identifier: BSD-2-Clause */
/* Devices that the loader touches on the QEMU `virt` board: the console and the interrupt controller. */
#pragma once

#define UART_BASE 0x09000000ul /* PL011 */
#define GICD_BASE 0x08000000ul
#define GICC_BASE 0x08010000ul
