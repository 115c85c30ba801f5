/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * VCPUs (VCPU-1 to VCPU-14): registers as the guest would find them, wherever they are; list registers both as
 * recorded and as the hardware has them, because some rules tell these apart.
 */
#include "rules.h"

#include <board.h>

#define EOI_NOTICE (UINT32_C(1) << 19)
#define PENDING    (UINT32_C(1) << 28)
#define ACTIVE     (UINT32_C(1) << 29)

static void record(struct wvcpu *v)
{
    for (uint32_t i = 0; i < LISTS; i++) {
        v->list[i] = w.list[i];
    }
}

static void unload(void)
{
    if (vcpu_of(w.loaded)) {
        record(vcpu_of(w.loaded));
    }
    w.loaded = 0;
    w.guest = false;
}

void dissociate(struct wvcpu *v)
{
    struct wthread *t = v ? thread_of(v->thread) : NULL;

    if (!t) {
        return;
    }
    if (w.loaded == v->name) {
        v->lost = true;
        w.loaded = 0;
        w.guest = false;
    }
    v->thread = 0;
    t->vcpu = 0;
    t->reg[REG_STATUS] = allowed_status(t, t->reg[REG_STATUS]);
}

word_t allowed_status(const struct wthread *t, word_t value)
{
    return t->vcpu ? value : value & 0xf0000000u;
}

/* VCPU-9 */
void switch_guest(const struct wthread *t)
{
    struct wvcpu *v = vcpu_of(t->vcpu);

    if (v && w.loaded != v->name) {
        unload();
        for (uint32_t i = 0; i < LISTS; i++) {
            w.list[i] = v->list[i];
        }
        w.loaded = v->name;
    }
    w.guest = v != NULL;
}

/* VCPU-10; 0: whichever is loaded. */
void flush_guest(name_t vcpu)
{
    if (!vcpu || vcpu == w.loaded) {
        unload();
    }
}

static struct verdict set_tcb(struct wvcpu *v, const struct request *r)
{
    if (!r->extra[0]) {
        return verdict_truncated();
    }
    struct cap cap = cap_in(r->extra[0]);
    if (cap.kind != CAP_THREAD) {
        return verdict_illegal();
    }
    struct wthread *t = thread_of(cap.object);
    commit();
    dissociate(vcpu_of(t->vcpu));
    dissociate(v);
    v->thread = t->name;
    t->vcpu = v->name;
    if (t->name == w.cur) {
        switch_guest(t);
    }
    return verdict_ok();
}

static struct verdict inject(struct wvcpu *v, const struct request *r)
{
    if (r->length < 1) {
        return verdict_truncated();
    }
    word_t packed = request_arg(r, 0);
    word_t irq = packed % 65536u;
    word_t priority = packed / 65536u % 256u;
    word_t group = packed / 16777216u % 256u;
    word_t index = packed / 4294967296u % 256u;
    if (irq > 1023) {
        return verdict_range(0, 1023);
    }
    if (priority > 31) {
        return verdict_range(0, 31);
    }
    if (group > 1) {
        return verdict_range(0, 1);
    }
    if (index >= LISTS) {
        return verdict_range(0, LISTS - 1);
    }
    if (v->list[index] & ACTIVE) {
        return verdict_delete_first();
    }
    commit();
    v->list[index] = (uint32_t)(irq + (priority << 23) + (group << 30)) | PENDING | EOI_NOTICE;
    if (w.loaded == v->name) {
        w.list[index] = v->list[index];
    }
    return verdict_ok();
}

struct verdict invoke_vcpu(const struct request *r)
{
    struct wvcpu *v = vcpu_of(r->cap.object);
    bool writes = r->label == ARMVCPUWriteReg;

    switch (r->label) {
    case ARMVCPUSetTCB:
        return set_tcb(v, r);
    case ARMVCPUInjectIRQ:
        return inject(v, r);
    case ARMVCPUReadReg:
    case ARMVCPUWriteReg:
        if (r->length < (writes ? 2u : 1u)) {
            return verdict_truncated();
        }
        if (request_arg(r, 0) >= seL4_VCPUReg_Num) {
            return verdict_argument(1);
        }
        commit();
        if (!writes) {
            return answer(r, v->reg[request_arg(r, 0)]);
        }
        v->reg[request_arg(r, 0)] = request_arg(r, 1);
        return verdict_ok();
    case ARMVCPUAckVPPI:
        if (r->length < 1) {
            return verdict_truncated();
        }
        if (request_arg(r, 0) >= IRQ_COUNT) {
            return verdict_range(0, IRQ_COUNT - 1);
        }
        if (request_arg(r, 0) != VIRTUAL_TIMER_IRQ) {
            return verdict_argument(0);
        }
        commit();
        v->masked = false;
        return verdict_ok();
    default:
        return verdict_illegal();
    }
}

/* VCPU-12 to VCPU-14 */
void serve_guest_line(word_t irq)
{
    struct wthread *t = thread_of(w.cur);
    struct wvcpu *v = w.guest ? vcpu_of(w.loaded) : NULL;
    word_t index = 0;

    if (!v || is_ready(t) || !schedulable(t)) {
        return;
    }
    if (irq == VIRTUAL_TIMER_IRQ) {
        v->masked = true;
        raise_fault(t, (struct fault){.kind = FAULT_VPPI_EVENT, .word = {irq}});
        return;
    }
    while (index < LISTS && (w.ended >> index & 1u) == 0) {
        index++;
    }
    if (index < LISTS) {
        w.list[index] &= ~EOI_NOTICE;
        v->list[index] = w.list[index];
    }
    raise_fault(t, (struct fault){.kind = FAULT_VGIC_MAINTENANCE, .word = {index < LISTS ? index : UINT64_MAX}});
}
