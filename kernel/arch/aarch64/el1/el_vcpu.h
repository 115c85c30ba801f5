/* SPDX-License-Identifier: BSD-2-Clause */
/* Virtual CPUs: a kernel at EL1 has none. el2/el_vcpu.h has the same interface. */
#pragma once

#include "syscall/invocation.h"

static inline void el_vcpu_switch_to(struct tcb *t)
{
    (void)t;
}

static inline void el_vcpu_thread_destroyed(struct tcb *t)
{
    (void)t;
}

static inline void el_vcpu_thread_leaves_domain(struct tcb *t)
{
    (void)t;
}

static inline void el_vcpu_leave_domain(void)
{
}

/* 0: no such type. */
static inline uint32_t el_vcpu_object_bits(word_t type)
{
    (void)type;
    return 0;
}

static inline void el_vcpu_create(struct cap cap)
{
    (void)cap;
}

static inline void el_vcpu_destroy(struct cap cap)
{
    (void)cap;
}

static inline outcome_t el_vcpu_invoke(const struct invocation *request)
{
    (void)request;
    return error_illegal_operation();
}

static inline void el_vcpu_reserved_irq(word_t irq)
{
    (void)irq;
}
