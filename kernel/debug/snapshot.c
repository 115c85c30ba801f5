/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A dump of who has which capability: for each thread its internal capabilities, what it is bound to, its capability
 * space, and its memory. What the kernel acts on is printed, so that a tool can compare it with what was planned.
 */
#include "debug/snapshot.h"

#include "debug/identify.h"
#include "debug/print.h"
#include "debug_hooks.h"
#include "ipc/notification.h"
#include "memory/address.h"
#include "state.h"

static void snapshot_capability(struct cap cap)
{
    print_text(identify_name(cap));
    print_text(" object ");
    print_hex(cap.object);
    print_text(" size ");
    print_decimal(cap.size);
    print_text(" rights ");
    print_hex(cap.rights);
    print_text(" data ");
    print_hex(cap.data);
    print_text("\n");
}

static void snapshot_slot(const char *indent, word_t number, struct cap cap)
{
    print_text(indent);
    print_hex(number);
    print_text(": ");
    snapshot_capability(cap);
}

/* A CNode within the capability space. */
static void snapshot_inner_cnode(struct cap cnode)
{
    for (word_t i = 0; i < cnode_slots(cnode); i++) {
        const struct slot *slot = cnode_slot(cnode, i);
        if (!slot_is_empty(slot)) {
            snapshot_slot("      ", i, slot->cap);
        }
    }
}

/* The initial thread's space holds CNodes that are others' spaces, and are shown there. */
static void snapshot_cnode(struct cap cnode, bool nested)
{
    for (word_t i = 0; i < cnode_slots(cnode); i++) {
        const struct slot *slot = cnode_slot(cnode, i);
        if (slot_is_empty(slot)) {
            continue;
        }
        snapshot_slot("    ", i, slot->cap);
        if (nested && cap_is(slot->cap, CAP_CNODE)) {
            snapshot_inner_cnode(slot->cap);
        }
    }
}

static void snapshot_object(const char *what, const void *object)
{
    if (!object) {
        return;
    }
    print_text("  ");
    print_text(what);
    print_text(": ");
    print_hex(pointer_physical(object));
    print_text("\n");
}

static void snapshot_bindings(const struct tcb *t)
{
    const struct notification *notification = t->bound_notification;

    print_text("  priority ");
    print_decimal(t->priority);
    print_text(" mcp ");
    print_decimal(t->mcp);
    print_text(" domain ");
    print_decimal(t->domain);
    print_text(" flags ");
    print_hex(t->flags);
    print_text(" ipc_buffer_address ");
    print_hex(t->buffer_address);
    print_text("\n");
    snapshot_object("tcb", t);
    snapshot_object("sched_context", t->sc);
    snapshot_object("notification", notification);
    snapshot_object("notification_sched_context", notification ? notification->sc : NULL);
    snapshot_object("vcpu", t->arch.vcpu);
}

static void snapshot_thread(const struct tcb *t)
{
    static const char *const names[TCB_SLOTS] = {"cspace", "vspace", "ipc_buffer", "fault_handler",
                                                 "timeout_handler"};

    print_text("tcb '");
    print_text(t->arch.debug.name);
    print_text("'\n");
    for (uint32_t i = 0; i < TCB_SLOTS; i++) {
        print_text("  ");
        print_text(names[i]);
        print_text(": ");
        snapshot_capability(t->slots[i].cap);
    }
    snapshot_bindings(t);
    if (cap_is(t->slots[TCB_CSPACE].cap, CAP_CNODE)) {
        snapshot_cnode(t->slots[TCB_CSPACE].cap, t != kernel.cur);
    }
    if (cap_is(t->slots[TCB_VSPACE].cap, CAP_VSPACE)) {
        snapshot_space(t->slots[TCB_VSPACE].cap);
    }
}

void debug_snapshot(void)
{
    for (const struct tcb *t = debug_first_thread(); t; t = debug_next_thread(t)) {
        snapshot_thread(t);
    }
}
