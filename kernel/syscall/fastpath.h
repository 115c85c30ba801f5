/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Short paths for the system calls that components make most (FP-1 to FP-3).
 *
 * Each is a pure shortcut: it either does exactly what the general path would do, or does nothing and says so.
 * The time that passes stays uncharged until the next full entry; it is the same scheduling context's, because
 * that moves along with the message. Builds with FASTPATH=0 use no_fastpath.c.
 */
#pragma once

#include "types.h"

/* A system call has been entered, nothing has been done yet. True: it is complete, return to kernel.cur. */
bool fastpath_syscall(int64_t number);
