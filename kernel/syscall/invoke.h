/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sending to a capability: the first phase of most system calls (SYS-7).
 */
#pragma once

#include "types.h"

struct send_mode {
    bool is_call;
    bool blocking;
    bool may_donate;
    bool restricted; /* phase 1 of a combined call (SYS-9) */
};

/* PREEMPTED: the whole system call is to be executed again. All other results have been delivered to CUR. */
outcome_t syscall_invoke(word_t cptr, struct send_mode mode);
