/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/ipc/wait_queue.c: order and links of the threads that wait. Nothing is assumed of what is outside. */
#include "frama_c.h"

#include "ipc/wait_queue.c"
