/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Untyped_Retype: creates objects in the free part of an untyped region. When no capability into the region
 * is left, the used part is first cleared, from the top down in chunks, so that the memory above the watermark
 * is zero after every step (UNT-9, UNT-10).
 */
#include "memory/untyped.h"

#include <abi/invocation_arguments.h>

#include "abi.h"
#include "cspace/lookup.h"
#include "cspace/tree.h"
#include "memory/clear.h"
#include "memory/create.h"
#include "memory/watermark.h"
#include "sched/time.h"
#include "syscall/invocation.h"

/* A request whose checks are under way. */
struct retype {
    word_t type;
    word_t size_bits;   /* as the user gave it */
    word_t object_bits;
    struct cap cnode;   /* of the destination */
    word_t offset;      /* first destination slot */
    word_t count;
    bool reset;         /* no capability into the region is left (UNT-6) */
};

enum { UNTYPED_MAX_BITS = seL4_MaxUntypedBits };

/* UNT-2.2 to UNT-2.6 */
static outcome_t untyped_check_type(const struct retype *request)
{
    if (!object_type_known(request->type)) {
        return error_invalid_argument(UntypedRetype_type);
    }
    if (request->size_bits >= WORD_BITS || request->object_bits > UNTYPED_MAX_BITS) {
        return error_range(0, UNTYPED_MAX_BITS);
    }
    if ((request->type == seL4_CapTableObject && request->size_bits == 0) ||
        (request->type == seL4_UntypedObject && request->size_bits < UNTYPED_MIN_BITS) ||
        (request->type == seL4_SchedContextObject && request->size_bits < seL4_MinSchedContextBits)) {
        return error_invalid_argument(UntypedRetype_size_bits);
    }
    return DONE;
}

/* UNT-2.7 and UNT-2.8; a null capability: the error is set. */
static struct cap untyped_destination(const struct invocation *r)
{
    struct cap cnode = r->extra[UntypedRetype_X_root]->cap;
    word_t depth = invocation_arg(r, UntypedRetype_node_depth);

    if (depth != 0) {
        const struct slot *slot =
            cspace_operation_slot(cnode, invocation_arg(r, UntypedRetype_node_index), depth, false);
        if (!slot) {
            return cap_null();
        }
        cnode = slot->cap;
    }
    if (!cap_is(cnode, CAP_CNODE)) {
        lookup_missing_capability(depth);
        error_failed_lookup(false);
        return cap_null();
    }
    return cnode;
}

/* UNT-2.9 to UNT-2.12 */
static outcome_t untyped_check_window(const struct retype *request)
{
    word_t slots = cnode_slots(request->cnode);

    if (request->offset > slots - 1u) {
        return error_range(0, slots - 1u);
    }
    if (request->count < 1 || request->count > CONFIG_RETYPE_FAN_OUT_LIMIT) {
        return error_range(1, CONFIG_RETYPE_FAN_OUT_LIMIT);
    }
    if (request->count > slots - request->offset) {
        return error_range(1, slots - request->offset);
    }
    const struct slot *slot = cnode_slot(request->cnode, request->offset);
    const struct slot *end = slot + request->count;
#pragma GCC unroll 4
    for (; slot != end; slot++) {
        if (!slot_is_empty(slot)) {
            return error_delete_first();
        }
    }
    return DONE;
}

/* UNT-2.13 and UNT-2.14 */
static outcome_t untyped_check_memory(const struct retype *request, const struct slot *untyped)
{
    word_t available = BIT(untyped->cap.size) - (request->reset ? 0 : untyped->cap.data);

    if (!watermark_fits(available, request->object_bits, request->count)) {
        return error_not_enough_memory(available);
    }
    if (untyped->cap.flag && !object_may_be_device(request->type)) {
        return error_invalid_argument(UntypedRetype_size_bits);
    }
    return DONE;
}

/* UNT-9: DONE or PREEMPTED. */
COLD APART static outcome_t untyped_reset(struct slot *untyped)
{
    if (untyped->cap.flag || untyped->cap.data == 0) {
        untyped->cap.data = 0;
        return DONE;
    }
    if (BIT(untyped->cap.size) < WATERMARK_CHUNK) {
        memory_clear(untyped->cap.object, BIT(untyped->cap.size));
        untyped->cap.data = 0;
        return DONE;
    }
    while (untyped->cap.data != 0) {
        word_t chunk = watermark_below(untyped->cap.data);

        memory_clear(untyped->cap.object + chunk, WATERMARK_CHUNK);
        untyped->cap.data = chunk;
        if (preemption_point()) {
            return PREEMPTED;
        }
    }
    return DONE;
}

/* UNT-7, UNT-8, UNT-12 */
static void untyped_create(const struct retype *request, struct slot *untyped)
{
    struct cap template = object_template(request->type, request->size_bits, untyped->cap.flag);
    word_t size = BIT(request->object_bits);
    word_t first = watermark_first(untyped->cap.data, request->object_bits);
    struct slot *slot = cnode_slot(request->cnode, request->offset);
    const struct slot *end = slot + request->count;
    paddr_t base = untyped->cap.object + first;

    untyped->cap.data = first + request->count * size;
    for (; slot != end; slot++) {
        tree_insert_created(object_create(template, base), untyped, slot);
        base += size;
    }
}

/* All checks of UNT-2 but the first. */
static outcome_t untyped_check(const struct invocation *r, struct retype *request)
{
    if (untyped_check_type(request) != DONE) {
        return FAILED;
    }
    request->cnode = untyped_destination(r);
    if (cap_is(request->cnode, CAP_NULL) || untyped_check_window(request) != DONE) {
        return FAILED;
    }
    request->reset = !tree_has_children(r->slot);
    return untyped_check_memory(request, r->slot);
}

outcome_t untyped_invoke(const struct invocation *request)
{
    struct retype retype = {.count = 0};

    if (request->label != UntypedRetype) {
        return error_illegal_operation();
    }
    if (request->length < UntypedRetype_Words || !request->extra[UntypedRetype_X_root]) {
        return error_truncated();
    }
    retype.type = invocation_arg(request, UntypedRetype_type);
    retype.size_bits = invocation_arg(request, UntypedRetype_size_bits);
    retype.object_bits = object_bits(retype.type, retype.size_bits);
    retype.offset = invocation_arg(request, UntypedRetype_node_offset);
    retype.count = invocation_arg(request, UntypedRetype_num_objects);
    if (untyped_check(request, &retype) != DONE) {
        return FAILED;
    }
    invocation_commit();
    if (retype.reset && untyped_reset(request->slot) != DONE) {
        return PREEMPTED;
    }
    untyped_create(&retype, request->slot);
    return DONE;
}
