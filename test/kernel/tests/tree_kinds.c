/* SPDX-License-Identifier: BSD-2-Clause */
/* The derivation tree for every kind of capability: whose child a copy is, and which deletion is the last (CDT). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define SPARE_IRQ 40u
#define SPARE_SGI 5u

static seL4_CPtr table_mapped(void)
{
    seL4_CPtr table = object_new(seL4_ARM_PageTableObject, 0);
    seL4_CPtr vspace = vspace_new();

    for (unsigned i = 0; i < 2; i++) {
        check_eq(seL4_ARM_PageTable_Map(object_new(seL4_ARM_PageTableObject, 0), vspace, 0, 0), seL4_NoError);
    }
    check_eq(seL4_ARM_PageTable_Map(table, vspace, 1ul << 38, 0), seL4_NoError);
    return table;
}

static seL4_CPtr asid_pool_new(void)
{
    seL4_CPtr pool = slot_new();

    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped_new(12), ROOT_CNODE, pool, DEPTH),
             seL4_NoError);
    return pool;
}

static seL4_CPtr irq_handler_new(void)
{
    seL4_CPtr handler = slot_new();

    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, SPARE_IRQ, ROOT_CNODE, handler, DEPTH), seL4_NoError);
    return handler;
}

static seL4_CPtr sgi_new(void)
{
    seL4_CPtr sgi = slot_new();

    check_eq(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, SPARE_SGI, 0, ROOT_CNODE, sgi, DEPTH), seL4_NoError);
    return sgi;
}

static seL4_CPtr untyped_page(void)
{
    return untyped_new(12);
}

static seL4_CPtr cnode_small(void)
{
    return cnode_new(3);
}

static seL4_CPtr context_new(void)
{
    return sched_context_new(1000, 1000);
}

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
static seL4_CPtr vcpu_new(void)
{
    return object_new(seL4_ARM_VCPUObject, 0);
}
#endif

/* Every kind that can be copied and that a test can make a first capability of. */
static seL4_CPtr (*const makers[])(void) = {
    endpoint_new, notification_new, reply_new, tcb_new, cnode_small, context_new, untyped_page, frame_new,
    table_mapped, vspace_new, asid_pool_new, irq_handler_new, sgi_new,
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    vcpu_new,
#endif
};

#define KINDS (sizeof makers / sizeof makers[0])

TEST("CDT-2,CDT-3,CDT-7,CDT-10", the_first_cap_of_every_kind_is_the_parent_of_its_copies)
{
    for (unsigned i = 0; i < KINDS; i++) {
        seL4_CPtr first = makers[i]();
        seL4_CPtr second = copy(first);
        seL4_CPtr third = makers[i] == untyped_page ? 0 : copy(second);

        check_eq(revoke(first), seL4_NoError);
        check(slot_is_empty(second));
        check(third == 0 || slot_is_empty(third));
        check(!slot_is_empty(first));
        check_eq(delete(first), seL4_NoError);
    }
}

TEST("CDT-2,TRAP-8", revoking_a_copy_does_nothing)
{
    for (unsigned i = 0; i < KINDS; i++) {
        seL4_CPtr first = makers[i]();
        seL4_CPtr second = copy(first);
        seL4_CPtr third = makers[i] == untyped_page ? slot_new() : copy(second);

        check_eq(revoke(second), seL4_NoError);
        check(!slot_is_empty(first));
        check(!slot_is_empty(second));
        check(makers[i] == untyped_page || !slot_is_empty(third));
        check_eq(revoke(first), seL4_NoError);
        check_eq(delete(first), seL4_NoError);
    }
}

TEST("CDT-3,CDT-9,CDT-11", an_untyped_is_the_parent_of_every_kind_of_object)
{
    static const seL4_Word types[][2] = {
        { seL4_UntypedObject, 12 }, { seL4_TCBObject, 0 }, { seL4_EndpointObject, 0 },
        { seL4_NotificationObject, 0 }, { seL4_CapTableObject, 4 }, { seL4_SchedContextObject, 8 },
        { seL4_ReplyObject, 0 }, { seL4_ARM_SmallPageObject, 0 }, { seL4_ARM_PageTableObject, 0 },
        { seL4_ARM_VSpaceObject, 0 },
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
        { seL4_ARM_VCPUObject, 0 },
#endif
    };
    enum { TYPES = sizeof types / sizeof types[0] };
    seL4_CPtr untyped = untyped_new(17);
    seL4_CPtr slots = slots_new(TYPES);
    seL4_CPtr pool = slot_new();

    for (unsigned i = 0; i < TYPES; i++) {
        check_eq(retype(untyped, types[i][0], types[i][1], slots + i), seL4_NoError);
    }
    check_eq(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, slots, ROOT_CNODE, pool, DEPTH), seL4_NoError);
    check_eq(copy_to(slot_new(), untyped), seL4_RevokeFirst);
    check_eq(revoke(untyped), seL4_NoError);
    for (unsigned i = 0; i < TYPES; i++) {
        check(slot_is_empty(slots + i));
    }
    check(slot_is_empty(pool));
    check_eq(delete(copy(untyped)), seL4_NoError);
}

TEST("CDT-3", the_object_made_last_is_the_first_child)
{
    /* Deleting children in either order leaves the tree whole. */
    for (unsigned order = 0; order < 2; order++) {
        seL4_CPtr untyped = untyped_new(12);
        seL4_CPtr slots = slots_new(4);

        check_eq(retype_into(untyped, seL4_EndpointObject, 0, ROOT_CNODE, 0, 0, slots, 4), seL4_NoError);
        for (unsigned i = 0; i < 4; i++) {
            check_eq(copy_to(slot_new(), untyped), seL4_RevokeFirst);
            check_eq(delete(slots + (order == 0 ? i : 3 - i)), seL4_NoError);
        }
        check_eq(copy_to(slot_new(), untyped), seL4_NoError);
    }
}

