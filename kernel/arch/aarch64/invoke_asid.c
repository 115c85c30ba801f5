/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations of ASIDControl and ASID pools. */
#include "arch/aarch64/invoke.h"

#include "arch/aarch64/asid.h"
#include "cspace/lookup.h"
#include "cspace/tree.h"
#include "memory/clear.h"
#include "memory/untyped.h"

/* VSP-19, IC1: the memory of the pool. */
static bool pool_untyped_fits(struct cap cap)
{
    return cap_is(cap, CAP_UNTYPED) && cap.size == seL4_ASIDPoolBits && cap.flag == 0;
}

static void pool_create(struct slot *untyped, struct slot *destination, word_t first_asid)
{
    struct cap cap = untyped->cap;
    struct asid_pool *pool = asid_pool_at(cap.object);

    untyped->cap.data = untyped_full(cap);
    memory_clear(cap.object, sizeof *pool);
    asid_install_pool(pool, first_asid);
    tree_insert_created(cap_make(CAP_ASID_POOL, cap.object, 0, 0, false, first_asid), untyped, destination);
}

static outcome_t asid_make_pool(const struct invocation *request)
{
    struct slot *untyped = request->extra[0];

    if (request->length < 2 || !untyped || !request->extra[1]) {
        return error_truncated();
    }
    word_t index = invocation_arg(request, 0);
    word_t depth = invocation_arg(request, 1);
    struct asid_choice choice = asid_free_pool();
    if (!choice.found) {
        return error_delete_first();
    }
    if (!pool_untyped_fits(untyped->cap)) {
        return error_invalid_capability(1);
    }
    if (tree_has_children(untyped)) {
        return error_revoke_first();
    }
    struct slot *destination = cspace_operation_slot(request->extra[1]->cap, index, depth, false);
    if (!destination) {
        return FAILED;
    }
    if (!slot_is_empty(destination)) {
        return error_delete_first();
    }
    invocation_commit();
    pool_create(untyped, destination, choice.asid);
    return DONE;
}

outcome_t asid_control_invoke(const struct invocation *request)
{
    return request->label == ARMASIDControlMakePool ? asid_make_pool(request) : error_illegal_operation();
}

outcome_t asid_pool_invoke(const struct invocation *request)
{
    struct slot *vspace = request->extra[0];
    struct asid_pool *pool = asid_pool_at(request->cap.object);

    if (request->label != ARMASIDPoolAssign) {
        return error_illegal_operation();
    }
    if (!vspace) {
        return error_truncated();
    }
    if (!cap_is(vspace->cap, CAP_VSPACE) || vspace->cap.flag != 0) {
        return error_invalid_capability(1);
    }
    const struct asid_pool *installed = asid_table_pool(request->cap.data);
    if (!installed) {
        lookup_invalid_root();
        return error_failed_lookup(false);
    }
    if (installed != pool) {
        return error_invalid_capability(0);
    }
    struct asid_choice choice = asid_free_in_pool(pool, request->cap.data);
    if (!choice.found) {
        return error_delete_first();
    }
    invocation_commit();
    asid_assign(pool, choice.asid, vspace->cap.object);
    vspace->cap.flag = 1;
    vspace->cap.data = choice.asid;
    return DONE;
}
