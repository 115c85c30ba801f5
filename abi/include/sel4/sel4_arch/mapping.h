/* SPDX-License-Identifier: BSD-2-Clause */
/* Which paging structure a failed mapping lacked (LIB-13): bits of address left at its level. */
#pragma once

#include <sel4/functions.h>

@insert constants:mapping@

/* After a mapping invocation returned seL4_FailedLookup: one of SEL4_MAPPING_LOOKUP_NO_*. */
LIBSEL4_INLINE_FUNC seL4_Word seL4_MappingFailedLookupLevel(void)
{
    return seL4_GetMR(SEL4_MAPPING_LOOKUP_LEVEL);
}
