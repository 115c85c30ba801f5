/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's breakpoint and watchpoint registers (DBG-7). */
#pragma once

#include "thread/tcb.h"

/* Loads all monitors; !use: switches all off. */
void monitors_load(const struct hardware_debug_tcb *debug, bool use);

/* The number of the enabled monitor that explains an event at this address. */
word_t monitors_breakpoint(const struct hardware_debug_tcb *debug, vaddr_t ip);
word_t monitors_watchpoint(const struct hardware_debug_tcb *debug, vaddr_t address);

bool monitors_any(const struct hardware_debug_tcb *debug);

/* Monitors or stepping of t changed: takes effect when t next runs. */
void hardware_debug_changed(struct tcb *t);

/* HWD-4: stop after this many instructions; 0: stop stepping. */
void hardware_debug_set_steps(struct tcb *t, word_t instructions);
