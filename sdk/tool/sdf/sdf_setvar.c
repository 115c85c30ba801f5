/* SPDX-License-Identifier: BSD-2-Clause */
/* <setvar>, and the setvar_* attributes of other elements (SDF-24 to SDF-28). */
#include "base/diag.h"
#include "base/memory.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

static void add_setvar(struct sdf *sdf, struct protection_domain *pd, struct setvar setvar)
{
    struct name_table *symbols = &sdf->symbols[pd->index];

    symbols->what = "setvar symbol";
    names_add(symbols, setvar.symbol, setvar.at, NULL, mem_format(" in protection domain '%s'", pd->name));
    pd->setvars = mem_append(pd->setvars, pd->setvar_count, sizeof *pd->setvars);
    pd->setvars[pd->setvar_count++] = setvar;
}

void add_value_setvar(struct sdf *sdf, struct protection_domain *pd, const struct xml_element *element,
                      const char *attribute, uint64_t value)
{
    if (attribute_given(element, attribute)) {
        add_setvar(sdf, pd,
                   (struct setvar){.at = attribute_place(element, attribute),
                                   .symbol = value_name(element, attribute),
                                   .kind = SETVAR_VALUE,
                                   .value = value});
    }
}

static void parse_setvar(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    struct place at = attribute_place(element, "region_paddr");
    struct memory_region *region = names_find(&sdf->regions, value_text(element, "region_paddr"), at);
    struct setvar setvar = {.at = attribute_place(element, "symbol"),
                            .symbol = value_name(element, "symbol"),
                            .kind = SETVAR_VALUE,
                            .region = region};

    if (region->paddr_kind == PADDR_FIXED) {
        setvar.value = region->paddr;
    } else if (sdf->board->arch == ARCH_X86_64) {
        sdf_error(at, mem_format("Give memory region '%s' a phys_addr.", region->name),
                  "region_paddr of a region without phys_addr is not possible on %s, where memory is known "
                  "only at boot",
                  sdf->board->arch_name);
    } else {
        setvar.kind = SETVAR_REGION_PADDR;
        region->paddr_kind = PADDR_CHOSEN;
    }
    add_setvar(sdf, pd, setvar);
}

void parse_setvars(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    FOR_EACH_CHILD (child, element, "setvar") {
        parse_setvar(sdf, child, pd);
    }
}
