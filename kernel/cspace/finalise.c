/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finalisation of capabilities, by kind.
 */
#include "cspace/finalise.h"

#include "arch.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "memory/address.h"
#include "sched/sched_context.h"
#include "thread/tcb.h"

/* The final capability to a kernel object of all architectures is being deleted. */
COLD static struct cap finalise_object(struct cap cap)
{
    switch (cap.kind) {
    case CAP_ENDPOINT:
        endpoint_destroy(endpoint_at(cap.object));
        break;
    case CAP_NOTIFICATION:
        notification_destroy(notification_at(cap.object));
        break;
    case CAP_REPLY:
        reply_destroy(reply_at(cap.object));
        break;
    case CAP_SCHED_CONTEXT:
        sc_destroy(sched_context_at(cap.object));
        break;
    case CAP_CNODE:
        return cap_zombie(cap.object, cap.size, false, BIT(cap.size));
    case CAP_THREAD:
        thread_destroy(tcb_at(cap.object));
        return cap_zombie(cap.object, 0, true, TCB_SLOTS);
    default:
        break;
    }
    return cap_null();
}

struct cap cap_finalise(struct cap cap, bool final)
{
    switch (cap.kind) {
    case CAP_ZOMBIE:
        return cap;
    case CAP_FRAME:
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
    case CAP_ASID_POOL:
    case CAP_VCPU:
        arch_finalise(cap, final);
        return cap_null();
    default:
        return final ? finalise_object(cap) : cap_null();
    }
}
