/* SPDX-License-Identifier: BSD-2-Clause */
/* Register structures of AArch64; the order of members is that of the message words (REG-1). */
#pragma once

#include <sel4/macros.h>
#include <sel4/simple_types.h>

typedef seL4_CPtr seL4_ARM_VSpace;

@insert structure:seL4_UserContext@

@insert structure:seL4_ARM_SMCContext@