TEST("CDT-12,CDT-13", page_tables_notice_their_last_cap_only)
{
    seL4_CPtr table = table_mapped();
    seL4_CPtr second = copy(table);

    check_eq(seL4_ARM_PageTable_Unmap(second), seL4_RevokeFirst);
    check_eq(delete(table), seL4_NoError);
    check_eq(seL4_ARM_PageTable_Unmap(second), seL4_NoError);
}

TEST("CDT-12,CDT-13", an_interrupt_is_free_after_the_last_of_its_handler_caps)
{
    seL4_CPtr handler = irq_handler_new();
    seL4_CPtr second = copy(handler);

    check_eq(delete(handler), seL4_NoError);
    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, SPARE_IRQ, ROOT_CNODE, handler, DEPTH), seL4_RevokeFirst);
    check_eq(delete(second), seL4_NoError);
    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, SPARE_IRQ, ROOT_CNODE, handler, DEPTH), seL4_NoError);
}

TEST("CDT-12,CDT-13", an_address_space_lives_until_its_last_cap_goes)
{
    seL4_CPtr vspace = vspace_new();
    seL4_CPtr second = copy(vspace);

    check_eq(delete(vspace), seL4_NoError);
    check_eq(map_with_tables(frame_new(), second, 0x10000, seL4_ReadWrite, 0), seL4_NoError);
}

TEST("CDT-12,CDT-13", a_pool_lives_until_its_last_cap_goes)
{
    seL4_CPtr pool = asid_pool_new();
    seL4_CPtr second = copy(pool);
    seL4_CPtr vspace = object_new(seL4_ARM_VSpaceObject, 0);

    check_eq(delete(pool), seL4_NoError);
    check_eq(seL4_ARM_ASIDPool_Assign(second, vspace), seL4_NoError);
}

TEST("CDT-12,CDT-13", a_context_stays_bound_until_its_last_cap_goes)
{
    struct thread *helper = thread_new(ABOVE);
    seL4_CPtr second = copy(helper->sc);

    check_eq(delete(helper->sc), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(second, tcb_new()), seL4_IllegalOperation);
    check_eq(delete(second), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), helper->tcb), seL4_NoError);
}

TEST("CDT-10", untypeds_and_frames_of_one_address_are_not_one_object)
{
    seL4_CPtr outer = untyped_new(13);
    seL4_CPtr inner = slot_new();
    seL4_CPtr frame = slot_new();

    check_eq(retype(outer, seL4_UntypedObject, 13, inner), seL4_NoError);
    check_eq(retype(inner, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
    check_eq(delete(inner), seL4_NoError);
    check(!slot_is_empty(frame));
    check_eq(copy_to(slot_new(), outer), seL4_RevokeFirst);
    check_eq(revoke(outer), seL4_NoError);
    check(slot_is_empty(frame));
}

TEST("DRV-1,CDT-2", kinds_without_an_object_can_be_copied)
{
    static const seL4_CPtr caps[] = { seL4_CapDomain, seL4_CapASIDControl };

    for (unsigned i = 0; i < sizeof caps / sizeof caps[0]; i++) {
        seL4_CPtr second = copy(caps[i]);

        check_eq(revoke(second), seL4_NoError);
        check(!slot_is_empty(caps[i]));
        check_eq(revoke(caps[i]), seL4_NoError);
        check(slot_is_empty(second));
    }
    check_eq(delete(copy(boot->schedcontrol.start)), seL4_NoError);
}

/* The runner makes its own handler, which this test takes away, anew. */
TEST("DEL-14,DRV-1", revoking_irq_control_takes_all_handlers_and_software_interrupts)
{
    seL4_CPtr handler = irq_handler_new();
    seL4_CPtr second = copy(handler);
    seL4_CPtr sgi = sgi_new();
    seL4_CPtr sgi_copy = copy(sgi);

    check_eq(seL4_IRQHandler_SetNotification(handler, notification_new()), seL4_NoError);
    check_eq(revoke(seL4_CapIRQControl), seL4_NoError);
    check(slot_is_empty(handler));
    check(slot_is_empty(second));
    check(slot_is_empty(sgi));
    check(slot_is_empty(sgi_copy));
    check(!slot_is_empty(seL4_CapIRQControl));
    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, SPARE_IRQ, ROOT_CNODE, handler, DEPTH), seL4_NoError);
}

TEST("CDT-6,CDT-2", two_software_interrupt_caps_are_two_families)
{
    seL4_CPtr first = sgi_new();
    seL4_CPtr second = sgi_new();
    seL4_CPtr first_copy = copy(first);
    seL4_CPtr second_copy = copy(second);

    check_eq(revoke(second), seL4_NoError);
    check(slot_is_empty(second_copy));
    check(!slot_is_empty(first));
    check(!slot_is_empty(first_copy));
}

TEST("CNO-10,CNO-1,ERR-4", a_cnode_knows_its_own_labels_only)
{
    seL4_CPtr cnode = cnode_new(4);

    for (seL4_Word label = 0; label < nArchInvocationLabels + 4; label++) {
        if (label < CNodeRevoke || label > CNodeRotate) {
            check_eq(invoke(cnode, label, 0, 0), seL4_IllegalOperation);
        }
    }
    check_eq(invoke(cnode, ~0ul >> 12, 0, 0), seL4_IllegalOperation);
}
