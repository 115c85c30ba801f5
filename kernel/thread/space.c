/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thread's CSpace, VSpace and IPC buffer (TCB-4 to TCB-9).
 */
#include "arch.h"
#include "cspace/delete.h"
#include "cspace/derive.h"
#include "sched/scheduler.h"
#include "state.h"
#include "syscall/invocation.h"
#include "thread/decode.h"

enum { IPC_BUFFER_BITS = seL4_IPCBufferSizeBits };

/* TCB-4.3: replacing these roots would take unbounded time. */
static bool space_in_long_deletion(const struct tcb *t)
{
    return slot_is_long_running_delete(&t->slots[TCB_CSPACE]) ||
           slot_is_long_running_delete(&t->slots[TCB_VSPACE]);
}

/* The capability that the thread would hold for the root in slot; data 0 keeps the guard (TCB-9). */
static struct derived space_derive_root(const struct slot *slot, word_t data)
{
    struct cap cap = slot->cap;
    return cap_derive(slot, data ? cap_update(false, data, cap) : cap);
}

static struct derived space_check_cspace(const struct slot *slot, word_t data)
{
    struct derived root = space_derive_root(slot, data);
    if (root.outcome == DONE && !cap_is(root.cap, CAP_CNODE)) {
        root.outcome = error_illegal_operation();
    }
    return root;
}

static struct derived space_check_vspace(const struct slot *slot, word_t data)
{
    struct derived root = space_derive_root(slot, data);
    if (root.outcome == DONE && !arch_vspace_valid(root.cap)) {
        root.outcome = error_illegal_operation();
    }
    return root;
}

/* TCB-6; address 0 removes the buffer. */
APART static struct derived space_check_buffer(const struct slot *slot, vaddr_t address)
{
    if (address == 0) {
        return (struct derived){.outcome = DONE, .cap = cap_null()};
    }
    struct derived frame = cap_derive(slot, slot->cap);
    if (frame.outcome != DONE) {
        return frame;
    }
    if (!cap_is(frame.cap, CAP_FRAME) || frame.cap.flag) {
        frame.outcome = error_illegal_operation();
    } else if (address & MASK_BITS(IPC_BUFFER_BITS)) {
        frame.outcome = error_alignment();
    }
    return frame;
}

/* TCB-7 */
static outcome_t space_install_buffer(const struct invocation *request, struct tcb *t, vaddr_t address,
                                      struct cap frame, struct slot *source)
{
    t->buffer_address = address;
    if (thread_install(request, TCB_BUFFER, frame, source) == PREEMPTED) {
        return PREEMPTED;
    }
    if (t == kernel.cur) {
        scheduler_resched();
    }
    return DONE;
}

outcome_t thread_configure(const struct invocation *request, struct tcb *t)
{
    struct slot *cspace = request->extra[0];
    struct slot *vspace = request->extra[1];
    struct slot *buffer = request->extra[2];

    if (request->length < 3 || !cspace || !vspace || !buffer) {
        return error_truncated();
    }
    vaddr_t address = invocation_arg(request, 2);
    struct derived frame = space_check_buffer(buffer, address);
    if (frame.outcome != DONE) {
        return frame.outcome;
    }
    if (space_in_long_deletion(t)) {
        return error_illegal_operation();
    }
    struct derived croot = space_check_cspace(cspace, invocation_arg(request, 0));
    if (croot.outcome != DONE) {
        return croot.outcome;
    }
    struct derived vroot = space_check_vspace(vspace, invocation_arg(request, 1));
    if (vroot.outcome != DONE) {
        return vroot.outcome;
    }
    invocation_commit();
    if (thread_install(request, TCB_CSPACE, croot.cap, cspace) == PREEMPTED ||
        thread_install(request, TCB_VSPACE, vroot.cap, vspace) == PREEMPTED) {
        return PREEMPTED;
    }
    return space_install_buffer(request, t, address, frame.cap, buffer);
}

outcome_t thread_set_space(const struct invocation *request, struct tcb *t)
{
    struct slot *handler = request->extra[0];
    struct slot *cspace = request->extra[1];
    struct slot *vspace = request->extra[2];

    if (request->length < 2 || !handler || !cspace || !vspace) {
        return error_truncated();
    }
    if (space_in_long_deletion(t)) {
        return error_illegal_operation();
    }
    struct derived croot = space_check_cspace(cspace, invocation_arg(request, 0));
    if (croot.outcome != DONE) {
        return croot.outcome;
    }
    struct derived vroot = space_check_vspace(vspace, invocation_arg(request, 1));
    if (vroot.outcome != DONE) {
        return vroot.outcome;
    }
    if (!thread_valid_handler(handler->cap)) {
        return error_invalid_capability(1);
    }
    invocation_commit();
    if (thread_install(request, TCB_FAULT_HANDLER, handler->cap, handler) == PREEMPTED ||
        thread_install(request, TCB_CSPACE, croot.cap, cspace) == PREEMPTED) {
        return PREEMPTED;
    }
    if (thread_install(request, TCB_VSPACE, vroot.cap, vspace) == PREEMPTED) {
        return PREEMPTED;
    }
    if (t == kernel.cur) {
        /* TCB-29: at once, for the old address space may be gone. */
        scheduler_resched();
    }
    return DONE;
}

outcome_t thread_set_ipc_buffer(const struct invocation *request, struct tcb *t)
{
    if (request->length < 1 || !request->extra[0]) {
        return error_truncated();
    }
    vaddr_t address = invocation_arg(request, 0);
    struct derived frame = space_check_buffer(request->extra[0], address);
    if (frame.outcome != DONE) {
        return frame.outcome;
    }
    invocation_commit();
    return space_install_buffer(request, t, address, frame.cap, request->extra[0]);
}
