/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events that enter the kernel. The architecture calls exactly one of these after it has saved the registers of
 * kernel.cur, and afterwards returns to user mode with those of kernel.cur.
 */
#pragma once

#include "ipc/fault.h"
#include "types.h"

/* A system call instruction for which there is no short path (syscall/fastpath.h); the number and arguments are in the
 * registers (SYS-1 to SYS-6). */
FOR_ASSEMBLY void handle_syscall(void);

/* CUR caused a fault (FLT-5) that no capability explains: words as in struct fault, 0 where there is none. */
void handle_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2);

/* The interrupt line is raised (IRQ-11). */
FOR_ASSEMBLY void handle_interrupt(void);
