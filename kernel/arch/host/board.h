/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines of the host port that belong to guests. */
#pragma once

#include <arch_irq.h>

#define VGIC_MAINTENANCE_IRQ 25u
#define VIRTUAL_TIMER_IRQ    27u

enum { MAX_IRQ = IRQ_COUNT - 1 };
