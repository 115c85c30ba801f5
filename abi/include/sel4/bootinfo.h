/* SPDX-License-Identifier: BSD-2-Clause */
/* The library's record of the boot information (LIB-6); programs better keep the pointer themselves. */
#pragma once

#include <sel4/bootinfo_types.h>
#include <sel4/macros.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Stores the pointer that the kernel passed to the initial thread. */
void seL4_InitBootInfo(seL4_BootInfo *bi) SEL4_DEPRECATED("keep the pointer in your own start-up code");

/* What seL4_InitBootInfo() stored, null before. */
seL4_BootInfo *seL4_GetBootInfo(void) SEL4_DEPRECATED("keep the pointer in your own start-up code");

#ifdef __cplusplus
}
#endif
