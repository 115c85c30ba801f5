/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance on request of user level. */
#include "arch/aarch64/invoke_cache.h"

#include "arch/aarch64/asid.h"
#include "arch/aarch64/cache.h"
#include "arch/aarch64/invoke.h"
#include "arch/aarch64/kernel_space.h"
#include "arch/aarch64/vspace.h"
#include "arch.h"
#include "sched/time.h"

#include <el_pte.h>

/* Bytes between preemption points: a frame can be of a gigabyte. */
#define CACHE_CHUNK (UINT64_C(1) << 14)

/* A64-10 */
static void cache_chunk(enum cache_operation operation, paddr_t start, paddr_t end)
{
    switch (operation) {
    case CACHE_CLEAN:
        cache_clean(start + PHYSICAL_WINDOW, end + PHYSICAL_WINDOW);
        break;
    case CACHE_INVALIDATE:
        cache_invalidate(start + PHYSICAL_WINDOW, end + PHYSICAL_WINDOW);
        break;
    case CACHE_CLEAN_INVALIDATE:
        cache_clean_invalidate(start + PHYSICAL_WINDOW, end + PHYSICAL_WINDOW);
        break;
    case CACHE_UNIFY:
    default:
        cache_unify_instruction(start + PHYSICAL_WINDOW, end + PHYSICAL_WINDOW);
        break;
    }
}

/* DONE or PREEMPTED. The first word of the message, where the range starts, then says where what is left starts, so
 * that the call goes on there when it is executed again (PRE-5). Memory that the window does not show is not cached by
 * anything this kernel maps. */
static outcome_t cache_perform(enum cache_operation operation, paddr_t start, paddr_t end)
{
    paddr_t next = start;

    if (end > kernel_space_window_end()) {
        return DONE;
    }
    while (end - next > CACHE_CHUNK) {
        paddr_t stop = (next | (CACHE_CHUNK - 1)) + 1;

        cache_chunk(operation, next, stop);
        next = stop;
        if (preemption_point()) {
            kernel.cur->context.reg[REG_MR0] += next - start;
            return PREEMPTED;
        }
    }
    cache_chunk(operation, next, end);
    return DONE;
}

outcome_t frame_cache_invoke(const struct invocation *request, enum cache_operation operation)
{
    struct cap frame = request->cap;

    if (request->length < 2) {
        return error_truncated();
    }
    word_t start = invocation_arg(request, 0);
    word_t end = invocation_arg(request, 1);
    if (cap_mapped_asid(frame) == 0) {
        return error_illegal_operation();
    }
    pte_t *root = asid_root(cap_mapped_asid(frame));
    if (!root) {
        lookup_invalid_root();
        return error_failed_lookup(false);
    }
    if (end <= start) {
        return error_invalid_argument(1);
    }
    if (start >= BIT(frame.size) || end > BIT(frame.size)) {
        return error_invalid_argument(0);
    }
    paddr_t first = frame.object + start;
    paddr_t last = frame.object + end;
    outcome_t allowed = el_check_frame_cache(frame, root, operation, first, last);
    if (allowed != DONE) {
        return allowed;
    }
    invocation_commit();
    return cache_perform(operation, first, last);
}

/* VSP-8 for the invoked capability: it counts as number 0. */
static pte_t *invoked_root(struct cap vspace)
{
    if (!arch_vspace_valid(vspace)) {
        (void)error_invalid_capability(0);
        return NULL;
    }
    pte_t *root = asid_root(vspace.data);
    if (!root) {
        lookup_invalid_root();
        (void)error_failed_lookup(false);
        return NULL;
    }
    if (root != table_at(vspace.object)) {
        (void)error_invalid_capability(0);
        return NULL;
    }
    return root;
}

/* The page is known; end is not before its start. */
static outcome_t vspace_cache_page(struct walk at, enum cache_operation operation, vaddr_t start, vaddr_t end)
{
    vaddr_t last = start | MASK_BITS(at.shift);
    paddr_t physical = pte_address(*at.entry) + (start & MASK_BITS(at.shift));

    if (end - 1 > last) {
        return error_range(start, last);
    }
    outcome_t allowed = el_check_vspace_cache(*at.entry, operation, physical, physical + (end - start));
    if (allowed != DONE) {
        return allowed;
    }
    invocation_commit();
    return cache_perform(operation, physical, physical + (end - start));
}

static outcome_t vspace_cache_invoke(const struct invocation *request, enum cache_operation operation)
{
    if (request->length < 2) {
        return error_truncated();
    }
    vaddr_t start = invocation_arg(request, 0);
    vaddr_t end = invocation_arg(request, 1);
    if (end <= start) {
        return error_invalid_argument(1);
    }
    if (end > USER_TOP) {
        return error_illegal_operation();
    }
    pte_t *root = invoked_root(request->cap);
    if (!root) {
        return FAILED;
    }
    struct walk at = vspace_walk(root, start);
    if (!pte_is_page(*at.entry, at.shift)) {
        invocation_commit();
        return DONE;
    }
    return vspace_cache_page(at, operation, start, end);
}

outcome_t vspace_invoke(const struct invocation *request)
{
    switch (request->label) {
    case ARMVSpaceClean_Data:
        return vspace_cache_invoke(request, CACHE_CLEAN);
    case ARMVSpaceInvalidate_Data:
        return vspace_cache_invoke(request, CACHE_INVALIDATE);
    case ARMVSpaceCleanInvalidate_Data:
        return vspace_cache_invoke(request, CACHE_CLEAN_INVALIDATE);
    case ARMVSpaceUnify_Instruction:
        return vspace_cache_invoke(request, CACHE_UNIFY);
    default:
        return error_illegal_operation();
    }
}
