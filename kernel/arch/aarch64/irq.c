/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt capabilities of the architecture: trigger modes, software-generated interrupts, reserved lines.
 * */
#include "arch.h"
#include "arch/aarch64/invoke.h"
#include "irq/issue.h"
#include "platform/arm/gicv2.h"

#include <el_vcpu.h>

/* IRQ-4 */
static outcome_t irq_issue_trigger(const struct invocation *request)
{
    if (request->length < 4 || !request->extra[0]) {
        return error_truncated();
    }
    word_t irq = invocation_arg(request, 0);
    word_t trigger = invocation_arg(request, 1);
    word_t index = invocation_arg(request, 2);
    word_t depth = invocation_arg(request, 3);
    struct slot *destination = irq_check_issue(request->extra[0], irq, index, depth);
    if (!destination) {
        return FAILED;
    }
    invocation_commit();
    arch_irq_set_trigger(irq, trigger != 0);
    irq_issue(request->slot, destination, irq);
    return DONE;
}

/* SGI-1 */
static outcome_t irq_issue_sgi(const struct invocation *request)
{
    if (request->length < 4 || !request->extra[0]) {
        return error_truncated();
    }
    word_t irq = invocation_arg(request, 0);
    word_t target = invocation_arg(request, 1);
    word_t index = invocation_arg(request, 2);
    word_t depth = invocation_arg(request, 3);
    if (irq >= GIC_SGI_COUNT) {
        return error_range(0, GIC_SGI_COUNT - 1);
    }
    if (target >= GIC_CPU_INTERFACES) {
        return error_invalid_argument(1);
    }
    struct slot *destination = irq_check_destination(request->extra[0], index, depth);
    if (!destination) {
        return FAILED;
    }
    invocation_commit();
    tree_insert_derived(cap_make(CAP_SGI_SIGNAL, 0, 0, 0, false, target << SGI_IRQ_BITS | irq), request->slot,
                        destination);
    return DONE;
}

outcome_t arch_irq_control_invoke(const struct invocation *request)
{
    switch (request->label) {
    case ARMIRQIssueIRQHandlerTrigger:
        return irq_issue_trigger(request);
    case ARMIRQIssueSGISignal:
        return irq_issue_sgi(request);
    default:
        return error_illegal_operation();
    }
}

/* SGI-2: whatever the label. */
outcome_t sgi_signal_invoke(const struct invocation *request)
{
    invocation_commit();
    gic_send_sgi(request->cap.data & MASK_BITS(SGI_IRQ_BITS), request->cap.data >> SGI_IRQ_BITS);
    return DONE;
}

void arch_irq_reserved(word_t irq)
{
    el_vcpu_reserved_irq(irq);
}
