/* SPDX-License-Identifier: BSD-2-Clause */
/* Vocabulary of config.c files for systems with a network; see config.h. */
#pragma once

#include <systems/config.h>

/* One end of a network link: PD maps regions LINK_free and LINK_active, and has a channel to PEER. */
#define NET_LINK(PD, LINK, PEER, BUFFERS)         \
    {                                             \
        .free_queue = REGION(PD, LINK##_FREE),    \
        .active_queue = REGION(PD, LINK##_ACTIVE), \
        .num_buffers = (BUFFERS),                 \
        .id = PD##_CHANNEL_##PEER,                \
    }
