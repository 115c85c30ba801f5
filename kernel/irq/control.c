/* SPDX-License-Identifier: BSD-2-Clause */
/* IRQControl: who gets which line (IRQ-3, IRQ-7). */
#include "arch.h"
#include "cspace/lookup.h"
#include "irq/issue.h"

struct slot *irq_check_destination(const struct slot *root, word_t index, word_t depth)
{
    struct slot *destination = cspace_operation_slot(root->cap, index, depth, false);

    if (destination && !slot_is_empty(destination)) {
        (void)error_delete_first();
        return NULL;
    }
    return destination;
}

struct slot *irq_check_issue(const struct slot *root, word_t irq, word_t index, word_t depth)
{
    if (irq >= IRQ_COUNT) {
        (void)error_range(0, IRQ_COUNT - 1);
        return NULL;
    }
    if (kernel.irq_state[irq] != IRQ_INACTIVE) {
        (void)error_revoke_first();
        return NULL;
    }
    return irq_check_destination(root, index, depth);
}

void irq_issue(struct slot *control, struct slot *destination, word_t irq)
{
    irq_set_state(irq, IRQ_SIGNAL);
    tree_insert_derived(cap_make(CAP_IRQ_HANDLER, 0, 0, 0, false, irq), control, destination);
}

static outcome_t irq_control_issue(const struct invocation *request)
{
    if (request->length < 3 || !request->extra[0]) {
        return error_truncated();
    }
    word_t irq = invocation_arg(request, 0);
    struct slot *destination =
        irq_check_issue(request->extra[0], irq, invocation_arg(request, 1), invocation_arg(request, 2));
    if (!destination) {
        return FAILED;
    }
    invocation_commit();
    irq_issue(request->slot, destination, irq);
    return DONE;
}

outcome_t irq_control_invoke(const struct invocation *request)
{
    if (request->label == IRQIssueIRQHandler) {
        return irq_control_issue(request);
    }
    return arch_irq_control_invoke(request);
}
