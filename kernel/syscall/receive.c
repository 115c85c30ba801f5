/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The checks of a receive (IPC-10). Whatever is wrong is a CapFault, for non-blocking calls too.
 */
#include "syscall/receive.h"

#include "cspace/lookup.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "state.h"

static void receive_fault(word_t cptr)
{
    fault_raise(kernel.cur, fault_cap(cptr, true));
}

static void receive_fault_missing(word_t cptr)
{
    lookup_missing_capability(0);
    receive_fault(cptr);
}

static void receive_endpoint(word_t cptr, struct cap cap, bool blocking, bool with_reply)
{
    struct reply *reply = NULL;

    if (!cap_allows(cap, RIGHT_READ)) {
        receive_fault_missing(cptr);
        return;
    }
    if (with_reply) {
        word_t reply_cptr = kernel.cur->context.reg[REG_REPLY];
        const struct slot *slot = cspace_lookup(kernel.cur, reply_cptr);
        if (!slot) {
            receive_fault(reply_cptr);
            return;
        }
        if (!cap_is(slot->cap, CAP_REPLY)) {
            receive_fault_missing(reply_cptr);
            return;
        }
        reply = reply_at(slot->cap.object);
    }
    endpoint_receive(endpoint_at(cap.object), reply, blocking);
}

static void receive_notification(word_t cptr, struct cap cap, bool blocking)
{
    struct notification *n = notification_at(cap.object);

    if (!cap_allows(cap, RIGHT_READ) || (n->bound_tcb && n->bound_tcb != kernel.cur)) {
        receive_fault_missing(cptr);
        return;
    }
    notification_wait(n, blocking);
}

/* Most receives take a short path. */
COLD void syscall_receive(word_t cptr, bool blocking, bool with_reply)
{
    const struct slot *slot = cspace_lookup(kernel.cur, cptr);

    if (!slot) {
        receive_fault(cptr);
        return;
    }
    switch (slot->cap.kind) {
    case CAP_ENDPOINT:
        receive_endpoint(cptr, slot->cap, blocking, with_reply);
        break;
    case CAP_NOTIFICATION:
        receive_notification(cptr, slot->cap, blocking);
        break;
    default:
        receive_fault_missing(cptr);
        break;
    }
}
