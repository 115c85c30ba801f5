/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Issuing interrupt handler capabilities: the steps that the generic and the architecture's calls share
 * (IRQ-3, IRQ-4).
 */
#pragma once

#include "cspace/slot.h"
#include "cspace/tree.h"
#include "syscall/invocation.h"

/* IRQ-3.4: the empty slot at index and depth below the CNode in root; null: kernel.error is set. */
struct slot *irq_check_destination(const struct slot *root, word_t index, word_t depth);

/* IRQ-3.2 to IRQ-3.4: the line can be issued, and this is where to; null: kernel.error is set. */
struct slot *irq_check_issue(const struct slot *root, word_t irq, word_t index, word_t depth);

/* IRQ-3, effect. The checks have been made. */
void irq_issue(struct slot *control, struct slot *destination, word_t irq);
