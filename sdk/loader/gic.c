/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * GICv2: after reset all interrupts may be in group 0, which the non-secure world cannot configure. This is
 * the last moment at which the processor may still be allowed to move them (LDR-3).
 */

#include "board.h"
#include "loader.h"

#define GICD_TYPER (*(volatile uint32_t *)(GICD_BASE + 0x004))
#define GICD_IGROUPR(n) (*(volatile uint32_t *)(GICD_BASE + 0x080 + 4ul * (n)))
#define GICC_PMR (*(volatile uint32_t *)(GICC_BASE + 0x004))
#define GICD_TYPER_LINES 0x1fu
#define PRIORITY_MASK_ALL 0xf0u

void gic_open_group1(void)
{
    uint32_t last = GICD_TYPER & GICD_TYPER_LINES;

    for (uint32_t n = 0; n <= last; n++) {
        GICD_IGROUPR(n) = UINT32_MAX;
    }
    GICC_PMR = PRIORITY_MASK_ALL;
}
