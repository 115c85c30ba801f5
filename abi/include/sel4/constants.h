/* SPDX-License-Identifier: BSD-2-Clause */
/* Limits, lookup failures, fault words and object sizes; no code that needs a kernel under it. */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

@insert constants:generic@

@insert constants:debug@

@insert generic_fault_words@

#include <sel4/arch/constants.h>

/* Largest `extra_refills` argument for a scheduling context of 2^size bytes (OBJ-5). */
LIBSEL4_INLINE_FUNC seL4_Word seL4_MaxExtraRefills(seL4_Word size)
{
    return (LIBSEL4_BIT(size) - seL4_CoreSchedContextBytes) / seL4_RefillSizeBytes;
}
