/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/ipc/wait_queue.c: leaving the queue. Nothing is assumed of what is outside. */
#include "frama_c.h"

#include "ipc/wait_queue.c"
