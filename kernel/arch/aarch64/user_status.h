/* SPDX-License-Identifier: BSD-2-Clause */
/* PSTATE of threads (REG-4, ENV-4). */
#pragma once

#include "types.h"

#include <debug_status.h>

#define STATUS_CONDITION_FLAGS UINT64_C(0xf0000000)
#define STATUS_STEP            BIT(21) /* while single stepping: execute one instruction, then stop */
#define STATUS_FIQ_MASKED      UINT64_C(0x40)
#define STATUS_MODE            UINT64_C(0x1f)

#define MODE_EL0T              UINT64_C(0)
#define MODE_EL1T              UINT64_C(4)
#define MODE_EL1H              UINT64_C(5)

/* EL0t. Debug builds leave system errors unmasked. */
#define USER_STATUS (STATUS_FIQ_MASKED | DEBUG_STATUS)
