/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the kernel at EL1 sees memory (LDR-1, LDR-2). User tools depend on these numbers.
 *
 * User address spaces are translated by TTBR0_EL1, the kernel by TTBR1_EL1: both halves are 48 bits wide.
 */
#pragma once

#ifdef __ASSEMBLER__
#define ADDRESS(number) number
#else
#include <stdint.h>
#define ADDRESS(number) UINT64_C(number)
#endif

/* Virtual minus physical address in the window that shows all physical memory. */
#define PHYSICAL_WINDOW ADDRESS(0xffffff8000000000)

/* The last GiB of the kernel's half: its own image, and at the very end device pages. */
#define KERNEL_IMAGE_BASE ADDRESS(0xffffffffc0000000)

/* The last 2 MiB of that GiB. */
#define DEVICE_PAGES (KERNEL_IMAGE_BASE + ADDRESS(0x3fe00000))
