/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Creation of objects. Zeroed memory is the initial state of all but threads.
 */
#include "memory/create.h"

#include "abi.h"
#include "arch.h"
#include "cspace/slot.h"
#include "memory/address.h"
#include "thread/tcb.h"

_Static_assert(SLOT_BITS == seL4_SlotBits, "slot size is part of the ABI");
_Static_assert(sizeof(struct tcb) <= BIT(seL4_TCBBits), "a TCB fits the object that user level allots to it");

bool object_type_known(word_t type)
{
    return type < seL4_NonArchObjectTypeCount || arch_object_bits(type) != 0;
}

word_t object_bits(word_t type, word_t size_bits)
{
    switch (type) {
    case seL4_UntypedObject:
    case seL4_SchedContextObject:
        return size_bits;
    case seL4_CapTableObject:
        return size_bits + seL4_SlotBits;
    case seL4_TCBObject:
        return seL4_TCBBits;
    case seL4_EndpointObject:
        return seL4_EndpointBits;
    case seL4_NotificationObject:
        return seL4_NotificationBits;
    case seL4_ReplyObject:
        return seL4_ReplyBits;
    default:
        return arch_object_bits(type);
    }
}

bool object_may_be_device(word_t type)
{
    return type == seL4_UntypedObject || arch_object_is_frame(type);
}

struct cap object_template(word_t type, word_t size_bits, bool device)
{
    uint32_t bits = (uint32_t)size_bits;

    switch (type) {
    case seL4_UntypedObject:
        return cap_untyped(0, bits, device, 0);
    case seL4_TCBObject:
        return cap_make(CAP_THREAD, 0, 0, 0, false, 0);
    case seL4_EndpointObject:
        return cap_make(CAP_ENDPOINT, 0, RIGHTS_ALL, 0, false, 0);
    case seL4_NotificationObject:
        return cap_make(CAP_NOTIFICATION, 0, RIGHT_READ | RIGHT_WRITE, 0, false, 0);
    case seL4_CapTableObject:
        return cap_cnode(0, bits, 0, 0);
    case seL4_SchedContextObject:
        return cap_make(CAP_SCHED_CONTEXT, 0, 0, bits, false, 0);
    case seL4_ReplyObject:
        return cap_make(CAP_REPLY, 0, RIGHT_GRANT, 0, false, 0);
    default:
        return arch_object_template(type, device);
    }
}

struct cap object_create(struct cap template, paddr_t base)
{
    template.object = base & CAP_OBJECT_MASK;
    if (cap_is(template, CAP_THREAD)) {
        thread_create(tcb_at(base));
    } else {
        arch_object_create(template);
    }
    return template;
}
