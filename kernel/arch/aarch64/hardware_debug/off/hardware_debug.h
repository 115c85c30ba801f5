/* SPDX-License-Identifier: BSD-2-Clause */
/* Breakpoints and single stepping: not in this build. hardware_debug/on has the same interface and describes
 * it. */
#pragma once

#include "syscall/invocation.h"

static inline void hardware_debug_init(void)
{
}

static inline void hardware_debug_switch_to(const struct tcb *t)
{
    (void)t;
}

static inline outcome_t hardware_debug_invoke(const struct invocation *request, struct tcb *t)
{
    (void)request;
    (void)t;
    return error_illegal_operation();
}

static inline bool hardware_debug_is_exception(word_t syndrome)
{
    (void)syndrome;
    return false;
}

static inline void hardware_debug_exception(word_t syndrome)
{
    (void)syndrome;
}

static inline bool hardware_debug_reply(struct tcb *t, word_t instructions)
{
    (void)t;
    (void)instructions;
    return true;
}
