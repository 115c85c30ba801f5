/* SPDX-License-Identifier: BSD-2-Clause */
/* System errors stay masked while users run (ENV-4). */
#pragma once

#define DEBUG_STATUS UINT64_C(0x100)
