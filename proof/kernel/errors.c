/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/error.c: recording an error, and how many words it has. */
#include "bits.h"
#include "error.c"
