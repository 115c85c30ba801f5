/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations of VCPU capabilities (VCPU-3 to VCPU-8). */
#include "arch.h"
#include "syscall/invocation.h"
#include "vcpu/vcpu.h"

#include <board.h>

enum {
    VIRTUAL_IRQ_MAX = 1023,
    VIRTUAL_PRIORITY_MAX = 31,
    VIRTUAL_GROUP_MAX = 1,
};

static outcome_t vcpu_invoke_set_tcb(const struct invocation *request)
{
    if (!request->extra[0]) {
        return error_truncated();
    }
    struct cap thread = request->extra[0]->cap;
    if (!cap_is(thread, CAP_THREAD)) {
        return error_illegal_operation();
    }
    invocation_commit();
    vcpu_associate(vcpu_at(request->cap.object), tcb_at(thread.object));
    if (tcb_at(thread.object) == kernel.cur) {
        vcpu_switch_to(kernel.cur);
    }
    return DONE;
}

/* VCPU-6: irq 15..0, priority 23..16, group 31..24, list register 39..32. */
static outcome_t vcpu_invoke_inject(const struct invocation *request)
{
    struct vcpu *v = vcpu_at(request->cap.object);

    if (request->length < 1) {
        return error_truncated();
    }
    word_t packed = invocation_arg(request, 0);
    word_t index = packed >> 32 & 0xffu;
    struct virtual_interrupt interrupt = {
        .irq = packed & 0xffffu,
        .priority = packed >> 16 & 0xffu,
        .group = packed >> 24 & 0xffu,
    };
    if (interrupt.irq > VIRTUAL_IRQ_MAX) {
        return error_range(0, VIRTUAL_IRQ_MAX);
    }
    if (interrupt.priority > VIRTUAL_PRIORITY_MAX) {
        return error_range(0, VIRTUAL_PRIORITY_MAX);
    }
    if (interrupt.group > VIRTUAL_GROUP_MAX) {
        return error_range(0, VIRTUAL_GROUP_MAX);
    }
    if (index >= vgic_list_registers()) {
        return error_range(0, vgic_list_registers() - 1);
    }
    if (vgic_list_active(&v->vgic, index)) {
        return error_delete_first();
    }
    invocation_commit();
    vgic_inject(&v->vgic, index, interrupt, vcpu_is_loaded(v));
    return DONE;
}

static outcome_t vcpu_invoke_read(const struct invocation *request)
{
    if (request->length < 1) {
        return error_truncated();
    }
    word_t field = invocation_arg(request, 0);
    if (field >= seL4_VCPUReg_Num) {
        return error_invalid_argument(1);
    }
    invocation_commit();
    return invocation_result(request, vcpu_read(vcpu_at(request->cap.object), field));
}

static outcome_t vcpu_invoke_write(const struct invocation *request)
{
    if (request->length < 2) {
        return error_truncated();
    }
    word_t field = invocation_arg(request, 0);
    word_t value = invocation_arg(request, 1);
    if (field >= seL4_VCPUReg_Num) {
        return error_invalid_argument(1);
    }
    invocation_commit();
    vcpu_write(vcpu_at(request->cap.object), field, value);
    return DONE;
}

static outcome_t vcpu_invoke_acknowledge(const struct invocation *request)
{
    if (request->length < 1) {
        return error_truncated();
    }
    word_t irq = invocation_arg(request, 0);
    if (irq > MAX_IRQ) {
        return error_range(0, MAX_IRQ);
    }
    if (irq != VIRTUAL_TIMER_IRQ) {
        return error_invalid_argument(0);
    }
    invocation_commit();
    vcpu_at(request->cap.object)->timer_masked = false;
    return DONE;
}

outcome_t vcpu_invoke(const struct invocation *request)
{
    switch (request->label) {
    case ARMVCPUSetTCB:
        return vcpu_invoke_set_tcb(request);
    case ARMVCPUInjectIRQ:
        return vcpu_invoke_inject(request);
    case ARMVCPUReadReg:
        return vcpu_invoke_read(request);
    case ARMVCPUWriteReg:
        return vcpu_invoke_write(request);
    case ARMVCPUAckVPPI:
        return vcpu_invoke_acknowledge(request);
    default:
        return error_illegal_operation();
    }
}
