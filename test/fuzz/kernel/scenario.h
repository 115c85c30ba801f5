/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system that each program starts in: a few objects of every kind in known slots of the root CNode.
 */
#pragma once

#include "calls.h"

enum {
    EPS = SLOT_FREE,
    EP_COUNT = 4,
    NTFNS = EPS + EP_COUNT,
    NTFN_COUNT = 4,
    REPLIES = NTFNS + NTFN_COUNT,
    REPLY_COUNT = 4,
    SCS = REPLIES + REPLY_COUNT,
    SC_COUNT = 6,
    TCBS = SCS + SC_COUNT,
    ACTIVE_COUNT = 4, /* threads with a scheduling context */
    TCB_COUNT = 6,
    BUFFERS = TCBS + TCB_COUNT,
    CNODES = BUFFERS + TCB_COUNT,
    CNODE_COUNT = 4,
    UNTYPEDS = CNODES + CNODE_COUNT,
    UNTYPED_COUNT = 4,
    IRQS = UNTYPEDS + UNTYPED_COUNT,
    IRQ_COUNT_USED = 3,
    BADGED = IRQS + IRQ_COUNT_USED,
    BADGED_COUNT = 5,
    SPARE = BADGED + BADGED_COUNT,
    SLOTS_END = SLOT_FREE + 64,
    /* Address spaces and virtual CPUs; some slots stay empty. */
    SPACES = SLOTS_END,
    SPACE_COUNT = 3,
    TABLES = SPACES + SPACE_COUNT,
    TABLE_COUNT = 5,
    FRAMES = TABLES + TABLE_COUNT,
    FRAME_COUNT = 6, /* four small ones, and a large and a huge one that the kernel does not see */
    VCPUS = FRAMES + FRAME_COUNT,
    VCPU_COUNT = 3,
    PAGES = VCPUS + VCPU_COUNT, /* untyped memory of the size of a page */
    PAGE_COUNT = 3,
    POOLS = PAGES + PAGE_COUNT,
    SPACE_SLOTS = POOLS + 4 - SPACES,
    CNODE_RADIX = 3,
    CHILD_UNTYPED_BITS = 13,
};

/* Boots and builds it, with the model watching, and keeps the state for program_run(). */
void scenario_build(void);

/* Goes back to the state kept. */
void scenario_restore(void);
