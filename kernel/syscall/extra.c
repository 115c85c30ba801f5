/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls that only some builds have (SYS-2). */
#include "abi.h"
#include "arch.h"
#include "benchmark_hooks.h"
#include "debug_hooks.h"
#include "state.h"

#ifdef CONFIG_SET_TLS_BASE_SELF
enum { USER_SETS_TLS_BASE = 1, SET_TLS_BASE = seL4_SysSetTLSBase };
#else
enum { USER_SETS_TLS_BASE = 0, SET_TLS_BASE = 0 };
#endif

/* SYS-3, TCB-17 */
static bool tls_syscall(int64_t number)
{
    if (!USER_SETS_TLS_BASE || number != SET_TLS_BASE) {
        return false;
    }
    kernel.cur->context.reg[REG_TLS] = kernel.cur->context.reg[REG_CAP];
    return true;
}

bool extra_syscall(int64_t number)
{
    return debug_syscall(number) || benchmark_syscall(number) || tls_syscall(number);
}
