/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions of user level become faults (A64-12, A64-13); those of the kernel stop it (A64-14). */
#include "arch/aarch64/trap.h"

#include "arch/aarch64/fpu.h"
#include "arch/aarch64/machine.h"
#include "arch/aarch64/sysreg.h"
#include "debug_hooks.h"
#include "state.h"
#include "syscall/entry.h"

#include <el_registers.h>
#include <hardware_debug.h>

#define SYNDROME_MASK MASK_BITS(32)

static struct fault exception_fault(word_t syndrome)
{
    if (exception_class(syndrome) == EC_DATA_ABORT_USER) {
        return fault_vm(el_fault_address(SYSREG_READ(FAR_KERNEL)), false, syndrome);
    }
    if (exception_class(syndrome) == EC_INSTRUCTION_ABORT_USER) {
        return fault_vm(el_fault_address(kernel.cur->context.reg[REG_FAULT_IP]), true, syndrome);
    }
    return el_exception_fault(syndrome);
}

void handle_exception(void)
{
    word_t syndrome = SYSREG_READ(ESR_KERNEL) & SYNDROME_MASK;

    if (exception_class(syndrome) == EC_FPU_ACCESS && fpu_take(kernel.cur)) {
        return;
    }
    if (hardware_debug_is_exception(syndrome)) {
        hardware_debug_exception(syndrome);
        return;
    }
    handle_fault(exception_fault(syndrome));
}

NORETURN void handle_kernel_exception(word_t syndrome, word_t address, word_t fault_address)
{
    debug_kernel_exception(syndrome, address, fault_address);
    machine_halt();
}
