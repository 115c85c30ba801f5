/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The virtual interface of a GICv2: interrupts that the VMM puts into list registers and that the guest takes
 * from its own view of a CPU interface (VCPU-3, VCPU-6, VCPU-13).
 */
#pragma once

#include "types.h"

enum {
    VGIC_LIST_REGISTERS_MAX = 64,
    VGIC_NO_INDEX = -1,
};

/* The saved copy; also the "recorded state" of VCPU-7 while the registers are in the hardware. */
struct vgic {
    uint32_t control;
    uint32_t machine_control;
    uint32_t active_priorities;
    uint32_t list[VGIC_LIST_REGISTERS_MAX];
};

struct virtual_interrupt {
    word_t irq;      /* 0..1023 */
    word_t priority; /* 0..31 */
    word_t group;    /* 0..1 */
};

/* How many list registers the hardware has. */
word_t vgic_list_registers(void);

void vgic_create(struct vgic *vgic);

/* The control register goes back and forth at every switch between guest and native threads. */
void vgic_enable(const struct vgic *vgic);
void vgic_save_control(struct vgic *vgic);
void vgic_disable(void);

/* Everything else, when another VCPU is loaded. */
void vgic_save(struct vgic *vgic);
void vgic_load(const struct vgic *vgic);

/* VCPU-6: does the recorded state of the list register say that the guest is handling it? */
bool vgic_list_active(const struct vgic *vgic, word_t index);
void vgic_inject(struct vgic *vgic, word_t index, struct virtual_interrupt interrupt, bool loaded);

/* VCPU-13: the lowest list register whose end-of-interrupt raised the line, or VGIC_NO_INDEX; it is
 * quietened. */
int64_t vgic_take_maintenance(struct vgic *vgic);
