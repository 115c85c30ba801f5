/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that exist only in kernels built with them: debugging, benchmarks (DBG-1, DBG-3), one's own TLS base (SYS-3). */
#pragma once

#include <sel4/functions.h>
#include <sel4/syscall.h>
#include <sel4/sel4_arch/syscalls.h>

#ifdef CONFIG_PRINTING
LIBSEL4_INLINE_FUNC void seL4_DebugPutChar(char c)
{
    (void) sel4_trap_word((seL4_Word) seL4_SysDebugPutChar, (seL4_Uint8) c, 0);
}

LIBSEL4_INLINE_FUNC void seL4_DebugPutString(char *str)
{
    for (char *s = str; *s != '\0'; s++) {
        seL4_DebugPutChar(*s);
    }
}

LIBSEL4_INLINE_FUNC void seL4_DebugDumpScheduler(void)
{
    sel4_trap_null((seL4_Word) seL4_SysDebugDumpScheduler);
}
#endif

#ifdef CONFIG_DEBUG_BUILD
/* Stops the machine; does not return. */
LIBSEL4_INLINE_FUNC void seL4_DebugHalt(void)
{
    sel4_trap_null((seL4_Word) seL4_SysDebugHalt);
}

LIBSEL4_INLINE_FUNC void seL4_DebugSnapshot(void)
{
    sel4_trap_null((seL4_Word) seL4_SysDebugSnapshot);
}

/* The type tag of a capability (DBG-2), 0 when there is none. */
LIBSEL4_INLINE_FUNC seL4_Uint32 seL4_DebugCapIdentify(seL4_CPtr cap)
{
    return (seL4_Uint32) sel4_trap_word((seL4_Word) seL4_SysDebugCapIdentify, cap, 0);
}

/* Copies `name` to the IPC buffer, cut to what fits with its end mark, and names the thread so. */
LIBSEL4_INLINE_FUNC void seL4_DebugNameThread(seL4_CPtr tcb, const char *name)
{
    char *buffer = (char *) seL4_GetIPCBuffer()->msg;
    seL4_Word length = 0;
    while (name[length] != '\0' && length < seL4_MsgMaxLength * sizeof(seL4_Word) - 1) {
        buffer[length] = name[length];
        length++;
    }
    buffer[length] = '\0';
    (void) sel4_trap_word((seL4_Word) seL4_SysDebugNameThread, tcb, 0);
}
#endif

#ifdef CONFIG_ENABLE_BENCHMARKS
LIBSEL4_INLINE_FUNC seL4_Error seL4_BenchmarkResetLog(void)
{
    return (seL4_Error) sel4_trap_word((seL4_Word) seL4_SysBenchmarkResetLog, 0, 0);
}

/* Number of entries in the log. */
LIBSEL4_INLINE_FUNC seL4_Word seL4_BenchmarkFinalizeLog(void)
{
    return sel4_trap_word((seL4_Word) seL4_SysBenchmarkFinalizeLog, 0, 0);
}

LIBSEL4_INLINE_FUNC seL4_Error seL4_BenchmarkSetLogBuffer(seL4_Word frame_cptr)
{
    return (seL4_Error) sel4_trap_word((seL4_Word) seL4_SysBenchmarkSetLogBuffer, frame_cptr, 0);
}

LIBSEL4_INLINE_FUNC void seL4_BenchmarkNullSyscall(void)
{
    sel4_trap_null((seL4_Word) seL4_SysBenchmarkNullSyscall);
}

LIBSEL4_INLINE_FUNC void seL4_BenchmarkFlushCaches(void)
{
    (void) sel4_trap_word((seL4_Word) seL4_SysBenchmarkFlushCaches, 0, 0);
}

/* `cache_type` is one of seL4_ARM_CacheType. */
LIBSEL4_INLINE_FUNC void seL4_BenchmarkFlushL1Caches(seL4_Word cache_type)
{
    (void) sel4_trap_word((seL4_Word) seL4_SysBenchmarkFlushCaches, 1, cache_type);
}

#ifdef CONFIG_BENCHMARK_TRACK_UTILISATION
/* Leaves the words of sel4/benchmark_utilisation_types.h in the message area of the IPC buffer. */
LIBSEL4_INLINE_FUNC void seL4_BenchmarkGetThreadUtilisation(seL4_Word tcb_cptr)
{
    (void) sel4_trap_word((seL4_Word) seL4_SysBenchmarkGetThreadUtilisation, tcb_cptr, 0);
}

LIBSEL4_INLINE_FUNC void seL4_BenchmarkResetThreadUtilisation(seL4_Word tcb_cptr)
{
    (void) sel4_trap_word((seL4_Word) seL4_SysBenchmarkResetThreadUtilisation, tcb_cptr, 0);
}

#ifdef CONFIG_DEBUG_BUILD
LIBSEL4_INLINE_FUNC void seL4_BenchmarkDumpAllThreadsUtilisation(void)
{
    sel4_trap_null((seL4_Word) seL4_SysBenchmarkDumpAllThreadsUtilisation);
}

LIBSEL4_INLINE_FUNC void seL4_BenchmarkResetAllThreadsUtilisation(void)
{
    sel4_trap_null((seL4_Word) seL4_SysBenchmarkResetAllThreadsUtilisation);
}
#endif
#endif
#endif

#ifdef CONFIG_SET_TLS_BASE_SELF
/* Sets the caller's TPIDR_EL0. */
LIBSEL4_INLINE_FUNC void seL4_SetTLSBase(seL4_Word tls_base)
{
    (void) sel4_trap_word((seL4_Word) seL4_SysSetTLSBase, tls_base, 0);
}
#endif
