/* SPDX-License-Identifier: BSD-2-Clause */
/* Things that a policy or a question can be about: PDs, memory regions, interrupts. */
#include <string.h>

#include "authority/policy.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "sdf/sdf_value.h"

static const struct protection_domain *find_pd(const struct system *system, const char *name,
                                               struct suggestion *nearest)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        if (strcmp(system->pds[i].name, name) == 0) {
            return &system->pds[i];
        }
        suggest(nearest, system->pds[i].name);
    }
    return NULL;
}

static const struct memory_region *find_region(const struct system *system, const char *name,
                                               struct suggestion *nearest)
{
    for (size_t i = 0; i < system->region_count; i++) {
        if (strcmp(system->regions[i].name, name) == 0) {
            return &system->regions[i];
        }
        suggest(nearest, system->regions[i].name);
    }
    return NULL;
}

static bool has_irq(const struct protection_domain *pd, uint64_t number)
{
    for (size_t i = 0; i < pd->irq_count; i++) {
        if (pd->irqs[i].number == number) {
            return true;
        }
    }
    return false;
}

static const char *find_irq(const struct system *system, const char *name, struct target *target)
{
    uint64_t number = 0;

    if (!parse_number(name, strlen(name), &number)) {
        return mem_format("'%s' is not an interrupt number", name);
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        if (has_irq(&system->pds[i], number)) {
            *target = (struct target){.kind = TARGET_IRQ, .text = mem_format("irq %s", name), .irq = number};
            return NULL;
        }
    }
    return mem_format("no protection domain has interrupt %s", name);
}

const char *target_find(const struct system *system, const char *keyword, const char *name,
                        struct target *target)
{
    struct suggestion nearest = {.wanted = name};
    bool any = keyword == NULL;
    const struct protection_domain *pd = NULL;
    const struct memory_region *region = NULL;

    if (!any && strcmp(keyword, "irq") == 0) {
        return find_irq(system, name, target);
    }
    if (any || strcmp(keyword, "pd") == 0) {
        pd = find_pd(system, name, &nearest);
    }
    if (any || strcmp(keyword, "region") == 0) {
        region = find_region(system, name, &nearest);
    }
    if (pd != NULL && region != NULL) {
        return mem_format(
            "'%s' is both a protection domain and a memory region: write pd or region before it", name);
    }
    if (pd == NULL && region == NULL) {
        const char *help = suggestion_text(&nearest, NULL);
        return mem_format("there is no %s '%s'%s%s",
                          any               ? "protection domain or memory region"
                          : *keyword == 'p' ? "protection domain"
                                            : "memory region",
                          name, help == NULL ? "" : ". ", help == NULL ? "" : help);
    }
    *target = (struct target){.kind = pd != NULL ? TARGET_PD : TARGET_REGION,
                              .text = mem_format("'%s'", name),
                              .pd = pd,
                              .region = region};
    return NULL;
}

bool target_held(const struct target *target, const struct protection_domain *pd, bool write)
{
    if (target->kind == TARGET_PD) {
        return target->pd == pd;
    }
    if (target->kind == TARGET_IRQ) {
        return has_irq(pd, target->irq);
    }
    struct rights rights = rights_of(pd, target->region);
    return rights.mapped && (!write || rights.write);
}

const struct memory_region *shared_region(const struct system *system, const struct protection_domain *a,
                                          const struct protection_domain *b)
{
    for (size_t i = 0; i < system->region_count; i++) {
        struct rights of_a = rights_of(a, &system->regions[i]);
        struct rights of_b = rights_of(b, &system->regions[i]);

        if (of_a.mapped && of_b.mapped && (of_a.write || of_b.write)) {
            return &system->regions[i];
        }
    }
    return NULL;
}
