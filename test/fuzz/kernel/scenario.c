/* SPDX-License-Identifier: BSD-2-Clause */
/* Builds the scenario once; each program runs on a copy. */
#include "scenario.h"

#include "model.h"
#include "reference/predict.h"
#include "system.h"

#include <string.h>

static void build_threads(void)
{
    for (word_t i = 0; i < ACTIVE_COUNT; i++) {
        system_configure_sc(SCS + i, i % 2 ? 1000 : 500, i % 2 ? 1000 : 2000, i, i % 3 == 0);
        (void)system_thread(TCBS + i, BUFFERS + i, SCS + i, 0);
        (void)system_call(TCBS + i, (struct message){.label = TCBSetSchedParams,
                                                     .length = 2,
                                                     .word = {99u + i, 98u + i},
                                                     .caps = 3,
                                                     .cap = {SLOT_TCB, SCS + i, EPS + i}});
    }
}

/* Servers that run on what their clients lend them. Each gets as far as its first receive on a scheduling context of
 * its own, which then takes its leave. */
static void build_passive_threads(void)
{
    for (word_t i = ACTIVE_COUNT; i < TCB_COUNT; i++) {
        system_configure_sc(SCS + i, 1000, 1000, 0, 0);
        (void)system_thread(TCBS + i, BUFFERS + i, SCS + i, 255);
        system_yield();
        (void)system_receive(seL4_SysRecv, EPS + i - ACTIVE_COUNT, REPLIES + i - ACTIVE_COUNT);
        (void)system_call(SCS + i, (struct message){.label = SchedContextUnbind});
        (void)system_call(TCBS + i, (struct message){.label = TCBSetPriority,
                                                     .length = 1,
                                                     .word = {97u + i},
                                                     .caps = 1,
                                                     .cap = {SLOT_TCB}});
    }
}

static void build_irqs(void)
{
    for (word_t i = 0; i < IRQ_COUNT_USED; i++) {
        (void)system_call(SLOT_IRQ_CONTROL, (struct message){.label = IRQIssueIRQHandler,
                                                             .length = 3,
                                                             .word = {i + 1, IRQS + i, WORD_BITS},
                                                             .caps = 1,
                                                             .cap = {SLOT_CNODE}});
        (void)system_call(IRQS + i, (struct message){.label = IRQSetIRQHandler, .caps = 1, .cap = {NTFNS + i}});
    }
}

/* The second thread finds everything at the same addresses, but through two CNodes: a small one that skips the upper
 * bits, and in its first slot the root CNode without guard. */
static void build_deep_cspace(void)
{
    (void)system_call(CNODES, (struct message){.label = CNodeMint,
                                               .length = 6,
                                               .word = {0, CNODE_RADIX, SLOT_CNODE, WORD_BITS, 15, 0},
                                               .caps = 1,
                                               .cap = {SLOT_CNODE}});
    (void)system_call(TCBS + 1, (struct message){.label = TCBSetSpace,
                                                 .length = 2,
                                                 .word = {WORD_BITS - ROOT_RADIX - CNODE_RADIX, 0},
                                                 .caps = 3,
                                                 .cap = {EPS, CNODES, SLOT_VSPACE}});
}

/* The last threads live in spaces of their own; one of them is a guest. */
static void build_spaces(void)
{
    system_retype(seL4_ARM_VSpaceObject, 0, SPACES, SPACE_COUNT);
    system_retype(seL4_ARM_PageTableObject, 0, TABLES, TABLE_COUNT);
    system_retype(seL4_ARM_SmallPageObject, 0, FRAMES, FRAME_COUNT - 2);
    system_retype(seL4_ARM_VCPUObject, 0, VCPUS, VCPU_COUNT);
    system_retype(seL4_UntypedObject, seL4_ASIDPoolBits, PAGES, PAGE_COUNT);
    for (word_t i = 0; i < 2; i++) {
        (void)system_call(SLOT_DEVICE, (struct message){.label = UntypedRetype,
                                                        .length = 6,
                                                        .word = {i ? (word_t)seL4_ARM_HugePageObject
                                                                   : (word_t)seL4_ARM_LargePageObject,
                                                                 0, 0, 0, FRAMES + FRAME_COUNT - 2 + i, 1},
                                                        .caps = 1,
                                                        .cap = {SLOT_CNODE}});
        (void)system_call(SLOT_ASID_POOL,
                          (struct message){.label = ARMASIDPoolAssign, .caps = 1, .cap = {SPACES + i}});
        (void)system_call(TCBS + TCB_COUNT - 1 - i, (struct message){.label = TCBSetSpace,
                                                                     .length = 2,
                                                                     .caps = 3,
                                                                     .cap = {EPS, SLOT_CNODE, SPACES + i}});
    }
    (void)system_call(VCPUS, (struct message){.label = ARMVCPUSetTCB, .caps = 1, .cap = {TCBS + 2}});
}

void scenario_build(void)
{
    model_reset();
    system_boot();
    system_entry_begins = predict;
    system_entry_done = model_compare;
    system_retype(seL4_EndpointObject, 0, EPS, EP_COUNT);
    system_retype(seL4_NotificationObject, 0, NTFNS, NTFN_COUNT);
    system_retype(seL4_ReplyObject, 0, REPLIES, REPLY_COUNT);
    system_retype(seL4_SchedContextObject, 8, SCS, SC_COUNT);
    system_retype(seL4_CapTableObject, CNODE_RADIX, CNODES, CNODE_COUNT);
    system_retype(seL4_UntypedObject, CHILD_UNTYPED_BITS, UNTYPEDS, UNTYPED_COUNT);
    build_threads();
    build_passive_threads();
    build_deep_cspace();
    build_irqs();
    build_spaces();
    system_mint(EPS, BADGED, 15, 5);
    system_mint(EPS, BADGED + 1, 15, 6);
    system_mint(NTFNS, BADGED + 2, 15, 1);
    system_mint(NTFNS, BADGED + 3, 15, 6);
    system_copy(TCBS, BADGED + 4, 15);
    (void)system_call(SLOT_TCB, (struct message){
                                    .label = TCBSetPriority, .length = 1, .word = {100}, .caps = 1, .cap = {SLOT_TCB}});
    system_save();
    model_save();
}

/* What programs made beyond the scenario's own objects is cleared, as the kernel expects of fresh untyped memory. */
void scenario_restore(void)
{
    paddr_t end = model_memory_end();

    system_restore();
    model_restore();
    struct cap untyped = system_cap(SLOT_UNTYPED);
    paddr_t start = untyped.object + untyped.data;
    if (end > start) {
        memset(physical_pointer(start), 0, end - start);
    }
    system_uses_fastpath = true;
}
