/* SPDX-License-Identifier: BSD-2-Clause */
/* os/net/virtio/frame_queue.c and its header. Assumed: os/virtio/virtqueue.c, which is proved apart. */
#include "one_bit.h"

#include "net/virtio/frame_queue.c"
