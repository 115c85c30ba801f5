/* SPDX-License-Identifier: BSD-2-Clause */
/* A dump of who has which capability. */
#include "debug/snapshot.h"

#include "debug/identify.h"
#include "debug/print.h"
#include "debug_hooks.h"

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

static void snapshot_cnode(struct cap cnode)
{
    for (word_t i = 0; i < cnode_slots(cnode); i++) {
        const struct slot *slot = cnode_slot(cnode, i);
        if (!slot_is_empty(slot)) {
            print_text("    ");
            print_hex(i);
            print_text(": ");
            snapshot_capability(slot->cap);
        }
    }
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
    if (cap_is(t->slots[TCB_CSPACE].cap, CAP_CNODE)) {
        snapshot_cnode(t->slots[TCB_CSPACE].cap);
    }
}

void debug_snapshot(void)
{
    for (const struct tcb *t = debug_first_thread(); t; t = debug_next_thread(t)) {
        snapshot_thread(t);
    }
}
