/* SPDX-License-Identifier: BSD-2-Clause */
/* What the debug hardware needs to know of a thread: nothing in this build. */
#pragma once

struct hardware_debug_tcb {
};
