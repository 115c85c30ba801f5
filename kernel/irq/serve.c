/* SPDX-License-Identifier: BSD-2-Clause */
/* What happens when an interrupt arrives (IRQ-1, IRQ-11 to IRQ-13). */
#include "arch.h"
#include "ipc/notification.h"
#include "state.h"

void irq_set_state(word_t irq, enum irq_state state)
{
    kernel.irq_state[irq] = state;
    if (state == IRQ_INACTIVE) {
        arch_irq_mask(irq);
    } else {
        arch_irq_unmask(irq);
    }
}

void irq_release(word_t irq)
{
    irq_set_state(irq, IRQ_INACTIVE);
}

/* IRQ-12: the line stays quiet until it is acknowledged, also if nobody was there to be told. */
static void irq_signal(word_t irq)
{
    struct cap cap = kernel.irq_slot[irq].cap;

    if (cap_is(cap, CAP_NOTIFICATION) && cap_allows(cap, RIGHT_WRITE)) {
        notification_signal(notification_at(cap.object), cap.data);
    }
    arch_irq_mask(irq);
}

static void irq_dispatch(word_t irq)
{
    switch (kernel.irq_state[irq]) {
    case IRQ_SIGNAL:
        irq_signal(irq);
        break;
    case IRQ_TIMER:
        arch_timer_acknowledge();
        kernel.rearm = true;
        break;
    case IRQ_RESERVED:
        arch_irq_reserved(irq);
        break;
    case IRQ_INACTIVE:
    default:
        arch_irq_mask(irq);
        break;
    }
}

void irq_serve(word_t irq)
{
    if (irq == IRQ_NONE) {
        return;
    }
    if (irq < IRQ_COUNT) {
        irq_dispatch(irq);
    } else {
        arch_irq_mask(irq);
    }
    arch_irq_end(irq);
}
