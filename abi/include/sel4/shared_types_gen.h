/* SPDX-License-Identifier: BSD-2-Clause */
/* One-word structures and their accessors (LIB-4); generated from abi/tables/bitfields.tab. */
#pragma once

#include <sel4/macros.h>
#include <sel4/simple_types.h>

@insert bitfields@
