/* SPDX-License-Identifier: BSD-2-Clause */
/* The two QEMU boards as the tool sees them, and a kernel image for each. */
#pragma once

#include "image/bootmem.h"

/* EL2 kernel (40-bit addresses, large TCBs of the debug configuration) and EL1 kernel. */
struct board board_el2(void);
struct board board_el1(void);

/* A kernel of 0x45000 bytes at the start of memory, of which 0x10000 are for booting only. */
struct kernel_place kernel_of(const struct board *board);
