/* SPDX-License-Identifier: BSD-2-Clause */
/* Words that seL4_BenchmarkGetThreadUtilisation() leaves in the IPC buffer (DBG-4). */
#pragma once

#include <sel4/config.h>

@insert constants:utilisation@
