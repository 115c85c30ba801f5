/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions: what vectors.S calls, and what each exception level adds.
 */
#pragma once

#include "ipc/fault.h"
#include "types.h"

/* Exception classes of ESR_ELx. */
enum exception_class {
    EC_UNKNOWN = 0x00,
    EC_FPU_ACCESS = 0x07,
    EC_INSTRUCTION_ABORT_USER = 0x20,
    EC_DATA_ABORT_USER = 0x24,
};

static inline word_t exception_class(word_t syndrome)
{
    return syndrome >> 26 & 63u;
}

/* From vectors.S: CUR caused an exception that is no system call. */
FOR_ASSEMBLY void handle_exception(void);

/* From vectors.S: an exception inside the kernel, or a system error. */
FOR_ASSEMBLY NORETURN void handle_kernel_exception(word_t syndrome, word_t address, word_t fault_address);

/* el1/, el2/: the fault of an exception that is not an abort (A64-13); its first word is the syndrome. */
enum fault_kind el_exception_kind(word_t syndrome);

/* el1/, el2/: the address to report for an abort of CUR (A64-12). */
vaddr_t el_fault_address(vaddr_t far);

/* el1/, el2/: registers of the exception level, trap configuration and user mode's environment (ENV-4, ENV-5,
 * REG-9, VCPU-22). Boot only. */
void el_cpu_init(void);

/* el1/, el2/: REG-4: the value that a saved PSTATE may take for a native thread or for one with a VCPU. */
bool el_status_allowed(const struct tcb *t, word_t status);
