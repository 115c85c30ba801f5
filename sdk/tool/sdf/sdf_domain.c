/* SPDX-License-Identifier: BSD-2-Clause */
/* <domains>: scheduling domains and their schedule (SDF-48 to SDF-52). */
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

static void check_domains_possible(const struct board *board, const struct xml_element *element)
{
    if (board->cores != 1) {
        sdf_error((struct place){element, NULL}, "Choose a configuration for one core.",
                  "scheduling domains are not available, because configuration '%s' is for %u cores",
                  board->config, board->cores);
    }
}

static void take_id(struct domain **users, struct domain *domain)
{
    if (users[domain->id] != NULL) {
        sdf_error_related(place_of(domain->at, "id"),
                          (struct related){users[domain->id]->at, "the id is first used here"},
                          "Choose a free id, or leave it out.", "duplicate domain id %u: '%s' and '%s'",
                          domain->id, users[domain->id]->name, domain->name);
    }
    users[domain->id] = domain;
}

static void parse_domain(struct sdf *sdf, const struct xml_element *element, struct domain *domain)
{
    uint32_t limit = sdf->board->max_domains;
    uint64_t id = value_number_or(element, "id", 0);

    domain->at = (struct place){element, NULL};
    domain->name = value_name(element, "name");
    if (id >= limit) {
        sdf_error(attribute_place(element, "id"), NULL,
                  "domain id %ju is not below the kernel's limit of %u domains", (uintmax_t)id, limit);
    }
    domain->id = (uint32_t)id;
    names_add(&sdf->domains, domain->name, attribute_place(element, "name"), domain, "");
}

/* Domains without an id get the lowest free ones in document order, after all given ids are known. */
static void number_domains(const struct sdf *sdf)
{
    struct system *system = sdf->system;
    uint32_t limit = sdf->board->max_domains;
    struct domain **users = MEM_ARRAY(struct domain *, limit);
    uint32_t next = 0;

    for (size_t i = 0; i < system->domain_count; i++) {
        if (attribute_given(system->domains[i].at.element, "id")) {
            take_id(users, &system->domains[i]);
        }
    }
    for (size_t i = 0; i < system->domain_count; i++) {
        struct domain *domain = &system->domains[i];
        if (attribute_given(domain->at.element, "id")) {
            continue;
        }
        while (next < limit && users[next] != NULL) {
            next++;
        }
        if (next == limit) {
            sdf_error(domain->at, "Remove a domain.",
                      "no domain id is left for '%s': the kernel has only %u domains", domain->name, limit);
        }
        domain->id = next;
        take_id(users, domain);
    }
}

static void parse_duration(const struct xml_element *element, struct schedule_entry *entry)
{
    const char *text = value_text(element, "duration");
    const char *space = strchr(text, ' ');
    const char *unit = space == NULL ? "" : space + 1;
    bool valid =
        space != NULL && parse_number(text, (size_t)(space - text), &entry->duration) && entry->duration != 0;

    if (valid && strcmp(unit, "us") == 0) {
        entry->unit = DURATION_US;
    } else if (valid && strcmp(unit, "ticks") == 0) {
        entry->unit = DURATION_TICKS;
    } else {
        sdf_error(attribute_place(element, "duration"),
                  "Write a number that is not 0, one space, and 'us' or 'ticks'.",
                  "duration '%s' is not a length of time", text);
    }
}

static void parse_entries(struct sdf *sdf, const struct xml_element *element,
                          struct domain_schedule *schedule)
{
    size_t capacity = xml_count(element, "schedule_entry") + xml_count(element, "schedule_end_marker");

    schedule->entries = MEM_ARRAY(struct schedule_entry, capacity);
    for (const struct xml_element *child = element->first_child; child != NULL; child = child->next_sibling) {
        struct schedule_entry *entry = &schedule->entries[schedule->entry_count++];
        entry->at = (struct place){child, NULL};
        if (strcmp(child->name, "schedule_entry") == 0) {
            const struct domain *domain =
                names_find(&sdf->domains, value_text(child, "domain"), attribute_place(child, "domain"));
            entry->domain = domain->id;
            parse_duration(child, entry);
        }
    }
}

static void parse_schedule(struct sdf *sdf, const struct xml_element *element)
{
    struct domain_schedule *schedule = &sdf->system->schedule;
    uint64_t limit = sdf->board->max_domain_schedules;

    schedule->at = (struct place){element, NULL};
    parse_entries(sdf, element, schedule);
    schedule->start_index = value_number_or(element, "start_index", 0);
    schedule->index_shift = value_number_or(element, "index_shift", 0);
    if (schedule->start_index >= schedule->entry_count) {
        sdf_error(place_of(schedule->at, "start_index"), NULL,
                  "start_index %ju is not below the number of entries, %zu", (uintmax_t)schedule->start_index,
                  schedule->entry_count);
    }
    if (schedule->entry_count >= limit || schedule->index_shift >= limit - schedule->entry_count) {
        sdf_error(place_of(schedule->at, "index_shift"), NULL,
                  "index_shift %ju plus %zu entries must be less than the kernel's %ju schedule entries",
                  (uintmax_t)schedule->index_shift, schedule->entry_count, (uintmax_t)limit);
    }
}

void parse_domains(struct sdf *sdf, const struct xml_element *root)
{
    const struct xml_element *element = child_named(root->first_child, "domains");
    struct system *system = sdf->system;

    if (element == NULL) {
        return;
    }
    sdf->domains.what = "domain";
    check_domains_possible(sdf->board, element);
    system->domains = MEM_ARRAY(struct domain, xml_count(element, "domain"));
    FOR_EACH_CHILD (child, element, "domain") {
        parse_domain(sdf, child, &system->domains[system->domain_count]);
        system->domain_count++;
    }
    number_domains(sdf);
    parse_schedule(sdf, child_named(element->first_child, "domain_schedule"));
}
