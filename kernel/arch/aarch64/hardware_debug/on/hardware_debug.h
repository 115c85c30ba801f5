/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Breakpoints, watchpoints and single stepping of native threads (HWD-1 to HWD-4, DBG-6, DBG-7). Guests keep
 * the debug registers of their virtual CPU to themselves.
 */
#pragma once

#include "syscall/invocation.h"

/* The processor reports debug events of user level, and none is set. Boot only. */
void hardware_debug_init(void);

/* HWD-3: t runs next. */
void hardware_debug_switch_to(const struct tcb *t);

/* TCBSetBreakpoint, TCBGetBreakpoint, TCBUnsetBreakpoint, TCBConfigureSingleStepping; others:
 * IllegalOperation. */
outcome_t hardware_debug_invoke(const struct invocation *request, struct tcb *t);

/* Is the exception a debug event? */
bool hardware_debug_is_exception(word_t syndrome);

/* CUR caused a debug event: the next step, or a fault. */
void hardware_debug_exception(word_t syndrome);

/* FLT-14: the fault was answered; instructions: word 0 of the answer, 1 if missing. False: do not restart. */
bool hardware_debug_reply(struct tcb *t, word_t instructions);
