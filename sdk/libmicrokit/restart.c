/* SPDX-License-Identifier: BSD-2-Clause */
/* Starting another thread at a given place. */

#include <microkit.h>

/* Static, because clearing a local of this size would call memset, which a PD need not have (LIB-19). All
 * registers but pc stay zero for ever; a PD has one thread, so nobody else uses it meanwhile. */
static seL4_UserContext start;

void microkit_internal_start(seL4_CPtr tcb, seL4_Word pc, const char *function)
{
    start.pc = pc;
    microkit_internal_check(seL4_TCB_WriteRegisters(tcb, seL4_True, 0, 1, &start), function);
}
