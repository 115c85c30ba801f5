/* SPDX-License-Identifier: BSD-2-Clause */
/* <protection_domain> and what every thread has in common (SDF-9 to SDF-13). */
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

#define MIN_STACK UINT64_C(0x1000)
#define MAX_STACK UINT64_C(0x1000000)
#define DEFAULT_STACK UINT64_C(0x2000)

enum { DEFAULT_BUDGET_US = 1000 };

/* Nearly nine years: tick counts of any timer stay far inside 64 bits, as the kernel demands of periods. */
#define MAX_PERIOD_US (UINT64_C(1) << 48)

uint8_t parse_priority(const struct xml_element *element)
{
    uint64_t priority = value_number_or(element, "priority", 0);

    if (priority > MAX_PRIORITY) {
        sdf_error(attribute_place(element, "priority"), NULL, "priority %ju is not between 0 and %d",
                  (uintmax_t)priority, MAX_PRIORITY);
    }
    return (uint8_t)priority;
}

void parse_budget(const struct sdf *sdf, const struct xml_element *element, uint64_t *budget_us,
                  uint64_t *period_us)
{
    uint64_t budget = value_number_or(element, "budget", DEFAULT_BUDGET_US);
    uint64_t period = value_number_or(element, "period", budget);

    if (budget < sdf->board->min_budget_us) {
        sdf_error(attribute_place(element, "budget"), NULL,
                  "budget %ju is below the %ju microseconds that the kernel needs", (uintmax_t)budget,
                  (uintmax_t)sdf->board->min_budget_us);
    }
    if (budget > period) {
        sdf_error(attribute_place(element, attribute_given(element, "period") ? "period" : "budget"),
                  attribute_given(element, "budget")
                      ? "A budget is what a thread may use in each period: make it at most the period."
                      : mem_format("Without a budget attribute the budget is %d.", DEFAULT_BUDGET_US),
                  "budget %ju is larger than period %ju", (uintmax_t)budget, (uintmax_t)period);
    }
    if (period > MAX_PERIOD_US) {
        sdf_error(attribute_place(element, attribute_given(element, "period") ? "period" : "budget"), NULL,
                  "period %ju is larger than the limit of %ju microseconds", (uintmax_t)period,
                  (uintmax_t)MAX_PERIOD_US);
    }
    *budget_us = budget;
    *period_us = period;
}

uint32_t parse_cpu(const struct sdf *sdf, const struct xml_element *element, uint32_t missing)
{
    uint64_t cpu = value_number_or(element, "cpu", missing);

    if (cpu >= sdf->board->cores) {
        sdf_error(attribute_place(element, "cpu"),
                  sdf->board->cores == 1 ? "Choose an smp configuration for more than one core." : NULL,
                  "cpu %ju does not exist: configuration '%s' of board '%s' has %u core%s", (uintmax_t)cpu,
                  sdf->board->config, sdf->board->name, sdf->board->cores, sdf->board->cores == 1 ? "" : "s");
    }
    return (uint32_t)cpu;
}

static bool parse_smc(const struct sdf *sdf, const struct xml_element *element)
{
    bool smc = value_flag_or(element, "smc", false);

    if (smc && !sdf->board->smc) {
        sdf_error(attribute_place(element, "smc"), "Remove the attribute.", "SMC calls are not available: %s",
                  sdf->board->arch == ARCH_AARCH64 ? "the kernel is configured without ALLOW_SMC_CALLS"
                                                   : "only ARM has them");
    }
    return smc;
}

/* An extension: only children have the attribute. */
static bool parse_reinit(const struct xml_element *element, bool passive)
{
    bool reinit = value_flag_or(element, "reinit", false);

    if (reinit && passive) {
        sdf_error(attribute_place(element, "reinit"), "Let the child have time of its own: remove passive.",
                  "a passive protection domain cannot be re-initialised: it would have no time to start again");
    }
    return reinit;
}

static uint64_t parse_stack_size(const struct xml_element *element)
{
    uint64_t size = value_number_or(element, "stack_size", DEFAULT_STACK);

    if (size < MIN_STACK || size > MAX_STACK || size % SMALL_PAGE != 0) {
        sdf_error(attribute_place(element, "stack_size"), NULL,
                  "stack_size 0x%jx is not a multiple of 0x1000 between 0x%jx and 0x%jx", (uintmax_t)size,
                  (uintmax_t)MIN_STACK, (uintmax_t)MAX_STACK);
    }
    return size;
}

static uint32_t parse_pd_domain(const struct sdf *sdf, const struct xml_element *element)
{
    struct place at = attribute_place(element, "domain");

    if (sdf->system->domain_count == 0) {
        if (at.attribute != NULL) {
            sdf_error(at, "Declare the domains in <domains>, or remove the attribute.",
                      "protection domain '%s' names a domain, but the system has no 'domains'",
                      value_text(element, "name"));
        }
        return 0;
    }
    const struct domain *domain = names_find(&sdf->domains, value_text(element, "domain"), at);
    return domain->id;
}

