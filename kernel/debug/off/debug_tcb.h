/* SPDX-License-Identifier: BSD-2-Clause */
/* What debug builds keep in a TCB: nothing here. */
#pragma once

struct debug_tcb {
};
