/* SPDX-License-Identifier: BSD-2-Clause */
/* Types that depend on the word size alone: on 64-bit targets those of sel4/simple_types.h. */
#pragma once

#include <sel4/simple_types.h>
