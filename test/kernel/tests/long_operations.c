/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What keeps the kernel longest: operations that the interface does not let it interrupt, as large as they can be
 * (PRE-3), and large ones that it must interrupt (PRE-2). That they complete is checked here; how long they take,
 * `bench/run.py --only longest` measures while these tests run.
 */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define MOST_OBJECTS 256u
#define MEMORY_BITS 21u

/* Makes as many objects as one call can, and checks that there are as many. */
static void retype_most(seL4_Word type, seL4_Word size_bits, seL4_CPtr untyped, seL4_CPtr cnode)
{
    check_eq(retype_into(untyped, type, size_bits, cnode, 0, 0, 0, MOST_OBJECTS), seL4_NoError);
    check_eq(seL4_CNode_Move(ROOT_CNODE, slot_new(), DEPTH, cnode, 0, 8), seL4_NoError);
    check_eq(seL4_CNode_Move(ROOT_CNODE, slot_new(), DEPTH, cnode, MOST_OBJECTS - 1, 8), seL4_NoError);
    check_eq(revoke(untyped), seL4_NoError);
}

TEST("PRE-3,UNT-2", one_call_creates_256_objects_of_any_type)
{
    seL4_CPtr untyped = untyped_new(MEMORY_BITS);
    seL4_CPtr cnode = cnode_new(8);

    retype_most(seL4_UntypedObject, 4, untyped, cnode);
    retype_most(seL4_TCBObject, 0, untyped, cnode);
    retype_most(seL4_EndpointObject, 0, untyped, cnode);
    retype_most(seL4_NotificationObject, 0, untyped, cnode);
    retype_most(seL4_CapTableObject, 1, untyped, cnode);
    retype_most(seL4_SchedContextObject, seL4_MinSchedContextBits, untyped, cnode);
    retype_most(seL4_ReplyObject, 0, untyped, cnode);
    retype_most(seL4_ARM_SmallPageObject, 0, untyped, cnode);
    retype_most(seL4_ARM_PageTableObject, 0, untyped, cnode);
    retype_most(seL4_ARM_VSpaceObject, 0, untyped, cnode);
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    retype_most(seL4_ARM_VCPUObject, 0, untyped, cnode);
#endif
}
