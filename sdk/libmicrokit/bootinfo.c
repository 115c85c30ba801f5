/* SPDX-License-Identifier: BSD-2-Clause */
/* The two deprecated boot information functions that libsel4 declares (01 LIB-6); only for programs that
 * run as a root task. */

#include <sel4/sel4.h>

seL4_BootInfo *bootinfo;

void seL4_InitBootInfo(seL4_BootInfo *bi)
{
    bootinfo = bi;
}

seL4_BootInfo *seL4_GetBootInfo(void)
{
    return bootinfo;
}
