/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel tells the initial thread (BOOT-1..BOOT-13). */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/shared_types.h>

/* Fixed slots of the root CNode (BOOT-3), and the kinds of extra boot information (BOOT-8). */
@insert constants:bootinfo@

typedef seL4_Word seL4_SlotPos;

/* Slots [start, end). */
typedef struct seL4_SlotRegion {
    seL4_SlotPos start;
    seL4_SlotPos end;
} seL4_SlotRegion;

/* Entry i describes the capability in slot untyped.start + i. */
typedef struct seL4_UntypedDesc {
    seL4_Word paddr;
    seL4_Uint8 sizeBits;
    seL4_Uint8 isDevice;
    seL4_Uint8 padding[sizeof(seL4_Word) - 2 * sizeof(seL4_Uint8)];
} seL4_UntypedDesc;

typedef struct seL4_BootInfo {
    seL4_Word extraLen;                /* bytes of extra boot information, 0 = none */
    seL4_Word nodeID;
    seL4_Word numNodes;
    seL4_Word numIOPTLevels;
    seL4_IPCBuffer *ipcBuffer;
    seL4_SlotRegion empty;
    seL4_SlotRegion sharedFrames;
    seL4_SlotRegion userImageFrames;
    seL4_SlotRegion userImagePaging;
    seL4_SlotRegion ioSpaceCaps;
    seL4_SlotRegion extraBIPages;
    seL4_Word initThreadCNodeSizeBits;
    seL4_Word initThreadDomain;
    seL4_SlotRegion schedcontrol;
    seL4_SlotRegion untyped;
    seL4_UntypedDesc untypedList[CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS];
} seL4_BootInfo;

SEL4_COMPILE_ASSERT(seL4_BootInfo_fits_its_frame, sizeof(seL4_BootInfo) <= seL4_BootInfoFrameSize)

/* Each chunk of extra boot information starts with this; len includes the header. */
typedef struct seL4_BootInfoHeader {
    seL4_Word id;
    seL4_Word len;
} seL4_BootInfoHeader;
