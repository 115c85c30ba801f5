/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Capabilities that a TCB holds itself (TCB-2, CAP-5).
 */
#include "cspace/delete.h"
#include "cspace/tree.h"
#include "syscall/invocation.h"
#include "thread/decode.h"

bool thread_valid_handler(struct cap cap)
{
    if (cap_is(cap, CAP_NULL)) {
        return true;
    }
    return cap_is(cap, CAP_ENDPOINT) && cap_allows(cap, RIGHT_WRITE) &&
           (cap_allows(cap, RIGHT_GRANT) || cap_allows(cap, RIGHT_GRANT_REPLY));
}

outcome_t thread_install(const struct invocation *request, uint32_t which, struct cap cap, struct slot *source)
{
    struct slot *slot = &tcb_at(request->cap.object)->slots[which];

    if (slot_delete(slot) == PREEMPTED) {
        return PREEMPTED;
    }
    /* The deletion may have destroyed the source, or this very thread. */
    if (!cap_is(cap, CAP_NULL) && cap_same_object(cap, source->cap) &&
        cap_same_object(request->cap, request->slot->cap)) {
        tree_insert_derived(cap, source, slot);
    }
    return DONE;
}
