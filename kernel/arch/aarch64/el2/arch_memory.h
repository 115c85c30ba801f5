/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the kernel at EL2 sees memory (LDR-1, LDR-2). User tools depend on these numbers.
 *
 * The kernel has the EL2 translation regime to itself (TTBR0_EL2); users and guests are translated by stage
 * 2.
 */
#pragma once

#ifdef __ASSEMBLER__
#define ADDRESS(number) number
#else
#include <stdint.h>
#define ADDRESS(number) UINT64_C(number)
#endif

/* Virtual minus physical address in the window that shows all physical memory. */
#define PHYSICAL_WINDOW ADDRESS(0x0000008000000000)

/* The last GiB of the kernel's first 2^40 bytes: its own image, and at the very end device pages. */
#define KERNEL_IMAGE_BASE ADDRESS(0x000000ffc0000000)

/* The last 2 MiB of that GiB. */
#define DEVICE_PAGES (KERNEL_IMAGE_BASE + ADDRESS(0x3fe00000))
