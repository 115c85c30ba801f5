/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moving VCPUs in and out of the processor (VCPU-9 to VCPU-11, VCPU-23).
 *
 * Most switches are from a guest to a native thread and back to the same guest, so only what the native
 * thread would notice is exchanged then; all else stays in the processor until another guest needs the room.
 */
#include "vcpu/vcpu.h"

#include "arch.h"
#include "arch/aarch64/processor_bits.h"
#include "arch/aarch64/sysreg.h"
#include "vcpu/registers.h"

#include <board.h>

static struct vcpu *vcpu_loaded; /* its registers are in the processor */
static bool vcpu_enabled;        /* and its guest runs */

bool vcpu_is_loaded(const struct vcpu *v)
{
    return v == vcpu_loaded;
}

bool vcpu_is_enabled(const struct vcpu *v)
{
    return vcpu_enabled && v == vcpu_loaded;
}

struct vcpu *vcpu_active(void)
{
    return vcpu_enabled ? vcpu_loaded : NULL;
}

static void vcpu_save_register(struct vcpu *v, word_t field)
{
    v->reg[field] = vcpu_hardware_read(field);
}

static void vcpu_load_register(const struct vcpu *v, word_t field)
{
    vcpu_hardware_write(field, v->reg[field]);
}

/* What native threads run with in place of the switched set. */
static void vcpu_load_native(void)
{
    SYSREG_WRITE(cntv_ctl_el0, 0);
    SYSREG_WRITE(cntvoff_el2, 0);
    SYSREG_WRITE(cntkctl_el1, CNTKCTL_USER);
    SYSREG_WRITE(sctlr_el1, SCTLR_EL1_USER);
    SYSREG_WRITE(cpacr_el1, CPACR_FPU_ALL);
    SYSREG_WRITE(mdscr_el1, 0); /* a guest's single steps and breakpoints must not stop native threads */
    SYSREG_WRITE(hcr_el2, HCR_NATIVE);
    isb();
}

HOT_WHOLE static void vcpu_save_switched(struct vcpu *v)
{
    v->tcb->context.reg[REG_TLS_RO] = SYSREG_READ(tpidrro_el0); /* the entry code may have left it */
    vcpu_save_register(v, seL4_VCPUReg_SCTLR);
    vcpu_save_register(v, seL4_VCPUReg_CPACR);
    vcpu_save_register(v, seL4_VCPUReg_CNTV_CTL);
    vcpu_save_register(v, seL4_VCPUReg_CNTV_CVAL);
    vcpu_save_register(v, seL4_VCPUReg_CNTVOFF);
    vcpu_save_register(v, seL4_VCPUReg_CNTKCTL_EL1);
    v->debug_control = SYSREG_READ(mdscr_el1);
    if (GUEST_TIME_STANDS_STILL) {
        v->disabled_at = SYSREG_READ(cntpct_el0);
    }
    vgic_save_control(&v->vgic);
}

/* The processor leaves the guest; its switched registers are lost unless they have been saved. */
static void vcpu_leave_guest(void)
{
    vgic_disable();
    arch_irq_mask(VIRTUAL_TIMER_IRQ);
    vcpu_load_native();
    vcpu_enabled = false;
}

static void vcpu_disable(struct vcpu *v)
{
    vcpu_save_switched(v);
    vcpu_leave_guest();
}

HOT_WHOLE static void vcpu_enable(struct vcpu *v)
{
    if (GUEST_TIME_STANDS_STILL && v->disabled_at != 0) {
        v->reg[seL4_VCPUReg_CNTVOFF] += SYSREG_READ(cntpct_el0) - v->disabled_at;
    }
    vcpu_load_register(v, seL4_VCPUReg_SCTLR);
    vcpu_load_register(v, seL4_VCPUReg_CPACR);
    vcpu_load_register(v, seL4_VCPUReg_CNTVOFF);
    vcpu_load_register(v, seL4_VCPUReg_CNTV_CVAL);
    vcpu_load_register(v, seL4_VCPUReg_CNTKCTL_EL1);
    vcpu_load_register(v, seL4_VCPUReg_CNTV_CTL);
    SYSREG_WRITE(mdscr_el1, v->debug_control);
    SYSREG_WRITE(hcr_el2, HCR_GUEST);
    isb();
    vgic_enable(&v->vgic);
    if (!v->timer_masked) {
        arch_irq_unmask(VIRTUAL_TIMER_IRQ);
    }
    vcpu_enabled = true;
}

/* The loaded VCPU leaves the processor with all its state. */
COLD APART static void vcpu_unload(void)
{
    if (!vcpu_loaded) {
        return;
    }
    if (vcpu_enabled) {
        vcpu_disable(vcpu_loaded);
    }
    for (word_t field = seL4_VCPURegSaveRange_start; field <= seL4_VCPURegSaveRange_end; field++) {
        vcpu_save_register(vcpu_loaded, field);
    }
    vgic_save(&vcpu_loaded->vgic);
    vcpu_loaded = NULL;
}

COLD APART static void vcpu_load(struct vcpu *v)
{
    for (word_t field = seL4_VCPURegSaveRange_start; field <= seL4_VCPURegSaveRange_end; field++) {
        vcpu_load_register(v, field);
    }
    vgic_load(&v->vgic);
    vcpu_loaded = v;
}

void vcpu_switch_to(const struct tcb *t)
{
    struct vcpu *v = t->arch.vcpu;

    if (!v) {
        if (vcpu_enabled) {
            vcpu_disable(vcpu_loaded);
        }
        return;
    }
    if (v != vcpu_loaded) {
        vcpu_unload();
        vcpu_load(v);
    }
    if (!vcpu_enabled) {
        vcpu_enable(v);
    }
}

void vcpu_flush(const struct vcpu *v)
{
    if (!v || v == vcpu_loaded) {
        vcpu_unload();
    }
}

void vcpu_associate(struct vcpu *v, struct tcb *t)
{
    if (t->arch.vcpu) {
        vcpu_dissociate(t->arch.vcpu);
    }
    vcpu_dissociate(v);
    v->tcb = t;
    t->arch.vcpu = v;
    t->arch_extras |= EXTRA_VCPU;
}

/* VCPU-4: the state in the processor is dropped, not saved. */
void vcpu_dissociate(struct vcpu *v)
{
    struct tcb *t = v->tcb;

    if (!t) {
        return;
    }
    if (v == vcpu_loaded) {
        if (vcpu_enabled) {
            vcpu_leave_guest();
        }
        vcpu_loaded = NULL;
    }
    v->tcb = NULL;
    t->arch.vcpu = NULL;
    t->arch_extras &= (uint8_t)~EXTRA_VCPU;
    t->context.reg[REG_STATUS] = arch_sanitise_register(t, REG_STATUS, t->context.reg[REG_STATUS]);
}
