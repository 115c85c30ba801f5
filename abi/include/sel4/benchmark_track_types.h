/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernel entries as debug builds record them. */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

#ifdef CONFIG_DEBUG_BUILD

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
