/* SPDX-License-Identifier: BSD-2-Clause */
/* Constants of the Arm family. */
#pragma once

#include <sel4/config.h>
#include <sel4/sel4_arch/constants.h>
#include <sel4/plat/api/constants.h>

@insert constants:vcpu@

@insert constants:arch_constants@
