/* SPDX-License-Identifier: BSD-2-Clause */
/* The library's only object file (LIB-6): the IPC buffer pointer and the record of the boot information. */

#include <sel4/bootinfo_types.h>
#include <sel4/functions.h>

void seL4_InitBootInfo(seL4_BootInfo *bi);
seL4_BootInfo *seL4_GetBootInfo(void);

#ifdef CONFIG_LIB_SEL4_USE_THREAD_LOCALS
__thread seL4_IPCBuffer *__sel4_ipc_buffer;
#else
seL4_IPCBuffer *__sel4_ipc_buffer;
#endif

extern seL4_BootInfo *bootinfo;
seL4_BootInfo *bootinfo;

void seL4_InitBootInfo(seL4_BootInfo *bi)
{
    bootinfo = bi;
}

seL4_BootInfo *seL4_GetBootInfo(void)
{
    return bootinfo;
}
