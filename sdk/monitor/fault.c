/* SPDX-License-Identifier: BSD-2-Clause */
/* Meaning of the kernel's fault messages (MON-5 (d)). */

#include "monitor.h"

#define GUARD_PAGE_SIZE 0x1000u

static void report_yes_no(const char *label, seL4_Word value)
{
    microkit_dbg_puts(ERROR_LINE);
    microkit_dbg_puts(label);
    microkit_dbg_puts(value != 0 ? "true\n" : "false\n");
}

static void report_line(const char *text)
{
    microkit_dbg_puts(ERROR_LINE);
    microkit_dbg_puts(text);
    microkit_dbg_puts("\n");
}

static void report_lookup_failure(seL4_Word type)
{
    switch (type) {
    case seL4_NoFailure:
        report_line("CapFault: lookup failure: none");
        return;
    case seL4_InvalidRoot:
        report_line("CapFault: lookup failure: invalid root");
        return;
    case seL4_MissingCapability:
        report_line("CapFault: lookup failure: missing capability");
        put_field("CapFault: bits_left = ", seL4_GetMR(seL4_CapFault_BitsLeft));
        return;
    case seL4_DepthMismatch:
        report_line("CapFault: lookup failure: depth mismatch");
        put_field("CapFault: bits_left = ", seL4_GetMR(seL4_CapFault_BitsLeft));
        put_field("CapFault: depth_bits_found = ", seL4_GetMR(seL4_CapFault_DepthMismatch_BitsFound));
        return;
    case seL4_GuardMismatch:
        report_line("CapFault: lookup failure: guard mismatch");
        put_field("CapFault: bits_left = ", seL4_GetMR(seL4_CapFault_BitsLeft));
        put_field("CapFault: guard_found = ", seL4_GetMR(seL4_CapFault_GuardMismatch_GuardFound));
        put_field("CapFault: guard_bits_found = ", seL4_GetMR(seL4_CapFault_GuardMismatch_BitsFound));
        return;
    default:
        put_field("CapFault: lookup failure: unknown type ", type);
        return;
    }
}

static void report_cap_fault(void)
{
    put_field("CapFault: ip = ", seL4_GetMR(seL4_CapFault_IP));
    put_field("CapFault: fault_addr = ", seL4_GetMR(seL4_CapFault_Addr));
    report_yes_no("CapFault: in_recv_phase = ", seL4_GetMR(seL4_CapFault_InRecvPhase));
    report_lookup_failure(seL4_GetMR(seL4_CapFault_LookupFailureType));
}

static void report_user_exception(void)
{
    report_line("UserException");
    put_field("UserException: ip = ", seL4_GetMR(seL4_UserException_FaultIP));
    put_field("UserException: number = ", seL4_GetMR(seL4_UserException_Number));
    put_field("UserException: code = ", seL4_GetMR(seL4_UserException_Code));
    report_syndrome(seL4_GetMR(seL4_UserException_Number));
}

static void report_unknown_syscall(void)
{
    put_field("UnknownSyscall: ip = ", seL4_GetMR(seL4_UnknownSyscall_FaultIP));
    put_field("UnknownSyscall: number = ", seL4_GetMR(seL4_UnknownSyscall_Syscall));
}

static void report_vm_fault(seL4_Word pd)
{
    seL4_Word stack_bottom = pd_stack_bottom_addrs[pd];
    seL4_Word address = seL4_GetMR(seL4_VMFault_Addr);
    seL4_Word fsr = seL4_GetMR(seL4_VMFault_FSR);

    put_field("VMFault: ip = ", seL4_GetMR(seL4_VMFault_IP));
    put_field("VMFault: fault_addr = ", address);
    put_field("VMFault: fsr = ", fsr);
    report_line(seL4_GetMR(seL4_VMFault_PrefetchFault) != 0 ? "VMFault: instruction fault"
                                                            : "VMFault: data fault");
    report_syndrome(fsr);
    if (address < stack_bottom && stack_bottom - address <= GUARD_PAGE_SIZE) {
        report_line("VMFault: possible stack overflow: the address is in the page below the stack "
                    "(see stack_size)");
    }
    report_address(pd, address);
}

#if defined(CONFIG_ARM_HYPERVISOR_SUPPORT)

/* On an EL2 kernel these are the exceptions that an EL1 kernel reports as user exceptions (MON-7). */
static void report_vcpu_fault(void)
{
    seL4_Word esr = seL4_GetMR(seL4_VCPUFault_HSR);

    put_field("VCPUFault: esr = ", esr);
    report_syndrome(esr);
}

static seL4_Bool is_vcpu_fault(seL4_Word label)
{
    return label == seL4_Fault_VCPUFault;
}

#else

static void report_vcpu_fault(void)
{
}

static seL4_Bool is_vcpu_fault(seL4_Word label)
{
    (void)label;
    return seL4_False;
}

#endif

#if defined(CONFIG_HARDWARE_DEBUG_API)

/* By reason: what the kernel's debug interface calls breakpoint types. */
static const char *const debug_reasons[] = {
    "DebugException: watchpoint",
    "DebugException: instruction breakpoint",
    "DebugException: single step",
    "DebugException: BRK instruction (assertion or undefined behaviour check of the compiler)",
};

static seL4_Bool report_debug_exception(seL4_Word label)
{
    seL4_Word reason = seL4_GetMR(seL4_DebugException_ExceptionReason);

    if (label != seL4_Fault_DebugException) {
        return seL4_False;
    }
    put_field("DebugException: ip = ", seL4_GetMR(seL4_DebugException_FaultIP));
    if (reason < sizeof debug_reasons / sizeof debug_reasons[0]) {
        report_line(debug_reasons[reason]);
    } else {
        put_field("DebugException: reason = ", reason);
    }
    return seL4_True;
}

#else

static seL4_Bool report_debug_exception(seL4_Word label)
{
    (void)label;
    return seL4_False;
}

#endif

void report_fault(seL4_MessageInfo_t tag, seL4_Word pd)
{
    seL4_Word label = seL4_MessageInfo_get_label(tag);

    if (is_vcpu_fault(label)) {
        report_vcpu_fault();
        return;
    }
    if (report_debug_exception(label)) {
        return;
    }
    switch (label) {
    case seL4_Fault_CapFault:
        report_cap_fault();
        break;
    case seL4_Fault_UserException:
        report_user_exception();
        break;
    case seL4_Fault_UnknownSyscall:
        report_unknown_syscall();
        break;
    case seL4_Fault_VMFault:
        report_vm_fault(pd);
        break;
    default:
        put_field("unknown fault, label ", label);
        break;
    }
}
