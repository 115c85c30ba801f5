/* SPDX-License-Identifier: BSD-2-Clause */
/* Physical address of the kernel image: the start of the kernel's RAM (LDR-1). Also read by the linker
 * script. */
#pragma once

#define IMAGE_PADDR 0x60000000
