/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines (IRQ-1 to IRQ-13). */
#include "rules.h"

#include "state.h"

name_t line_slot(word_t irq)
{
    return slot_name((uintptr_t)kernel.irq_slot, irq);
}

static uint32_t bit(word_t irq)
{
    return UINT32_C(1) << irq;
}

void set_line(word_t irq, enum irq_state state)
{
    w.line[irq] = state;
    if (state == IRQ_INACTIVE) {
        w.lines_enabled &= ~bit(irq);
    } else {
        w.lines_enabled |= bit(irq);
    }
}

/* IRQ-11: the lowest line of those that are raised and not masked. */
void serve_line(void)
{
    uint32_t timer = w.deadline <= w.now ? bit(HOST_TIMER_IRQ) : 0;
    uint32_t lines = (w.lines_raised | timer) & w.lines_enabled;
    word_t irq = 0;

    if (lines == 0) {
        return;
    }
    while ((lines & bit(irq)) == 0) {
        irq++;
    }
    if (w.line[irq] == IRQ_SIGNAL) {
        struct cap cap = cap_in(line_slot(irq));
        if (cap.kind == CAP_NOTIFICATION && (cap.rights & RIGHT_WRITE) != 0) {
            signal_notification(notification_of(cap.object), cap.data);
        }
        w.lines_enabled &= ~bit(irq);
    } else if (w.line[irq] == IRQ_TIMER) {
        w.deadline = UINT64_MAX;
        w.rearm = true;
    } else if (w.line[irq] == IRQ_RESERVED) {
        serve_guest_line(irq);
    } else if (w.line[irq] == IRQ_INACTIVE) {
        w.lines_enabled &= ~bit(irq);
    }
    w.lines_raised &= ~bit(irq);
}

struct verdict invoke_irq_control(const struct request *r)
{
    struct verdict verdict;

    if (r->label != IRQIssueIRQHandler) {
        return verdict_illegal();
    }
    if (r->length < 3 || !r->extra[0]) {
        return verdict_truncated();
    }
    word_t irq = request_arg(r, 0);
    if (irq >= IRQ_COUNT) {
        return verdict_range(0, IRQ_COUNT - 1);
    }
    if (w.line[irq] != IRQ_INACTIVE) {
        return verdict_revoke_first();
    }
    name_t target = lookup_slot(cap_in(r->extra[0]), request_arg(r, 1), request_arg(r, 2), false, &verdict).slot;
    if (!target) {
        return verdict;
    }
    if (node_of(target)) {
        return verdict_delete_first();
    }
    commit();
    set_line(irq, IRQ_SIGNAL);
    insert_derived((struct cap){.kind = CAP_IRQ_HANDLER, .data = irq}, r->slot, target);
    return verdict_ok();
}

struct verdict invoke_irq_handler(const struct request *r)
{
    name_t slot = line_slot(r->cap.data);

    switch (r->label) {
    case IRQAckIRQ:
        commit();
        w.lines_enabled |= bit(r->cap.data);
        return verdict_ok();
    case IRQSetIRQHandler: {
        if (!r->extra[0]) {
            return verdict_truncated();
        }
        struct cap cap = cap_in(r->extra[0]);
        if (cap.kind != CAP_NOTIFICATION || (cap.rights & RIGHT_WRITE) == 0) {
            return verdict_capability(0);
        }
        commit();
        delete_bounded(slot);
        insert_derived(cap, r->extra[0], slot);
        return verdict_ok();
    }
    case IRQClearIRQHandler:
        commit();
        delete_bounded(slot);
        return verdict_ok();
    default:
        return verdict_illegal();
    }
}
