/* SPDX-License-Identifier: BSD-2-Clause */
/* Virtual CPUs as the architecture's hooks see them. el1/el_vcpu.h has the same interface. */
#pragma once

#include "syscall/invocation.h"
#include "vcpu/vcpu.h"

#include <board.h>

static inline void el_vcpu_switch_to(struct tcb *t)
{
    vcpu_switch_to(t);
}

static inline void el_vcpu_thread_destroyed(struct tcb *t)
{
    if (t->arch.vcpu) {
        vcpu_dissociate(t->arch.vcpu);
    }
}

static inline void el_vcpu_thread_leaves_domain(struct tcb *t)
{
    if (t->arch.vcpu) {
        vcpu_flush(t->arch.vcpu);
    }
}

static inline void el_vcpu_leave_domain(void)
{
    vcpu_flush(NULL);
}

/* 0: no such type. */
static inline uint32_t el_vcpu_object_bits(word_t type)
{
    return type == seL4_ARM_VCPUObject ? seL4_VCPUBits : 0;
}

static inline void el_vcpu_create(struct cap cap)
{
    vcpu_create(vcpu_at(cap.object));
}

static inline void el_vcpu_destroy(struct cap cap)
{
    vcpu_destroy(vcpu_at(cap.object));
}

static inline outcome_t el_vcpu_invoke(const struct invocation *request)
{
    return vcpu_invoke(request);
}

static inline void el_vcpu_reserved_irq(word_t irq)
{
    if (irq == VIRTUAL_TIMER_IRQ) {
        vcpu_serve_timer();
    } else {
        vcpu_serve_maintenance();
    }
}
