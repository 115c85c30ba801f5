/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Incremental deletion. Destroying a container (a CNode or the slots of a TCB) happens from the outside in
 * steps: its last capability becomes a zombie that counts the slots still to be cleared, and each step clears
 * the highest one. A container found inside another is not destroyed in turn: its zombie moves into the first
 * slot of the container itself, unreachable, until the memory is revoked (DEL-7). So nothing recurses, and
 * after every step the operation may stop and be restarted.
 */
#include "cspace/delete.h"

#include "cspace/finalise.h"
#include "cspace/tree.h"
#include "irq/irq.h"
#include "sched/time.h"

static struct slot *delete_storage(struct cap zombie)
{
    return slots_at(zombie.object);
}

static bool delete_same_zombie(struct cap a, struct cap b)
{
    return a.kind == b.kind && a.object == b.object && a.data == b.data;
}

/* May a slot be emptied that holds what finalisation left over? */
static bool delete_removable(const struct slot *slot, struct cap rest)
{
    return cap_is(rest, CAP_NULL) || rest.data == 0 || (rest.data == 1 && slot == delete_storage(rest));
}

/* An interrupt line becomes free after its last handler capability is gone (DEL-2). */
static void delete_empty(struct slot *slot, bool final)
{
    struct cap cap = slot->cap;

    tree_remove(slot);
    if (final && cap_is(cap, CAP_IRQ_HANDLER)) {
        irq_delete_notification(cap.data);
        irq_release(cap.data);
    }
}

/* One step of a deletion: true when the slot is empty, else it holds a zombie. */
COLD static bool delete_step(struct slot *slot)
{
    bool final = tree_is_final(slot);
    struct cap rest = cap_finalise(slot->cap, final);

    if (delete_removable(slot, rest)) {
        delete_empty(slot, final);
        return true;
    }
    slot->cap = rest;
    return false;
}

/* The zombie in slot goes to live in its own first slot; what was there comes here. */
COLD static void delete_enclose(struct slot *slot)
{
    struct slot *first = delete_storage(slot->cap);

    if (slot_is_empty(first)) {
        tree_move(slot->cap, slot, first);
    } else {
        tree_swap(slot, first->cap, first, slot->cap);
    }
}

/* DEL-7, inner mode: clears a slot of a container that is being destroyed, or leaves in place a zombie that
 * lives in its own storage. */
COLD static outcome_t delete_inner(struct slot *slot)
{
    while (!slot_is_empty(slot)) {
        if (delete_step(slot)) {
            return DONE;
        }
        if (slot == delete_storage(slot->cap)) {
            return DONE;
        }
        delete_enclose(slot);
        if (preemption_point()) {
            return PREEMPTED;
        }
    }
    return DONE;
}

outcome_t slot_delete(struct slot *slot)
{
    while (!slot_is_empty(slot)) {
        struct cap zombie;

        if (delete_step(slot)) {
            return DONE;
        }
        zombie = slot->cap;
        if (delete_inner(delete_storage(zombie) + (zombie.data - 1u)) == PREEMPTED) {
            return PREEMPTED;
        }
        /* The slot itself may have been emptied or exchanged by that, when it lies inside the container. */
        if (delete_same_zombie(slot->cap, zombie)) {
            slot->cap.data = zombie.data - 1u;
        }
        if (preemption_point()) {
            return PREEMPTED;
        }
    }
    return DONE;
}

outcome_t slot_revoke(struct slot *slot)
{
    while (tree_has_children(slot)) {
        if (slot_delete(slot_next(slot)) == PREEMPTED) {
            return PREEMPTED;
        }
        if (preemption_point()) {
            return PREEMPTED;
        }
    }
    return DONE;
}

bool slot_is_long_running_delete(const struct slot *slot)
{
    switch (slot->cap.kind) {
    case CAP_THREAD:
    case CAP_CNODE:
    case CAP_ZOMBIE:
        return tree_is_final(slot);
    default:
        return false;
    }
}

void slot_delete_bounded(struct slot *slot)
{
    if (!slot_is_empty(slot)) {
        (void)cap_finalise(slot->cap, tree_is_final(slot));
        tree_remove(slot);
    }
}
