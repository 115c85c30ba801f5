/* SPDX-License-Identifier: BSD-2-Clause */
/* Ids that become badge bits and capability slots must be unique where they meet. */
#include "sdf/check.h"

#include "base/diag.h"
#include "base/memory.h"
#include "base/ranges.h"

/* The users of one space of ids. */
struct id_space {
    const char *what;
    const char *owner; /* name of the PD or VM that the ids belong to */
    struct place users[MAX_ID + 1];
};

static void take_id(struct id_space *space, uint32_t id, struct place at)
{
    struct place *user = &space->users[id];

    if (user->element != NULL) {
        sdf_error_related(place_of(at, "id"), (struct related){*user, "the id is first used here"},
                          "Choose another id from 0 to 61.", "duplicate %s id %u of '%s'", space->what, id,
                          space->owner);
    }
    *user = at;
}

/* Channel ends and interrupts of a PD share one space (SDF-44). */
static void check_channel_ids(const struct system *system)
{
    struct id_space *spaces = MEM_ARRAY(struct id_space, system->pd_count);

    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        spaces[i].what = "channel or irq";
        spaces[i].owner = pd->name;
        for (size_t j = 0; j < pd->irq_count; j++) {
            take_id(&spaces[i], pd->irqs[j].id, pd->irqs[j].at);
        }
    }
    for (size_t i = 0; i < 2 * system->channel_count; i++) {
        const struct channel_end *end = &system->channels[i / 2].ends[i % 2];
        take_id(&spaces[end->pd->index], end->id, end->at);
    }
}

/* Child PDs and virtual CPUs of a PD share one space (SDF-11). */
static void check_child_ids(const struct system *system)
{
    struct id_space *spaces = MEM_ARRAY(struct id_space, system->pd_count);

    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        spaces[i].what = "child or vcpu";
        spaces[i].owner = pd->name;
        for (size_t j = 0; pd->vm != NULL && j < pd->vm->vcpu_count; j++) {
            take_id(&spaces[i], pd->vm->vcpus[j].id, pd->vm->vcpus[j].at);
        }
        /* Parents stand before their children, so their space is set up. */
        if (pd->parent != NULL) {
            take_id(&spaces[pd->parent->index], pd->child_id, pd->at);
        }
    }
}

static void check_ioport_ids(const struct system *system)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        struct id_space space = {.what = "ioport", .owner = pd->name};
        for (size_t j = 0; j < pd->ioport_count; j++) {
            take_id(&space, pd->ioports[j].id, pd->ioports[j].at);
        }
    }
}

/* One handler for each interrupt of the machine (SDF-21). */
static void check_irq_numbers(const struct system *system)
{
    struct named_range *numbers = MEM_ARRAY(struct named_range, system->pd_count * (MAX_ID + 1));
    size_t count = 0;

    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        for (size_t j = 0; j < pd->irq_count; j++) {
            const struct irq *irq = &pd->irqs[j];
            numbers[count++] = (struct named_range){range_of_one(irq->number), irq->at, pd->name};
        }
    }
    struct range_clash clash = ranges_clash(numbers, count);
    if (clash.second != NULL) {
        const char *attribute = xml_attribute(clash.second->at.element, "vector") != NULL ? "vector" : "irq";
        sdf_error_related(place_of(clash.second->at, attribute),
                          (struct related){clash.first->at, "the interrupt is first used here"},
                          "Only one protection domain can handle an interrupt.",
                          "duplicate %s %ju, of protection domains '%s' and '%s'", attribute,
                          (uintmax_t)clash.first->range.start, clash.first->name, clash.second->name);
    }
}

void check_ids(const struct system *system)
{
    check_channel_ids(system);
    check_child_ids(system);
    check_ioport_ids(system);
    check_irq_numbers(system); /* relies on ids: at most MAX_ID + 1 interrupts a PD */
}
