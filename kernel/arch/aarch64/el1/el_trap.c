/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions of user level as a kernel at EL1 reports them. */
#include "arch/aarch64/trap.h"

enum fault_kind el_exception_kind(word_t syndrome)
{
    (void)syndrome;
    return FAULT_USER_EXCEPTION;
}

vaddr_t el_fault_address(vaddr_t far)
{
    return far;
}

bool el_status_allowed(const struct tcb *t, word_t status)
{
    (void)t;
    (void)status;
    return false;
}
