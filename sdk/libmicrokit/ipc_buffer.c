/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The IPC buffer of a protection domain lies in the last page of its address space (ABI-20), so its address
 * is a constant and no start-up code has to set it.
 */

#include <sel4/sel4.h>

seL4_IPCBuffer *__sel4_ipc_buffer = (seL4_IPCBuffer *)(seL4_UserVSpaceTop & ~0xffful);
