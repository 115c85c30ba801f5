/* SPDX-License-Identifier: BSD-2-Clause */
/* What benchmark builds count for each thread: nothing here. User level may not use the performance counters.
 * */
#pragma once

#define USER_PERFORMANCE_COUNTERS 0

struct benchmark_tcb {
};
