/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Once the system is built, nobody may make new objects, interrupts or address spaces, whatever becomes of
 * the initialiser. The capabilities it keeps are needed to start the threads, or are the only ones that keep
 * their objects alive: with the ASID pool every address space would go.
 */

#include "initialiser.h"

static void drop(seL4_CPtr slot)
{
    check(seL4_CNode_Delete(seL4_CapInitThreadCNode, slot, seL4_WordBits), "give up authority", DESC_NONE);
}

static void drop_range(seL4_SlotRegion region)
{
    for (seL4_SlotPos slot = region.start; slot < region.end; slot++) {
        drop(slot);
    }
}

/* Memory that only fills the gaps before objects with a fixed address is untyped memory like any other. */
static void drop_fillers(void)
{
    uint32_t count;
    const struct desc_retype *retypes = table(DESC_RETYPES, &count);

    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; retypes[i].type == seL4_UntypedObject && j < retypes[i].count; j++) {
            drop(cap(retypes[i].first_slot + j));
        }
    }
}

void relinquish_authority(void)
{
    drop_fillers();
    drop(seL4_CapIRQControl);
    drop(seL4_CapASIDControl);
    drop(seL4_CapSMC);
    drop_range(sys.boot->schedcontrol);
    drop_range(sys.boot->untyped);
}
