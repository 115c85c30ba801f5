/* SPDX-License-Identifier: BSD-2-Clause */
/* IRQHandler capabilities: which notification a line signals, and when it may come again (IRQ-8 to IRQ-10).
 * */
#include "arch.h"
#include "cspace/delete.h"
#include "cspace/tree.h"
#include "syscall/invocation.h"

static outcome_t irq_handler_acknowledge(const struct invocation *request)
{
    invocation_commit();
    arch_irq_unmask(request->cap.data);
    return DONE;
}

static outcome_t irq_handler_set(const struct invocation *request)
{
    struct slot *notification = request->extra[0];

    if (!notification) {
        return error_truncated();
    }
    if (!cap_is(notification->cap, CAP_NOTIFICATION) || !cap_allows(notification->cap, RIGHT_WRITE)) {
        return error_invalid_capability(0);
    }
    invocation_commit();
    irq_delete_notification(request->cap.data);
    tree_insert_derived(notification->cap, notification, &kernel.irq_slot[request->cap.data]);
    return DONE;
}

static outcome_t irq_handler_clear(const struct invocation *request)
{
    invocation_commit();
    irq_delete_notification(request->cap.data);
    return DONE;
}

outcome_t irq_handler_invoke(const struct invocation *request)
{
    switch (request->label) {
    case IRQAckIRQ:
        return irq_handler_acknowledge(request);
    case IRQSetIRQHandler:
        return irq_handler_set(request);
    case IRQClearIRQHandler:
        return irq_handler_clear(request);
    default:
        return error_illegal_operation();
    }
}

void irq_delete_notification(word_t irq)
{
    slot_delete_bounded(&kernel.irq_slot[irq]);
}
