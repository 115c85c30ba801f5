/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of the report that says who may touch what, in words. */
#include "report/report_touch.h"

#include <inttypes.h>

#include "authority/authority.h"

static const char *verb(const struct rights *rights)
{
    if (rights->execute) {
        return rights->write ? "reads, writes and executes it" : "reads and executes it";
    }
    return rights->write ? "reads and writes it" : rights->read ? "only reads it" : "cannot use it";
}

static void print_region(FILE *out, const struct system *system, const struct memory_region *region)
{
    size_t holders = 0;

    fprintf(out, "%s (0x%" PRIx64 " bytes", region->name, region->size);
    if (region->paddr_kind != PADDR_ANYWHERE) {
        fprintf(out, " at physical 0x%" PRIx64, region->paddr);
    }
    fprintf(out, ")\n");
    for (size_t i = 0; i < system->pd_count; i++) {
        struct rights rights = rights_of(&system->pds[i], region);

        if (rights.mapped) {
            fprintf(out, "    %s %s\n", system->pds[i].name, verb(&rights));
            holders++;
        }
    }
    if (holders == 0) {
        fprintf(out, "    nobody\n");
    }
}

static void print_interrupts(FILE *out, const struct system *system)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];

        for (size_t j = 0; j < pd->irq_count; j++) {
            fprintf(out, "interrupt %" PRIu64 "\n    %s handles it\n", pd->irqs[j].number, pd->name);
        }
    }
}

/* Who decides over another one's thread. */
static void print_control(FILE *out, const struct system *system)
{
    static const char *const caps[] = {
        [USER_CAP_TCB] = "may change, stop and start its thread",
        [USER_CAP_SC] = "may use its processor time",
        [USER_CAP_VSPACE] = "may change its address space"};

    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];

        if (pd->parent != NULL) {
            fprintf(out, "protection domain %s\n    %s handles its faults, and may stop and restart it\n", pd->name,
                    pd->parent->name);
        }
        for (size_t j = 0; j < pd->cap_count; j++) {
            fprintf(out, "protection domain %s\n    %s %s\n", pd->caps[j].pd->name, pd->name, caps[pd->caps[j].kind]);
        }
    }
}

void report_print_touch(FILE *out, const struct system *system)
{
    fprintf(out, "\n# Who may touch what\n\n");
    for (size_t i = 0; i < system->region_count; i++) {
        print_region(out, system, &system->regions[i]);
    }
    print_interrupts(out, system);
    print_control(out, system);
}
