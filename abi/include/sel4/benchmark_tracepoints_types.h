/* SPDX-License-Identifier: BSD-2-Clause */
/* Records of trace points; kernels with CONFIG_MAX_NUM_TRACE_POINTS 0 write none. */
#pragma once

#include <sel4/simple_types.h>

typedef struct benchmark_tracepoint_log_entry {
    seL4_Word id;
    seL4_Word duration;
} benchmark_tracepoint_log_entry_t;
