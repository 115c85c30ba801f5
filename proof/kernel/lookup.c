/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/cspace/lookup.c, lookup.h: all functions. Assumed: what lookup_logic.h says. */
#include "lookup_logic.h"

#include "cspace/lookup.c"
