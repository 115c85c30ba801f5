/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads of the host port have nothing to switch. */
#pragma once

#include "thread/tcb.h"

static inline bool arch_switch_simply(const struct tcb *from, const struct tcb *t)
{
    (void)from;
    (void)t;
    return true;
}

static inline void arch_switch_fully(struct tcb *t)
{
    (void)t;
}

static inline bool arch_registers_stay(const struct tcb *t)
{
    (void)t;
    return true;
}
