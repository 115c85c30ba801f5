/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls of kernel objects that neither read nor write the caller's registers beyond those of the message. The decoders
 * are those of the general path: what is saved is to load and store the other registers.
 */
#include "syscall/fastpath_steps.h"

#include "cspace/cnode.h"
#include "cspace/lookup.h"
#include "memory/untyped.h"
#include "syscall/invocation.h"
#include "thread/decode.h"

static inline outcome_t fastpath_perform(const struct invocation *request)
{
    if (cap_is(request->cap, CAP_THREAD)) {
        return thread_invoke_set_priority(request, tcb_at(request->cap.object));
    }
    if (cap_is(request->cap, CAP_CNODE)) {
        return cnode_invoke(request);
    }
    return cap_is(request->cap, CAP_FRAME) ? arch_invoke(request) : untyped_invoke(request);
}

/* Is it one of these, and may it be done now? Those that cannot change who runs leave the time that passes uncharged,
 * as the other short paths do. */
static inline bool fastpath_serves(struct cap cap, word_t label)
{
    switch (cap.kind) {
    case CAP_THREAD:
        return label == TCBSetPriority && (!thread_runnable(tcb_at(cap.object)) || fastpath_account_is_good());
    case CAP_CNODE:
        /* Revoke, Delete and CancelBadgedSends come before. */
        return label >= CNodeCopy || fastpath_account_is_good();
    default:
        return cap_is(cap, CAP_FRAME) || cap_is(cap, CAP_UNTYPED);
    }
}

/* SYS-7.4: false: let the general path tell why. */
static inline bool fastpath_arguments(struct invocation *request, const struct tcb *cur, word_t info)
{
    word_t caps = message_extra_caps(info);

    if (caps == 0 && request->length <= MESSAGE_REGISTERS) {
        return true;
    }
    request->buffer = message_buffer_inline(cur, RIGHT_READ);
    if (!request->buffer) {
        return false;
    }
    for (word_t i = 0; i < caps; i++) {
        request->extra[i] = cspace_lookup(cur, request->buffer[BUFFER_CAPS + i]);
        if (!request->extra[i]) {
            return false;
        }
    }
    return true;
}

/* Nothing that the scheduler decides by has changed: what else scheduler_is_settled() asks for is due with the time. */
static inline bool fastpath_undisturbed(const struct tcb *cur)
{
    return cur->state == RESTART && kernel.decision == DECISION_KEEP && !kernel.rearm && cur->sc == kernel.cur_sc;
}

APART static struct tcb *fastpath_disturbed(struct tcb *cur)
{
    invocation_done(cur, true);
    schedule();
    activate();
    return cur;
}

APART struct tcb *fastpath_invoke(struct slot *slot, word_t info)
{
    struct tcb *cur = kernel.cur;
    struct invocation request = {
        .label = message_label(info),
        .length = message_length(info),
        .slot = slot,
        .cap = slot->cap,
        .is_call = true,
    };

    if (!fastpath_serves(request.cap, request.label) || !arch_registers_stay(cur) ||
        !fastpath_arguments(&request, cur, info)) {
        return NULL;
    }
    /* One that fails has changed nothing. One that is preempted shows that by the state of CUR. */
    if (fastpath_perform(&request) != DONE) {
        return NULL;
    }
    if (!fastpath_undisturbed(cur)) {
        return fastpath_disturbed(cur);
    }
    message_reply(cur, 0, 0);
    cur->state = RUNNING;
    return cur;
}
