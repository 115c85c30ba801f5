/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The generic interrupt controller, version 2: set-up and software-generated interrupts. Its use as the
 * kernel's interrupt controller is declared in arch.h.
 */
#pragma once

#include "types.h"

enum {
    GIC_SGI_COUNT = 16,
    GIC_CPU_INTERFACES = 8,
};

/* All lines masked, level triggered where that can be chosen, routed to this core. Boot only. */
void gic_init(void);

/* SGI-2: irq < GIC_SGI_COUNT, target < GIC_CPU_INTERFACES. */
void gic_send_sgi(word_t irq, word_t target);
