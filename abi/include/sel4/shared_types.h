/* SPDX-License-Identifier: BSD-2-Clause */
/* Types that the kernel and its users both read and write: message info, rights, the IPC buffer. */
#pragma once

#include <sel4/constants.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>
#include <sel4/shared_types_gen.h>
#include <sel4/arch/shared_types.h>

/* Rights by value (CAP-5), for functions that take a seL4_CapRights_t. */
#define seL4_ReadWrite seL4_CapRights_new(0, 0, 1, 1)
#define seL4_AllRights seL4_CapRights_new(1, 1, 1, 1)
#define seL4_CanRead seL4_CapRights_new(0, 0, 1, 0)
#define seL4_CanWrite seL4_CapRights_new(0, 0, 0, 1)
#define seL4_CanGrant seL4_CapRights_new(0, 1, 0, 0)
#define seL4_CanGrantReply seL4_CapRights_new(1, 0, 0, 0)
#define seL4_NoWrite seL4_CapRights_new(1, 1, 1, 0)
#define seL4_NoRead seL4_CapRights_new(1, 1, 0, 1)
#define seL4_NoRights seL4_CapRights_new(0, 0, 0, 0)

/* The IPC buffer (MSG-2). Its alignment keeps it within one frame. */
typedef struct seL4_IPCBuffer_ {
    seL4_MessageInfo_t tag;
    seL4_Word msg[seL4_MsgMaxLength];
    seL4_Word userData;
    seL4_Word caps_or_badges[seL4_MsgMaxExtraCaps];
    seL4_CPtr receiveCNode;
    seL4_CPtr receiveIndex;
    seL4_Word receiveDepth;
} __attribute__((__aligned__(1 << seL4_IPCBufferSizeBits))) seL4_IPCBuffer;

SEL4_COMPILE_ASSERT(seL4_IPCBuffer_size, sizeof(seL4_IPCBuffer) == 1 << seL4_IPCBufferSizeBits)
