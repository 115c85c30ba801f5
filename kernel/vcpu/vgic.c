/* SPDX-License-Identifier: BSD-2-Clause */
/* The virtual interface of a GICv2. */
#include "vcpu/vgic.h"

#include "memory/address.h"

enum gich_word {
    GICH_HCR = 0x00 / 4,
    GICH_VTR = 0x04 / 4,
    GICH_VMCR = 0x08 / 4,
    GICH_MISR = 0x10 / 4,
    GICH_EISR0 = 0x20 / 4,
    GICH_EISR1 = 0x24 / 4,
    GICH_APR = 0xf0 / 4,
    GICH_LR = 0x100 / 4,
};

#define VGIC_ENABLE          1u
#define VGIC_VTR_LIST_MASK   63u
#define VGIC_MISR_EOI        1u
#define VGIC_LIST_EOI_NOTICE (1u << 19)
#define VGIC_LIST_PRIORITY   23u
#define VGIC_LIST_PENDING    (1u << 28)
#define VGIC_LIST_ACTIVE     (1u << 29)
#define VGIC_LIST_GROUP      30u

#define GIC_HYPERVISOR device_registers(DEVICE_GIC_HYPERVISOR)

word_t vgic_list_registers(void)
{
    return (GIC_HYPERVISOR[GICH_VTR] & VGIC_VTR_LIST_MASK) + 1u;
}

void vgic_create(struct vgic *vgic)
{
    vgic->control = VGIC_ENABLE;
}

void vgic_enable(const struct vgic *vgic)
{
    GIC_HYPERVISOR[GICH_HCR] = vgic->control;
}

void vgic_save_control(struct vgic *vgic)
{
    vgic->control = GIC_HYPERVISOR[GICH_HCR];
}

void vgic_disable(void)
{
    GIC_HYPERVISOR[GICH_HCR] = 0;
}

void vgic_save(struct vgic *vgic)
{
    vgic->machine_control = GIC_HYPERVISOR[GICH_VMCR];
    vgic->active_priorities = GIC_HYPERVISOR[GICH_APR];
    for (word_t i = 0; i < vgic_list_registers(); i++) {
        vgic->list[i] = GIC_HYPERVISOR[GICH_LR + i];
    }
}

void vgic_load(const struct vgic *vgic)
{
    GIC_HYPERVISOR[GICH_VMCR] = vgic->machine_control;
    GIC_HYPERVISOR[GICH_APR] = vgic->active_priorities;
    for (word_t i = 0; i < vgic_list_registers(); i++) {
        GIC_HYPERVISOR[GICH_LR + i] = vgic->list[i];
    }
}

bool vgic_list_active(const struct vgic *vgic, word_t index)
{
    return (vgic->list[index] & VGIC_LIST_ACTIVE) != 0;
}

void vgic_inject(struct vgic *vgic, word_t index, struct virtual_interrupt interrupt, bool loaded)
{
    vgic->list[index] = (uint32_t)(interrupt.irq | interrupt.priority << VGIC_LIST_PRIORITY |
                                   interrupt.group << VGIC_LIST_GROUP) |
                        VGIC_LIST_PENDING | VGIC_LIST_EOI_NOTICE;
    if (loaded) {
        GIC_HYPERVISOR[GICH_LR + index] = vgic->list[index];
    }
}

int64_t vgic_take_maintenance(struct vgic *vgic)
{
    uint64_t ended = GIC_HYPERVISOR[GICH_EISR0] | (uint64_t)GIC_HYPERVISOR[GICH_EISR1] << 32;

    if ((GIC_HYPERVISOR[GICH_MISR] & VGIC_MISR_EOI) == 0 || ended == 0) {
        return VGIC_NO_INDEX;
    }
    uint32_t index = (uint32_t)__builtin_ctzll(ended);
    if (index >= vgic_list_registers()) {
        return VGIC_NO_INDEX;
    }
    vgic->list[index] = GIC_HYPERVISOR[GICH_LR + index] & ~VGIC_LIST_EOI_NOTICE;
    GIC_HYPERVISOR[GICH_LR + index] = vgic->list[index];
    return index;
}