static void parse_image(const struct sdf *sdf, const struct xml_element *element,
                        struct protection_domain *pd)
{
    const struct xml_element *image = child_named(element->first_child, "program_image");
    const char *path = find_file(sdf, image, "path");

    pd->image_at = (struct place){image, NULL};
    pd->image_path = path != NULL ? path : value_text(image, "path");
    pd->symbols_path = pd->image_path;
    if (attribute_given(image, "path_for_symbols")) {
        const char *symbols = find_file(sdf, image, "path_for_symbols");
        pd->symbols_path = symbols != NULL ? symbols : value_text(image, "path_for_symbols");
    }
}

static void parse_maps(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    uint64_t limit = board_stack_bottom(sdf->board, pd->stack_size);
    const char *space = mem_format("protection domain '%s'", pd->name);

    pd->maps = MEM_ARRAY(struct map, xml_count(element, "map"));
    FOR_EACH_CHILD (child, element, "map") {
        struct map *map = &pd->maps[pd->map_count++];
        *map = parse_map(sdf, child, limit, space);
        add_value_setvar(sdf, pd, child, "setvar_vaddr", map->vaddr);
        add_value_setvar(sdf, pd, child, "setvar_size", map->region->size);
        if (attribute_given(child, "setvar_prefill_size") &&
            !attribute_given(map->region->at.element, "prefill_path")) {
            sdf_error(attribute_place(child, "setvar_prefill_size"), NULL,
                      "setvar_prefill_size needs a memory region with prefill_path, and '%s' of protection "
                      "domain '%s' has none",
                      map->region->name, pd->name);
        }
        add_value_setvar(sdf, pd, child, "setvar_prefill_size", map->region->prefill.size);
    }
}

static void parse_pd(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    if (strcmp(pd->name, "monitor") == 0) {
        sdf_error(attribute_place(element, "name"), "Choose another name.",
                  "duplicate protection domain 'monitor': the name is reserved for the system's monitor");
    }
    pd->priority = parse_priority(element);
    parse_budget(sdf, element, &pd->budget_us, &pd->period_us);
    pd->passive = value_flag_or(element, "passive", false);
    pd->fpu = value_flag_or(element, "fpu", true);
    pd->reinit = parse_reinit(element, pd->passive);
    pd->smc = parse_smc(sdf, element);
    pd->stack_size = parse_stack_size(element);
    pd->cpu = parse_cpu(sdf, element, 0);
    pd->domain = parse_pd_domain(sdf, element);
    if (pd->parent != NULL) {
        pd->child_id = value_id(element, "id");
        add_value_setvar(sdf, &sdf->system->pds[pd->parent->index], element, "setvar_id", pd->child_id);
    }
    parse_image(sdf, element, pd);
    parse_maps(sdf, element, pd);
    parse_irqs(sdf, element, pd);
    parse_ioports(sdf, element, pd);
    parse_setvars(sdf, element, pd);
    parse_cspace(sdf, element, pd);
    parse_vm(sdf, element, pd);
}

static size_t count_pds(const struct xml_element *element)
{
    size_t count = 0;

    FOR_EACH_CHILD (child, element, "protection_domain") {
        count += 1 + count_pds(child);
    }
    return count;
}

/* Names all PDs below `element` first, because capabilities may refer to PDs that stand later. */
static void name_pds(struct sdf *sdf, const struct xml_element *element,
                     const struct protection_domain *parent)
{
    struct system *system = sdf->system;

    FOR_EACH_CHILD (child, element, "protection_domain") {
        struct protection_domain *pd = &system->pds[system->pd_count];
        pd->index = (uint32_t)system->pd_count++;
        pd->at = (struct place){child, NULL};
        pd->name = value_name(child, "name");
        pd->parent = parent;
        names_add(&sdf->pds, pd->name, attribute_place(child, "name"), pd, "");
        name_pds(sdf, child, pd);
    }
}

void parse_pds(struct sdf *sdf, const struct xml_element *root)
{
    size_t count = count_pds(root);

    if (count == 0 || count > MAX_PDS) {
        sdf_error((struct place){root, NULL}, NULL,
                  "the system has %zu protection domains, but must have between 1 and %d", count, MAX_PDS);
    }
    sdf->pds.what = "protection domain";
    sdf->vms.what = "virtual machine";
    sdf->system->pds = MEM_ARRAY(struct protection_domain, count);
    sdf->symbols = MEM_ARRAY(struct name_table, count);
    name_pds(sdf, root, NULL);
    for (size_t i = 0; i < count; i++) {
        parse_pd(sdf, sdf->system->pds[i].at.element, &sdf->system->pds[i]);
    }
}
