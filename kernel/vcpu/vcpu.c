/* SPDX-License-Identifier: BSD-2-Clause */
/* VCPU objects: creation, destruction, registers, and the interrupts that belong to guests. */
#include "vcpu/vcpu.h"

#include "arch.h"
#include "memory/address.h"
#include "state.h"
#include "vcpu/registers.h"

#include <board.h>

/* VCPU-2: SCTLR_EL1 with MMU and caches off. */
#define VCPU_INITIAL_SCTLR UINT64_C(0x34d58820)

struct vcpu *vcpu_at(paddr_t address)
{
    return (struct vcpu *)physical_pointer(address);
}

void vcpu_create(struct vcpu *v)
{
    v->reg[seL4_VCPUReg_SCTLR] = VCPU_INITIAL_SCTLR;
    vgic_create(&v->vgic);
}

/* A VCPU without a thread can be loaded no more than one with: the thread that brought it in let go of it. */
void vcpu_destroy(struct vcpu *v)
{
    vcpu_dissociate(v);
}

/* VCPU-5 */
static bool vcpu_register_in_hardware(const struct vcpu *v, word_t field)
{
    return vcpu_is_loaded(v) && (vcpu_is_enabled(v) || !vcpu_register_is_switched(field));
}

word_t vcpu_read(const struct vcpu *v, word_t field)
{
    return vcpu_register_in_hardware(v, field) ? vcpu_hardware_read(field) : v->reg[field];
}

void vcpu_write(struct vcpu *v, word_t field, word_t value)
{
    if (vcpu_register_in_hardware(v, field)) {
        vcpu_hardware_write(field, value);
    } else {
        v->reg[field] = value;
    }
}

/* VCPU-14: the lines are level triggered; a guest that may not continue gets its interrupt when it next runs.
 * */
static struct vcpu *vcpu_to_interrupt(void)
{
    return !kernel.cur->in_ready && thread_schedulable(kernel.cur) ? vcpu_active() : NULL;
}

void vcpu_serve_timer(void)
{
    struct vcpu *v = vcpu_to_interrupt();

    if (v) {
        arch_irq_mask(VIRTUAL_TIMER_IRQ);
        v->timer_masked = true;
        fault_raise(kernel.cur, fault_word(FAULT_VPPI_EVENT, VIRTUAL_TIMER_IRQ));
    }
}

void vcpu_serve_maintenance(void)
{
    struct vcpu *v = vcpu_to_interrupt();

    if (v) {
        fault_raise(kernel.cur, fault_word(FAULT_VGIC_MAINTENANCE, (word_t)vgic_take_maintenance(&v->vgic)));
    }
}
