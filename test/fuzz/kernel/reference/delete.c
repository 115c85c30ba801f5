/* SPDX-License-Identifier: BSD-2-Clause */
/* Deletion and revocation without interruption (DEL-1 to DEL-15). */
#include "rules.h"

static void finalise_object(struct cap cap)
{
    switch (cap.kind) {
    case CAP_ENDPOINT:
        destroy_endpoint(endpoint_of(cap.object));
        break;
    case CAP_NOTIFICATION:
        destroy_notification(notification_of(cap.object));
        break;
    case CAP_REPLY:
        destroy_reply(reply_of(cap.object));
        break;
    case CAP_SCHED_CONTEXT:
        destroy_sc(sc_of(cap.object));
        break;
    case CAP_THREAD:
        destroy_thread(thread_of(cap.object));
        break;
    case CAP_VCPU:
        dissociate(vcpu_of(cap.object));
        break;
    default:
        break;
    }
}

/* DEL-6: the zombie of a container, or null for what is gone at once. */
static struct cap remains(struct cap cap)
{
    switch (cap.kind) {
    case CAP_CNODE:
        return (struct cap){
            .kind = CAP_ZOMBIE, .object = cap.object, .size = cap.size, .data = UINT64_C(1) << cap.size};
    case CAP_THREAD:
        return (struct cap){.kind = CAP_ZOMBIE, .object = cap.object, .flag = 1, .data = TCB_SLOTS};
    default:
        return (struct cap){.kind = CAP_NULL};
    }
}

static bool removable(name_t slot, struct cap rest)
{
    return rest.kind == CAP_NULL || rest.data == 0 || (rest.data == 1 && slot == rest.object);
}

/* One step; true: the slot is empty. */
static bool step(name_t slot)
{
    struct cap cap = cap_in(slot);
    bool final = is_final(slot);
    struct cap rest = cap;

    if (cap.kind != CAP_ZOMBIE) {
        rest = final ? remains(cap) : (struct cap){.kind = CAP_NULL};
        if (final) {
            finalise_object(cap);
        }
        finalise_space(cap, final);
    }
    if (!removable(slot, rest)) {
        node_of(slot)->cap = rest;
        return false;
    }
    drop(slot);
    if (final && cap.kind == CAP_IRQ_HANDLER) {
        delete_bounded(line_slot(cap.data));
        set_line(cap.data, IRQ_INACTIVE);
    }
    return true;
}

/* DEL-7: a container that is found in one that is being deleted moves into its own first slot, out of reach. */
static void step_inside(name_t slot)
{
    while (node_of(slot)) {
        if (step(slot)) {
            return;
        }
        struct cap zombie = cap_in(slot);
        if (slot == zombie.object) {
            return;
        }
        if (node_of(zombie.object)) {
            swap(slot, cap_in(zombie.object), zombie.object, zombie);
        } else {
            move(zombie, slot, zombie.object);
        }
    }
}

void delete(name_t slot)
{
    while (node_of(slot)) {
        if (step(slot)) {
            return;
        }
        struct cap zombie = cap_in(slot);
        step_inside(slot_name(zombie.object, zombie.data - 1u));
        struct node *n = node_of(slot);
        if (n && n->cap.kind == CAP_ZOMBIE && n->cap.object == zombie.object && n->cap.data == zombie.data) {
            n->cap.data--;
        }
    }
}

void delete_bounded(name_t slot)
{
    if (node_of(slot)) {
        struct cap cap = cap_in(slot);
        if (is_final(slot)) {
            finalise_object(cap);
        }
        finalise_space(cap, is_final(slot));
        drop(slot);
    }
}

void revoke(name_t slot)
{
    while (node_of(slot) && has_children(slot)) {
        delete(node_of(slot)->next);
    }
}
