/* SPDX-License-Identifier: BSD-2-Clause */
/* What builds with the benchmark calls alone count for each thread: nothing. */
#pragma once

struct benchmark_tcb {
};
