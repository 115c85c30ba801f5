/* SPDX-License-Identifier: BSD-2-Clause */
/* What benchmark builds count for each thread: nothing here. */
#pragma once

struct benchmark_tcb {
};
