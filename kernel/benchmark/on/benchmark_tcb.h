/* SPDX-License-Identifier: BSD-2-Clause */
/* What benchmark builds count for each thread (BEN-2, BEN-3). */
#pragma once

#include "types.h"

struct benchmark_tcb {
    uint64_t start; /* cycle count when it was last switched to */
    uint64_t cycles;
    uint64_t schedules;
    uint64_t kernel_cycles;
    uint64_t kernel_entries;
};
