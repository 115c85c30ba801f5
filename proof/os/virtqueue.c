/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * os/virtio/virtqueue.c. Assumed: the transport, which writes registers. lay_out turns an address of the
 * configuration into three parts of different types, which WP's memory model does not have: assumed too.
 */
#include "one_bit.h"

#include "virtio/virtqueue.c"
