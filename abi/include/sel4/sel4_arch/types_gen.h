/* SPDX-License-Identifier: BSD-2-Clause */
/* Faults as a tagged structure (LIB-12); generated from abi/tables/faults.tab. */
#pragma once

#include <sel4/macros.h>
#include <sel4/simple_types.h>

@insert fault_type@
