/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses for regions whose physical address a program asks for (ALLOC-12). */
#pragma once

#include "image/bootmem.h"

/* Gives every PADDR_CHOSEN region a contiguous address in memory that is free after boot, first fit from the
 * lowest address on. Ends the process if one does not fit. */
void region_paddr_choose(struct system *system, const struct boot_memory *boot);

/* A stand-in until the real address is known, so that sizes can be determined. */
void region_paddr_reset(struct system *system);
