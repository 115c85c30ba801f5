/* SPDX-License-Identifier: BSD-2-Clause */
/* What builds with a log of kernel entries count for each thread: nothing. */
#pragma once

struct benchmark_tcb {
};
