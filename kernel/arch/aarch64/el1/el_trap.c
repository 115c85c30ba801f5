/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions of user level as a kernel at EL1 reports them. */
#include "arch/aarch64/trap.h"

struct fault el_exception_fault(word_t syndrome)
{
    return fault_user_exception(syndrome, 0);
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
