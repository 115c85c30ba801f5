/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers that the linker script and the kernel's own page tables share. */
#pragma once

#include <board_image.h>

/* Device pages are mapped in the last 2 MiB of the GiB that starts at KERNEL_IMAGE_BASE. */
#define DEVICE_PAGES_OFFSET 0x3fe00000
