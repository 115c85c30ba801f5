/* SPDX-License-Identifier: BSD-2-Clause */
/* os/timer/timeouts.c. */
#include "bit_list.h"

#include "timer/timeouts.c"
