/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Short paths for what components do most (FP-1 to FP-3): messages between them, signals, interrupts, faults.
 *
 * Each is a pure shortcut: it either does exactly what the general path would do, or does nothing and says so. Where
 * the account does not change, the time that passes stays uncharged until the next full entry: the same scheduling
 * context pays, because it moves along with the message, or because its thread goes on.
 *
 * The architecture offers a system call to fastpath_syscall() when it has saved, of the registers of kernel.cur, those
 * that C code may change; the short paths look at no others. If none applies, it saves the rest and calls
 * handle_syscall(). Interrupts and faults come by way of their general entries, with all registers saved.
 *
 * Builds with FASTPATH=0 have no_fastpath.c in place of the fastpath*.c files.
 */
#pragma once

#include "ipc/fault.h"
#include "types.h"

struct tcb;

/* All that follows does nothing if it says false or null, else what the general path would do. */

/*
 * A system call with the registers of SYS-5 has been entered, nothing has been done yet.
 *
 * Returns the thread that made it if it is done: kernel.cur, which is that one or another, is to go on. Null: no short
 * path applies, and nothing has been done; or, if kernel.cur is not in the state Running, its invocation has been
 * preempted. handle_syscall() sees to both.
 */
FOR_ASSEMBLY struct tcb *fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                          word_t reply, int64_t number);

/* FLT-4: CUR has caused this fault. */
bool fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2);

/* IRQ-12: the line has been taken. */
bool fastpath_interrupt(word_t irq);
