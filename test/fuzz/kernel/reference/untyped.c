/* SPDX-License-Identifier: BSD-2-Clause */
/* Untyped_Retype (UNT-1 to UNT-16), with the object types of the host port. */
#include "rules.h"

#include "memory/address.h"

#include <string.h>

static word_t bits_of(word_t type, word_t size_bits)
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
    case seL4_ARM_SmallPageObject:
        return 12;
    case seL4_ARM_LargePageObject:
        return 21;
    case seL4_ARM_HugePageObject:
        return 30;
    case seL4_ARM_PageTableObject:
        return seL4_PageTableBits;
    case seL4_ARM_VSpaceObject:
        return seL4_VSpaceBits;
    case seL4_ARM_VCPUObject:
        return seL4_VCPUBits;
    default:
        return 0;
    }
}

static bool is_frame(word_t type)
{
    return type == seL4_ARM_SmallPageObject || type == seL4_ARM_LargePageObject || type == seL4_ARM_HugePageObject;
}

static struct cap first_cap(word_t type, word_t size_bits, name_t base, bool device)
{
    struct cap cap = {.object = base & CAP_OBJECT_MASK, .flag = device};

    switch (type) {
    case seL4_UntypedObject:
        cap.kind = CAP_UNTYPED;
        cap.size = size_bits & 63u;
        break;
    case seL4_TCBObject:
        cap.kind = CAP_THREAD;
        break;
    case seL4_EndpointObject:
        cap.kind = CAP_ENDPOINT;
        cap.rights = RIGHTS_ALL;
        break;
    case seL4_NotificationObject:
        cap.kind = CAP_NOTIFICATION;
        cap.rights = RIGHT_READ | RIGHT_WRITE;
        break;
    case seL4_CapTableObject:
        cap.kind = CAP_CNODE;
        cap.size = size_bits & 63u;
        break;
    case seL4_SchedContextObject:
        cap.kind = CAP_SCHED_CONTEXT;
        cap.size = size_bits & 63u;
        break;
    case seL4_ReplyObject:
        cap.kind = CAP_REPLY;
        cap.rights = RIGHT_GRANT;
        break;
    case seL4_ARM_PageTableObject:
        cap.kind = CAP_PAGE_TABLE;
        break;
    case seL4_ARM_VSpaceObject:
        cap.kind = CAP_VSPACE;
        break;
    case seL4_ARM_VCPUObject:
        cap.kind = CAP_VCPU;
        break;
    default:
        cap.kind = CAP_FRAME;
        cap.rights = RIGHT_READ | RIGHT_WRITE;
        cap.size = bits_of(type, 0) & 63u;
        break;
    }
    return cap;
}

/* UNT-12: all zeros, except that a thread belongs to the current domain. */
static void create(struct cap cap)
{
    switch (cap.kind) {
    case CAP_THREAD:
        if (w.threads < THREADS_MAX && !thread_of(cap.object)) {
            w.thread[w.threads++] = (struct wthread){.name = cap.object};
        }
        if (thread_of(cap.object)) {
            *thread_of(cap.object) = (struct wthread){.name = cap.object, .domain = w.domain};
        }
        break;
    case CAP_ENDPOINT:
        w.undefined = w.undefined || w.endpoints == OBJECTS_MAX;
        w.endpoint[w.endpoints < OBJECTS_MAX ? w.endpoints++ : 0] = (struct wendpoint){.name = cap.object};
        break;
    case CAP_NOTIFICATION:
        w.undefined = w.undefined || w.notifications == OBJECTS_MAX;
        w.notification[w.notifications < OBJECTS_MAX ? w.notifications++ : 0] =
            (struct wnotification){.name = cap.object};
        break;
    case CAP_REPLY:
        w.undefined = w.undefined || w.replies == OBJECTS_MAX;
        w.reply[w.replies < OBJECTS_MAX ? w.replies++ : 0] = (struct wreply){.name = cap.object};
        break;
    case CAP_SCHED_CONTEXT:
        w.undefined = w.undefined || w.scs == OBJECTS_MAX;
        w.sc[w.scs < OBJECTS_MAX ? w.scs++ : 0] = (struct wsc){.name = cap.object};
        break;
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
        forget_entries(cap.object);
        break;
    case CAP_VCPU:
        w.undefined = w.undefined || w.vcpus == OBJECTS_MAX;
        w.vcpu[w.vcpus < OBJECTS_MAX ? w.vcpus++ : 0] =
            (struct wvcpu){.name = cap.object, .reg = {[seL4_VCPUReg_SCTLR] = UINT64_C(0x34d58820)}};
        break;
    default:
        break;
    }
}

