/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * os/serial/ring.h and os/serial/ring.c. Binding takes typed pointers from a configuration
 * without types, which WP's memory model does not have: not proved.
 */
#include "one_bit.h"

#include <stddef.h>

#include "serial/ring.c"
