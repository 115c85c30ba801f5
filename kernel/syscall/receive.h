/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Receiving from a capability: the second phase of system calls (IPC-10).
 */
#pragma once

#include "types.h"

void syscall_receive(word_t cptr, bool blocking, bool with_reply);
