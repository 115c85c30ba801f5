/* SPDX-License-Identifier: BSD-2-Clause */
/* The texts of `microkit check`. */
#include "authority/question.h"

#include <inttypes.h>
#include <stdio.h>

/* "    driver: rw" for each PD that maps the region; returns their number. */
static size_t print_holders(const struct system *system, const struct memory_region *region,
                            const char *indent)
{
    size_t count = 0;

    for (size_t i = 0; i < system->pd_count; i++) {
        struct rights rights = rights_of(&system->pds[i], region);

        if (rights.mapped) {
            printf("%s%s: %s\n", indent, system->pds[i].name, rights_text(rights));
            count++;
        }
    }
    return count;
}

static void print_devices(const struct system *system)
{
    size_t count = 0;

    printf("Devices, and memory at fixed addresses:\n");
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];

        if (region->paddr_kind == PADDR_FIXED) {
            printf("  %s [0x%" PRIx64 ", 0x%" PRIx64 ")\n", region->name, region->paddr,
                   region->paddr + region->size);
            count += 1 + print_holders(system, region, "    ");
        }
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];

        for (size_t j = 0; j < pd->irq_count; j++) {
            printf("  irq %" PRIu64 "\n    %s\n", pd->irqs[j].number, pd->name);
            count++;
        }
        if (pd->smc) {
            printf("  SMC calls (to firmware, which may do anything)\n    %s\n", pd->name);
            count++;
        }
    }
    if (count == 0) {
        printf("  none\n");
    }
}

static void print_control(const struct authority *authority)
{
    const struct system *system = authority->system;
    size_t count = 0;

    printf("Control (the authority of the first includes that of the second):\n");
    for (size_t from = 0; from < system->pd_count; from++) {
        for (size_t to = 0; to < system->pd_count; to++) {
            enum step_kind kind = authority_step(authority, from, to).kind;

            if (kind == STEP_PARENT || kind == STEP_THREAD || kind == STEP_VSPACE) {
                printf("  %s\n", authority_step_text(authority, from, to));
                count++;
            }
        }
    }
    if (count == 0) {
        printf("  none\n");
    }
}

static bool is_shared_and_written(const struct system *system, const struct memory_region *region)
{
    size_t mapped = 0;
    size_t written = 0;

    for (size_t i = 0; i < system->pd_count; i++) {
        struct rights rights = rights_of(&system->pds[i], region);

        mapped += rights.mapped ? 1 : 0;
        written += rights.write ? 1 : 0;
    }
    return mapped > 1 && written > 0;
}

static void print_shared(const struct system *system)
{
    size_t count = 0;

    printf("Memory that several share and at least one can write:\n");
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];

        if (is_shared_and_written(system, region)) {
            printf("  %s (0x%" PRIx64 " bytes)\n", region->name, region->size);
            count += print_holders(system, region, "    ");
        }
    }
    if (count == 0) {
        printf("  none\n");
    }
}

void answer_overview(const struct authority *authority)
{
    print_devices(authority->system);
    print_control(authority);
    print_shared(authority->system);
}

/* The first PD on the ways in `previous` that holds the target; pd_count if none does. */
static size_t holder(const struct authority *authority, const struct target *target, const size_t *previous)
{
    size_t count = authority->system->pd_count;

    for (size_t i = 0; i < count; i++) {
        if (previous[i] != count && target_held(target, &authority->system->pds[i], false)) {
            return i;
        }
    }
    return count;
}

static void print_reach(const struct authority *authority, const struct target *target, size_t from)
{
    const struct system *system = authority->system;
    size_t previous[MAX_PDS];
    const char *way = "with the authority of others";

    authority_ways(authority, from, PATH_CONTROL, 0, previous);
    size_t at = holder(authority, target, previous);
    if (at == system->pd_count) {
        way = "through others, as far as they let it";
        authority_ways(authority, from, PATH_INFLUENCE, 0, previous);
        at = holder(authority, target, previous);
    }
    printf("  %s: ", system->pds[from].name);
    if (at == system->pd_count) {
        printf("not at all\n");
    } else if (target_held(target, &system->pds[from], false)) {
        printf("directly%s%s\n", target->region != NULL ? ", " : "",
               target->region != NULL ? rights_text(rights_of(&system->pds[from], target->region)) : "");
    } else {
        printf("%s: %s\n", way, authority_way_text(authority, previous, at));
    }
}

void answer_reach(const struct authority *authority, const struct target *target)
{
    printf("Who reaches %s:\n", target->text);
    for (size_t i = 0; i < authority->system->pd_count; i++) {
        if (target->pd != &authority->system->pds[i]) {
            print_reach(authority, target, i);
        }
    }
}
