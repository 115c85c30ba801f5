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

static void handle_plain_exception(word_t syndrome)
{
    switch (exception_class(syndrome)) {
    case EC_DATA_ABORT_USER:
        handle_fault(FAULT_VM, el_fault_address(SYSREG_READ(FAR_KERNEL)), false, syndrome);
        break;
    case EC_INSTRUCTION_ABORT_USER:
        handle_fault(FAULT_VM, el_fault_address(kernel.cur->context.reg[REG_FAULT_IP]), true, syndrome);
        break;
    default:
        handle_fault(el_exception_kind(syndrome), syndrome, 0, 0);
        break;
    }
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
    handle_plain_exception(syndrome);
}

NORETURN void handle_kernel_exception(word_t syndrome, word_t address, word_t fault_address)
{
    debug_kernel_exception(syndrome, address, fault_address);
    machine_halt();
}
