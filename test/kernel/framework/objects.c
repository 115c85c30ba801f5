/* SPDX-License-Identifier: BSD-2-Clause */
/* Slots and kernel objects for tests, taken from one pool of untyped memory that is revoked after each test. */
#include <framework/objects.h>

#define MAX_UNTYPED_BITS 47u
#define SCRATCH_BASE 0x20000000ul
#define TABLE_LEVELS 3u

extern char image_start[];

static seL4_CPtr pool, kept_pool, current_pool;
static seL4_CPtr first_slot, next_slot;

seL4_CPtr slots_new(unsigned count)
{
    seL4_CPtr slot = next_slot;

    next_slot += count;
    return slot;
}

seL4_CPtr slot_new(void)
{
    return slots_new(1);
}

seL4_Error retype_into(seL4_CPtr untyped, seL4_Word type, seL4_Word size_bits, seL4_CPtr root, seL4_Word index,
                       seL4_Word depth, seL4_Word offset, seL4_Word count)
{
    return seL4_Untyped_Retype(untyped, type, size_bits, root, index, depth, offset, count);
}

seL4_Error retype(seL4_CPtr untyped, seL4_Word type, seL4_Word size_bits, seL4_CPtr slot)
{
    return retype_into(untyped, type, size_bits, ROOT_CNODE, 0, 0, slot, 1);
}

seL4_CPtr object_new(seL4_Word type, seL4_Word size_bits)
{
    seL4_CPtr slot = slot_new();

    check_eq(retype(current_pool, type, size_bits, slot), seL4_NoError);
    return slot;
}

seL4_CPtr endpoint_new(void)
{
    return object_new(seL4_EndpointObject, 0);
}

seL4_CPtr notification_new(void)
{
    return object_new(seL4_NotificationObject, 0);
}

seL4_CPtr reply_new(void)
{
    return object_new(seL4_ReplyObject, 0);
}

seL4_CPtr tcb_new(void)
{
    return object_new(seL4_TCBObject, 0);
}

seL4_CPtr cnode_new(unsigned radix)
{
    return object_new(seL4_CapTableObject, radix);
}

seL4_CPtr untyped_new(unsigned bits)
{
    return object_new(seL4_UntypedObject, bits);
}

seL4_CPtr frame_new(void)
{
    return object_new(seL4_ARM_SmallPageObject, 0);
}

seL4_CPtr sched_context_new(seL4_Time budget, seL4_Time period)
{
    seL4_CPtr sc = object_new(seL4_SchedContextObject, seL4_MinSchedContextBits + 1);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, sc, budget, period, 0, 0, 0), seL4_NoError);
    return sc;
}

seL4_CPtr vspace_new(void)
{
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);

    check_eq(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace), seL4_NoError);
    return vspace;
}

seL4_Error copy_to(seL4_CPtr target, seL4_CPtr source)
{
    return seL4_CNode_Copy(ROOT_CNODE, target, DEPTH, ROOT_CNODE, source, DEPTH, seL4_AllRights);
}

seL4_CPtr copy(seL4_CPtr source)
{
    seL4_CPtr slot = slot_new();

    check_eq(copy_to(slot, source), seL4_NoError);
    return slot;
}

seL4_CPtr mint(seL4_CPtr source, seL4_CapRights_t rights, seL4_Word badge)
{
    seL4_CPtr slot = slot_new();

    check_eq(seL4_CNode_Mint(ROOT_CNODE, slot, DEPTH, ROOT_CNODE, source, DEPTH, rights, badge), seL4_NoError);
    return slot;
}

seL4_Error delete(seL4_CPtr slot)
{
    return seL4_CNode_Delete(ROOT_CNODE, slot, DEPTH);
}

seL4_Error revoke(seL4_CPtr slot)
{
    return seL4_CNode_Revoke(ROOT_CNODE, slot, DEPTH);
}

/* Moving a slot onto itself always fails: a full one as a full destination, an empty one as an empty source. */
bool slot_is_empty(seL4_CPtr slot)
{
    return seL4_CNode_Move(ROOT_CNODE, slot, DEPTH, ROOT_CNODE, slot, DEPTH) == seL4_FailedLookup;
}

seL4_Error map_with_tables(seL4_CPtr frame, seL4_CPtr vspace, seL4_Word address, seL4_CapRights_t rights,
                           seL4_ARM_VMAttributes attributes)
{
    seL4_Error error = seL4_ARM_Page_Map(frame, vspace, address, rights, attributes);

    for (unsigned level = 0; level < TABLE_LEVELS && error == seL4_FailedLookup; level++) {
        seL4_CPtr table = object_new(seL4_ARM_PageTableObject, 0);

        check_eq(seL4_ARM_PageTable_Map(table, vspace, address, seL4_ARM_Default_VMAttributes), seL4_NoError);
        error = seL4_ARM_Page_Map(frame, vspace, address, rights, attributes);
    }
    return error;
}

seL4_Word scratch_address(unsigned index)
{
    return SCRATCH_BASE + ((seL4_Word)index << seL4_LargePageBits);
}

seL4_CPtr image_frame(const volatile void *address)
{
    return boot->userImageFrames.start + ((seL4_Word)address - (seL4_Word)image_start) / (1ul << seL4_PageBits);
}

seL4_CPtr twin_of_root_vspace(void)
{
    seL4_CPtr vspace = vspace_new();
    seL4_Word pages = boot->userImageFrames.end - boot->userImageFrames.start;

    for (seL4_Word i = 0; i < pages; i++) {
        check_eq(map_with_tables(copy(boot->userImageFrames.start + i), vspace,
                                 (seL4_Word)image_start + (i << seL4_PageBits), seL4_ReadWrite,
                                 seL4_ARM_Default_VMAttributes), seL4_NoError);
    }
    return vspace;
}

/* The smallest boot untyped of the wanted kind with at least `bits`, or 0. */
static seL4_CPtr boot_untyped(bool device, unsigned bits)
{
    seL4_CPtr best = 0;
    unsigned best_bits = MAX_UNTYPED_BITS + 1;

    for (seL4_Word i = 0; i < boot->untyped.end - boot->untyped.start; i++) {
        const seL4_UntypedDesc *description = &boot->untypedList[i];

        if ((description->isDevice != 0) == device && description->sizeBits >= bits &&
            description->sizeBits < best_bits) {
            best_bits = description->sizeBits;
            best = boot->untyped.start + i;
        }
    }
    return best;
}

seL4_CPtr device_untyped(unsigned bits)
{
    return boot_untyped(true, bits);
}

void objects_start(void)
{
    seL4_CPtr whole = boot_untyped(false, POOL_BITS + 1);

    next_slot = boot->empty.start;
    pool = slots_new(2);
    kept_pool = pool + 1;
    (void)retype_into(whole, seL4_UntypedObject, POOL_BITS, ROOT_CNODE, 0, 0, pool, 2);
    current_pool = kept_pool;
}

void objects_keep(void)
{
    first_slot = next_slot;
    current_pool = pool;
}

void objects_reset(void)
{
    (void)revoke(pool);
    for (seL4_CPtr slot = first_slot; slot < next_slot; slot++) {
        (void)delete(slot);
    }
    next_slot = first_slot;
}
