/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the sdf_*.c files share: one function for each kind of element, which turns it into its model and
 * checks all that concerns it alone. Rules between elements are in check_*.c.
 */
#pragma once

#include "base/names.h"
#include "options.h"
#include "sdf/model.h"
#include "sdk/board.h"

struct sdf {
    struct system *system;
    const struct board *board;
    const struct options *options;
    struct name_table regions, pds, vms, domains; /* values are the model objects */
    struct name_table *symbols;                   /* one per PD: targets of its setvars */
};

/* The children of `element` that are called `name`, in order. */
#define FOR_EACH_CHILD(child, element, name_)                                                                \
    for (const struct xml_element *child = child_named((element)->first_child, name_); child != NULL;        \
         child = child_named(child->next_sibling, name_))

/* `element` or its first following sibling that is called `name`. */
const struct xml_element *child_named(const struct xml_element *element, const char *name);

/* TOOL-4: the file that an attribute names, or E-FILE. When only headers are wanted, a file that is not there
 * gives NULL. */
const char *find_file(const struct sdf *sdf, const struct xml_element *element, const char *attribute);

void parse_domains(struct sdf *sdf, const struct xml_element *root);
void parse_regions(struct sdf *sdf, const struct xml_element *root);
void parse_pds(struct sdf *sdf, const struct xml_element *root);
void parse_channels(struct sdf *sdf, const struct xml_element *root);
void parse_io_spaces(struct sdf *sdf, const struct xml_element *root);

/* One map of an address space that ends at `limit` (SDF-14); `space` names it in messages. */
struct map parse_map(struct sdf *sdf, const struct xml_element *element, uint64_t limit, const char *space);

void parse_irqs(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd);
void parse_ioports(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd);
void parse_cspace(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd);
void parse_vm(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd);

/* Priority, budget, period and core, which PDs and VMs have in common. */
uint8_t parse_priority(const struct xml_element *element);
void parse_budget(const struct sdf *sdf, const struct xml_element *element, uint64_t *budget_us,
                  uint64_t *period_us);
uint32_t parse_cpu(const struct sdf *sdf, const struct xml_element *element, uint32_t missing);

/* If `element` has `attribute`, a setvar of `pd` that writes `value` to the symbol it names. */
void add_value_setvar(struct sdf *sdf, struct protection_domain *pd, const struct xml_element *element,
                      const char *attribute, uint64_t value);

/* The <setvar> elements of `pd`. */
void parse_setvars(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd);
