/* SPDX-License-Identifier: BSD-2-Clause */
/* The calls of builds that print (SYS-2). They have no list of threads: to dump the scheduler prints nothing. */
#include "abi.h"
#include "debug/print.h"
#include "debug_hooks.h"
#include "state.h"

void debug_print_thread(const struct tcb *t)
{
    print_text("thread ");
    print_hex((word_t)(uintptr_t)t);
}

bool debug_syscall(int64_t number)
{
    if (number == seL4_SysDebugPutChar) {
        print_char((char)(kernel.cur->context.reg[REG_CAP] & 0xffu));
    }
    return number == seL4_SysDebugPutChar || number == seL4_SysDebugDumpScheduler;
}
