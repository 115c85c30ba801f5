/* SPDX-License-Identifier: BSD-2-Clause */
/* System errors show while users run (ENV-4, DBG-1). */
#pragma once

#define DEBUG_STATUS UINT64_C(0)
