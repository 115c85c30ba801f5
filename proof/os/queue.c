/* SPDX-License-Identifier: BSD-2-Clause */
/* <os/queue/spsc.h> in both index widths and <os/queue/signal.h>. */
#include "one_bit.h"
#include <os/queue/signal.h>
#include <os/queue/spsc.h>
