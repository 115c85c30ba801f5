/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions of user level as a kernel at EL2 reports them. */
#include "arch/aarch64/trap.h"

#include "arch/aarch64/user_status.h"
#include "thread/tcb.h"

/* "Unknown reason", of a 32-bit instruction: what an undefined instruction gives. */
#define SYNDROME_UNKNOWN UINT64_C(0x02000000)

/* FLT-11: all but undefined instructions look like a trapped guest, VCPU or not. */
struct fault el_exception_fault(word_t syndrome)
{
    if (syndrome == SYNDROME_UNKNOWN) {
        return fault_user_exception(syndrome, 0);
    }
    return fault_word(FAULT_VCPU, syndrome);
}

/* Native threads run with stage 1 off: the address is the intermediate physical one already. */
vaddr_t el_fault_address(vaddr_t far)
{
    return far;
}

bool el_status_allowed(const struct tcb *t, word_t status)
{
    word_t mode = status & STATUS_MODE;

    return t->arch.vcpu && (mode == MODE_EL0T || mode == MODE_EL1T || mode == MODE_EL1H);
}
