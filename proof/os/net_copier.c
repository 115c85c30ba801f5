/* SPDX-License-Identifier: BSD-2-Clause */
/* What os/net/copier/copier.c and os/net/frame.h check. Assumed: the ends of queues, which are proved apart. */
#include "one_bit.h"

#include "net/copier/copier.c"
