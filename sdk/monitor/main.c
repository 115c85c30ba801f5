/* SPDX-License-Identifier: BSD-2-Clause */
/* The monitor's loop: who faulted, and the report's frame. What a fault means is in fault.c. */

#include "monitor.h"

char pd_names[MONITOR_MAX_PDS][MONITOR_NAME_LENGTH];
seL4_Word pd_names_len;
char vm_names[MONITOR_MAX_PDS][MONITOR_NAME_LENGTH];
seL4_Word vm_names_len;
seL4_Word pd_stack_bottom_addrs[MONITOR_MAX_PDS];

#if defined(CONFIG_DEBUG_BUILD)

static void name_threads(void)
{
    for (seL4_Word i = 0; i < pd_names_len; i++) {
        seL4_DebugNameThread(MONITOR_BASE_PD_TCB + i, pd_names[i]);
    }
    for (seL4_Word i = 0; i < vm_names_len; i++) {
        seL4_DebugNameThread(MONITOR_BASE_VM_TCB + i, vm_names[i]);
    }
}

#else

static void name_threads(void)
{
}

#endif

#if defined(CONFIG_BENCHMARK_TRACK_UTILISATION)

/* The kernel counts from now on, for `microkit top`; a program that measures starts the counting anew. */
static void start_counting(void)
{
    (void)seL4_BenchmarkResetLog();
}

#else

static void start_counting(void)
{
}

#endif

static void report_thread_fault(seL4_Word pd, seL4_MessageInfo_t tag)
{
    const seL4_UserContext *regs;

    microkit_dbg_puts(ERROR_LINE "received message 0x");
    put_hex32((seL4_Uint32)seL4_MessageInfo_get_label(tag));
    microkit_dbg_puts("  badge: 0x");
    put_hex64(pd + 1);
    microkit_dbg_puts("  tcb cap: 0x");
    put_hex64(MONITOR_BASE_PD_TCB + pd);
    microkit_dbg_puts("\n" ERROR_LINE "faulting PD: ");
    microkit_dbg_puts(pd_names[pd]);
    microkit_dbg_puts("\n");
    /* Before the registers: reading those overwrites the message registers. */
    report_fault(tag, pd);
    regs = read_registers(MONITOR_BASE_PD_TCB + pd);
    if (regs != 0) {
        report_registers(regs);
        report_backtrace(pd, regs);
    }
}

/* The initialiser has already bound the scheduling context of a passive PD to its notification, which is what
 * makes it passive; the message only says that `init()` is over (LIB-34, LIB-35). */
static void report_passive(seL4_Word pd)
{
    microkit_dbg_puts(INFO_LINE "PD '");
    microkit_dbg_puts(pd_names[pd]);
    microkit_dbg_puts("' is now passive!\n");
}

static void handle(seL4_Word badge, seL4_MessageInfo_t tag)
{
    if (badge == 0 || badge > pd_names_len) {
        put_field("message with an unknown badge: ", badge);
        return;
    }
    if (seL4_MessageInfo_get_label(tag) == seL4_Fault_NullFault) {
        report_passive(badge - 1);
    } else {
        report_thread_fault(badge - 1, tag);
    }
}

int main(void)
{
    name_threads();
    start_counting();
    microkit_dbg_puts(INFO_LINE "Microkit Monitor started!\n");
    report_image_id();
    for (;;) {
        seL4_Word badge = 0;
        seL4_MessageInfo_t tag = seL4_Recv(MONITOR_FAULT_EP, &badge, MONITOR_REPLY);

        handle(badge, tag);
    }
}