static struct verdict check_type(word_t type, word_t size_bits, word_t bits)
{
    if (type >= seL4_NonArchObjectTypeCount && bits == 0) {
        return verdict_argument(0);
    }
    if (size_bits >= 64 || bits > seL4_MaxUntypedBits) {
        return verdict_range(0, seL4_MaxUntypedBits);
    }
    if ((type == seL4_CapTableObject && size_bits == 0) || (type == seL4_UntypedObject && size_bits < 4) ||
        (type == seL4_SchedContextObject && size_bits < seL4_MinSchedContextBits)) {
        return verdict_argument(1);
    }
    return verdict_ok();
}

static struct verdict check_window(struct cap cnode, word_t offset, word_t count)
{
    word_t slots = UINT64_C(1) << cnode.size;

    if (offset >= slots) {
        return verdict_range(0, slots - 1u);
    }
    if (count < 1 || count > CONFIG_RETYPE_FAN_OUT_LIMIT) {
        return verdict_range(1, CONFIG_RETYPE_FAN_OUT_LIMIT);
    }
    if (count > slots - offset) {
        return verdict_range(1, slots - offset);
    }
    for (word_t i = 0; i < count; i++) {
        if (node_of(slot_name(cnode.object, offset + i))) {
            return verdict_delete_first();
        }
    }
    return verdict_ok();
}

struct verdict invoke_untyped(const struct request *r)
{
    struct verdict verdict;

    if (r->label != UntypedRetype) {
        return verdict_illegal();
    }
    if (r->length < 6 || !r->extra[0]) {
        return verdict_truncated();
    }
    word_t type = request_arg(r, 0);
    word_t size_bits = request_arg(r, 1);
    word_t depth = request_arg(r, 3);
    word_t offset = request_arg(r, 4);
    word_t count = request_arg(r, 5);
    word_t bits = bits_of(type, size_bits);
    verdict = check_type(type, size_bits, bits);
    if (!verdict.ok) {
        return verdict;
    }
    struct cap cnode = cap_in(r->extra[0]);
    if (depth != 0) {
        name_t slot = lookup_slot(cnode, request_arg(r, 2), depth, false, &verdict).slot;
        if (!slot) {
            return verdict;
        }
        cnode = cap_in(slot);
    }
    if (cnode.kind != CAP_CNODE) {
        return verdict_lookup(false, lookup_missing(depth));
    }
    verdict = check_window(cnode, offset, count);
    if (!verdict.ok) {
        return verdict;
    }
    bool reset = !has_children(r->slot);
    word_t used = reset ? 0 : r->cap.data;
    word_t available = (UINT64_C(1) << r->cap.size) - used;
    if (available >> bits < count) {
        return verdict_memory(available);
    }
    if (r->cap.flag && type != seL4_UntypedObject && !is_frame(type)) {
        return verdict_argument(1);
    }
    commit();
    word_t first = (used + (UINT64_C(1) << bits) - 1u) >> bits << bits;
    node_of(r->slot)->cap.data = first + (count << bits);
    for (word_t i = 0; i < count; i++) {
        struct cap cap = first_cap(type, size_bits, r->cap.object + first + (i << bits), r->cap.flag);
        create(cap);
        insert_created(cap, r->slot, slot_name(cnode.object, offset + i));
    }
    return verdict_ok();
}
