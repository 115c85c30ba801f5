/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor receives the faults of every root protection domain (PD) and reports them (MON-1 to MON-8). It
 * never answers, so that a faulting PD stays as it was. It holds nothing but the TCBs of the PDs, and those
 * only to read registers and to name the threads.
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
/* One line of a report: "MON|ERROR: `label``value in hexadecimal`". */
void put_field(const char *label, seL4_Word value);

/* Prints all registers of thread `tcb`, one a line (MON-6). */
void report_registers(seL4_CPtr tcb);

/* Prints what the fault message `tag` says; the message registers must still hold it (MON-5 (d)).
 * `stack_bottom` is the lowest address of the thread's stack. */
void report_fault(seL4_MessageInfo_t tag, seL4_Word stack_bottom);

/* Explains an AArch64 exception syndrome in lines of a report. */
void report_syndrome(seL4_Word esr);
