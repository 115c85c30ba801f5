/* SPDX-License-Identifier: BSD-2-Clause */
/* <sddf/network/mac802.h>, and what os/net/virt_rx/virt_rx.c decides before it touches a queue. */
#include "one_bit.h"

#include "net/virt_rx/virt_rx.c"
