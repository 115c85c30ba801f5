/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Restarting threads whose wait has ended without a message (IPC-27, NTF-12).
 */
#pragma once

#include "types.h"

struct tcb;

/* t has been dequeued: it executes its system call again; a thread that was sending a fault message stops. */
APART void restart_waiter(struct tcb *t);
