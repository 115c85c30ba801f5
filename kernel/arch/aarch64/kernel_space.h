/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own address space: the window of all physical memory, the kernel image, device pages.
 */
#pragma once

#include "types.h"

/* Builds the tables and leaves the loader's. Boot only; memory outside the image is unmapped before. */
void kernel_space_init(void);

/* Physical address of a variable of the kernel image. */
paddr_t image_paddr(const void *variable);

/* Physical address of a root table without any mapping, aligned and sized as a user root. */
paddr_t kernel_space_empty_root(void);

/* First physical address that the window does not show. */
paddr_t kernel_space_window_end(void);
