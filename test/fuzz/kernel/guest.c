/* SPDX-License-Identifier: BSD-2-Clause */
/* What only a guest does, on the simulated processor. */
#include "system.h"

#include "host_processor.h"
#include "vcpu/vcpu.h"

#include <board.h>

void system_guest_acts(uint8_t shape)
{
    uint32_t index = shape % (uint32_t)HOST_LIST_REGISTERS;
    volatile uint32_t *list = &gic_hypervisor[0x100 / 4 + index];

    if (!vcpu_active()) {
        return;
    }
    switch (shape / 4u % 3u) {
    case 0:
        *list = (*list & UINT32_C(1) << 28) ? *list ^ UINT32_C(3) << 28 : *list;
        break;
    case 1:
        *list &= ~(UINT32_C(3) << 28);
        gic_hypervisor[0x10 / 4] = shape & 64u ? 0 : 1;
        gic_hypervisor[0x20 / 4] = shape & 128u ? 1u << (shape % 8u) : 1u << index;
        break;
    default:
        host_processor.reg[HOST_ttbr0_el1 + shape % 8u] = shape;
        break;
    }
}

void system_guest_irq(bool timer)
{
    if (vcpu_active()) {
        system_raise_irq(timer ? VIRTUAL_TIMER_IRQ : VGIC_MAINTENANCE_IRQ);
    }
}
