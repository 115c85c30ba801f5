/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor receives the faults of every root protection domain (PD) and reports them (MON-1 to MON-8). It
 * never answers, so that a faulting PD stays as it was. It holds nothing but the TCBs of the PDs, and those
 * only to read registers and to name the threads; in debug images it also reads the PDs' stacks.
 */
#pragma once

#include <microkit.h>

#define MONITOR_MAX_PDS 64
#define MONITOR_NAME_LENGTH 64

/* Slots of the monitor's capability space. */
#define MONITOR_FAULT_EP 1
#define MONITOR_REPLY 2
#define MONITOR_BASE_PD_TCB 10
#define MONITOR_BASE_VM_TCB 74

/* Patched by the tool (MON-2); entry i belongs to PD index i, or to virtual CPU i of the whole system. */
extern char pd_names[MONITOR_MAX_PDS][MONITOR_NAME_LENGTH];
extern seL4_Word pd_names_len;
extern char vm_names[MONITOR_MAX_PDS][MONITOR_NAME_LENGTH];
extern seL4_Word vm_names_len;
extern seL4_Word pd_stack_bottom_addrs[MONITOR_MAX_PDS];

/* The lines of a fault report begin with ERROR_LINE, other lines with INFO_LINE. */
#define ERROR_LINE "MON|ERROR: "
#define INFO_LINE "MON|INFO: "

void put_hex32(seL4_Uint32 x);
void put_hex64(seL4_Word x);
/* Without leading zeros. */
void put_hex_short(seL4_Word x);
/* One line of a report: "MON|ERROR: `label``value in hexadecimal`". */
void put_field(const char *label, seL4_Word value);

/* All registers of thread `tcb`, valid until the next call; NULL, and a message, if they cannot be read. */
const seL4_UserContext *read_registers(seL4_CPtr tcb);

/* Prints registers, one a line (MON-6). */
void report_registers(const seL4_UserContext *regs);

/* Prints what the fault message `tag` of PD index `pd` says; the message registers must still hold it
 * (MON-5 (d)). */
void report_fault(seL4_MessageInfo_t tag, seL4_Word pd);

/* Tells where `address` lies among the memory of PD index `pd`: in which region, or next to which. */
void report_address(seL4_Word pd, seL4_Word address);

/* One line `backtrace of '<pd>': pc <address> lr <address> callers <return addresses, innermost first>`, which
 * `microkit decode` turns into functions and lines. Follows the frame records in the PD's own stack; there are
 * no callers when the monitor does not see that. At most MONITOR_MAX_CALLERS are printed. */
#define MONITOR_MAX_CALLERS 32
void report_backtrace(seL4_Word pd, const seL4_UserContext *regs);

/* The line `debug archive <id>`, by which `microkit decode` knows that an archive belongs to the image. */
void report_image_id(void);

/* Explains an AArch64 exception syndrome in lines of a report. */
void report_syndrome(seL4_Word esr);
