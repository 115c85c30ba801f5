/* SPDX-License-Identifier: BSD-2-Clause */
/* Type numbers that Untyped_Retype takes (OBJ-1, OBJ-2). */
#pragma once

@insert constants:objects@

typedef api_object seL4_ObjectType;

#include <sel4/sel4_arch/objecttype.h>
#include <sel4/arch/objecttype.h>

typedef unsigned long api_object_t;
