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

/* CUR caused an exception (FLT-5). */
void handle_fault(struct fault fault);

/* The interrupt line is raised (IRQ-11). */
FOR_ASSEMBLY void handle_interrupt(void);
