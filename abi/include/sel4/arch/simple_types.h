/* SPDX-License-Identifier: BSD-2-Clause */
/* Basic types that depend on the architecture family. */
#pragma once

#include <sel4/sel4_arch/simple_types.h>
