/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts as user level sees them: one handler capability and one notification a line (IRQ-1 to IRQ-19).
 */
#pragma once

#include "cspace/slot.h"

struct invocation;

enum irq_state { IRQ_INACTIVE, IRQ_SIGNAL, IRQ_TIMER, IRQ_RESERVED };

/* IRQ-11: serves and ends what arch_irq_take() returned. */
void irq_serve(word_t irq);

outcome_t irq_control_invoke(const struct invocation *request);
outcome_t irq_handler_invoke(const struct invocation *request);

/* DEL-2: final deletion of a handler capability: first the internal notification capability goes, then, after
 * the slot has been emptied, the line is masked and free. */
COLD void irq_delete_notification(word_t irq);
COLD void irq_release(word_t irq);

/* Boot: the capability-less set-up of a line. */
void irq_set_state(word_t irq, enum irq_state state);
