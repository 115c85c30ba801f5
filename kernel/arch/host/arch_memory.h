/* SPDX-License-Identifier: BSD-2-Clause */
/* Physical addresses of the host port are addresses of the Linux process. */
#pragma once

#include <stdint.h>

#define PHYSICAL_WINDOW UINT64_C(0)
