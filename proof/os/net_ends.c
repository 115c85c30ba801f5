/* SPDX-License-Identifier: BSD-2-Clause */
/* os/net/queue/ends.h. Assumed: <os/queue/spsc.h> and <os/queue/signal.h>, which are proved apart. */
#include "one_bit.h"

#include "net/queue/ends.h"
