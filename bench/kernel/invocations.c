/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of kernel objects, one thread with nobody else ready. Copy and delete, map and unmap, retype
 * and delete alternate, so that each round meets the same state.
 */
#include "operations.h"
#include "worker.h"

#include <framework/objects.h>

#define UNTYPED_BITS 14u

static seL4_CPtr source, target, frame, untyped, object, blocked, notification;

/* Sets what does not fit in registers: the words from the fifth on, and the first capability. */
static void set_buffer(struct worker *self, seL4_Word word4, seL4_Word word5, seL4_CPtr cap)
{
    self->buffer->msg[4] = word4;
    self->buffer->msg[5] = word5;
    self->buffer->caps_or_badges[0] = cap;
}

static struct registers invocation(seL4_CPtr cap, seL4_Word info, seL4_Word word0, seL4_Word word1,
                                   seL4_Word word2, seL4_Word word3)
{
    return (struct registers){ { cap, info, word0, word1, word2, word3, 0, (seL4_Word)seL4_SysCall, 0 } };
}

static void invoke_tcb(struct worker *self, unsigned round)
{
    struct registers r = invocation(blocked, MESSAGE(TCBSetPriority, 1, 1), HIGH + round % 2, 0, 0, 0);

    set_buffer(self, 0, 0, seL4_CapInitThreadTCB);
    measured_trap(&r, set_priority);
    check_eq(r.x[INFO] >> 12, seL4_NoError);
}

static void invoke_cnode(struct worker *self)
{
    struct registers copy_call = invocation(ROOT_CNODE, MESSAGE(CNodeCopy, 1, 5), target, DEPTH, source,
                                            DEPTH);
    struct registers delete_call = invocation(ROOT_CNODE, MESSAGE(CNodeDelete, 0, 2), target, DEPTH, 0, 0);

    set_buffer(self, seL4_AllRights.words[0], 0, ROOT_CNODE);
    measured_trap(&copy_call, cnode_copy);
    measured_trap(&delete_call, cnode_delete);
    check_eq(copy_call.x[INFO] >> 12, seL4_NoError);
    check_eq(delete_call.x[INFO] >> 12, seL4_NoError);
}

static void invoke_page(struct worker *self)
{
    struct registers map = invocation(frame, MESSAGE(ARMPageMap, 1, 3), scratch_address(0),
                                      seL4_ReadWrite.words[0], seL4_ARM_Default_VMAttributes, 0);
    struct registers unmap = invocation(frame, MESSAGE(ARMPageUnmap, 0, 0), 0, 0, 0, 0);

    set_buffer(self, 0, 0, ROOT_VSPACE);
    measured_trap(&map, page_map);
    measured_trap(&unmap, page_unmap);
    check_eq(map.x[INFO] >> 12, seL4_NoError);
    check_eq(unmap.x[INFO] >> 12, seL4_NoError);
}

static void invoke_untyped(struct worker *self)
{
    struct registers make = invocation(untyped, MESSAGE(UntypedRetype, 1, 6), seL4_EndpointObject, 0, 0, 0);
    struct registers remove = invocation(ROOT_CNODE, MESSAGE(CNodeDelete, 0, 2), object, DEPTH, 0, 0);

    set_buffer(self, object, 1, ROOT_CNODE);
    measured_trap(&make, retype_endpoint);
    check_eq(make.x[INFO] >> 12, seL4_NoError);
    plain_trap(&remove);
}

static void invoke(struct worker *self)
{
    for (unsigned i = 0; i < ROUNDS; i++) {
        invoke_tcb(self, i);
        invoke_cnode(self);
        invoke_page(self);
        invoke_untyped(self);
    }
}

static void wait_for_ever(struct worker *self)
{
    struct registers r = system_call(seL4_SysWait, notification, 0, 0);

    (void)self;
    plain_trap(&r);
}

void measure_invocations(void)
{
    struct worker *sleeper = worker_new(HIGH, ROOT_VSPACE, 0, wait_for_ever);

    notification = notification_new();
    blocked = sleeper->tcb;
    source = endpoint_new();
    target = slot_new();
    frame = frame_new();
    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite,
                             seL4_ARM_Default_VMAttributes), seL4_NoError);
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    untyped = untyped_new(UNTYPED_BITS);
    /* A child that stays keeps the untyped from being reset. */
    check_eq(retype(untyped, seL4_EndpointObject, 0, slot_new()), seL4_NoError);
    object = slot_new();
    worker_start(sleeper);
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, invoke));
    wait_for_workers();
}
