/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernel entries as debug builds name them and the log holds them (BEN-4). */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

#if defined(CONFIG_DEBUG_BUILD) || defined(CONFIG_BENCHMARK_TRACK_KERNEL_ENTRIES)

@insert constants:kernel_entries@

/* What a kernel entry was: a system call, or (in `word`) the number of an interrupt or exception. */
typedef struct SEL4_PACKED kernel_entry {
    seL4_Uint8 path : 3;
    union {
        struct {
            seL4_Word word : 29;
        };
        struct {
            seL4_Word syscall_no : 4;
            seL4_Word cap_type : 5;
            seL4_Word is_fastpath : 1;
            seL4_Word invocation_tag : 19;
        };
    };
} kernel_entry_t;

#endif

#ifdef CONFIG_BENCHMARK_TRACK_KERNEL_ENTRIES
/* One record of the log: cycle count at the entry, cycles until the kernel was left. */
typedef struct benchmark_syscall_log_entry {
    seL4_Uint64 start_time;
    seL4_Uint32 duration;
    kernel_entry_t entry;
} benchmark_track_kernel_entry_t;
#endif
