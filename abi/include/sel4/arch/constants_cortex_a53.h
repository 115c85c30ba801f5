/* SPDX-License-Identifier: BSD-2-Clause */
/* Hardware breakpoints of the Cortex-A53 (DBG-7). */
#pragma once

#include <sel4/config.h>

@insert constants:breakpoints@
