/* SPDX-License-Identifier: BSD-2-Clause */
/* What stands in the slots of a PD (ABI-3), as its author speaks of it. */
#include "report/slot_names.h"

#include "objects/pd_abi.h"

enum { CPTR_BITS = 64 };

static void add(struct slot_names *names, uint64_t cptr, const char *what)
{
    *LIST_ADD(&names->list) = (struct slot_name){cptr, what};
}

static void add_end(struct slot_names *names, const struct channel_end *own, const struct channel_end *peer)
{
    if (own->notify) {
        add(names, PD_BASE_NOTIFICATION + own->id, mem_format("channel %u to '%s'", own->id, peer->pd->name));
    }
    if (own->pp) {
        add(names, PD_BASE_ENDPOINT + own->id,
            mem_format("protected calls of '%s' (channel %u)", peer->pd->name, own->id));
    }
}

static void add_channels(struct slot_names *names, const struct system *system,
                         const struct protection_domain *pd)
{
    for (size_t i = 0; i < system->channel_count; i++) {
        const struct channel_end *ends = system->channels[i].ends;

        for (int own = 0; own < 2; own++) {
            if (ends[own].pd == pd) {
                add_end(names, &ends[own], &ends[1 - own]);
            }
        }
    }
}

static void add_threads(struct slot_names *names, const struct system *system,
                        const struct protection_domain *pd)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *child = &system->pds[i];

        if (child->parent == pd) {
            add(names, PD_BASE_CHILD_TCB + child->child_id,
                mem_format("thread of child '%s' (id %u)", child->name, child->child_id));
        }
    }
    for (size_t i = 0; pd->vm != NULL && i < pd->vm->vcpu_count; i++) {
        uint32_t id = pd->vm->vcpus[i].id;

        add(names, PD_BASE_VM_TCB + id, mem_format("thread of virtual CPU %u of '%s'", id, pd->vm->name));
        add(names, PD_BASE_VCPU + id, mem_format("virtual CPU %u of '%s'", id, pd->vm->name));
    }
}

static void add_user_caps(struct slot_names *names, const struct protection_domain *pd)
{
    static const char *const kinds[] = {
        [USER_CAP_TCB] = "thread", [USER_CAP_SC] = "scheduling context", [USER_CAP_VSPACE] = "address space"};

    for (size_t i = 0; i < pd->cap_count; i++) {
        const struct user_cap *cap = &pd->caps[i];

        add(names, (uint64_t)cap->slot << (CPTR_BITS - PD_ROOT_CNODE_BITS),
            mem_format("%s of '%s' (cspace slot %u)", kinds[cap->kind], cap->pd->name, cap->slot));
    }
}

struct slot_names slot_names(const struct system *system, const struct protection_domain *pd)
{
    struct slot_names names = {{NULL, 0}};

    add(&names, PD_SLOT_INPUT, "its own input");
    add(&names, PD_SLOT_VSPACE, "its own address space");
    add(&names, PD_SLOT_REPLY, "its own reply object");
    if (pd->passive) {
        add(&names, PD_SLOT_MONITOR_EP, "the monitor");
    }
    if (pd->smc) {
        add(&names, PD_SLOT_SMC, "secure monitor calls");
    }
    for (size_t i = 0; i < pd->irq_count; i++) {
        add(&names, PD_BASE_IRQ + pd->irqs[i].id,
            mem_format("interrupt %lu (id %u)", pd->irqs[i].number, pd->irqs[i].id));
    }
    add_channels(&names, system, pd);
    add_threads(&names, system, pd);
    add_user_caps(&names, pd);
    return names;
}
