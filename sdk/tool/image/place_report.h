/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages about memory that cannot be had (ALLOC-8). */
#pragma once

#include "image/bootmem.h"
#include "objects/graph.h"

/* `object` has a fixed address that is in no untyped, or already taken. */
_Noreturn void place_fail_fixed(const struct boot_memory *boot, const struct object *object);

/* missing[b] objects of 2^b bytes have no place. */
_Noreturn void place_fail_capacity(const struct boot_memory *boot, const uint64_t *missing, unsigned classes);
