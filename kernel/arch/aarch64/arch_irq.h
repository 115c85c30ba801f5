/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt numbers: GIC INTIDs (IRQ-19). */
#pragma once

#include <board.h>

enum {
    IRQ_COUNT = NUM_IRQS,
    IRQ_NONE = 1023, /* what the controller answers when nothing is pending */
};
