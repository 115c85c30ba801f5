/* SPDX-License-Identifier: BSD-2-Clause */
/* <cspace>: capabilities in the user's own slots (SDF-38 to SDF-41). */
#include "base/diag.h"
#include "base/memory.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

static const char *const cap_elements[] = {
    [USER_CAP_TCB] = "cap_tcb", [USER_CAP_SC] = "cap_sc", [USER_CAP_VSPACE] = "cap_vspace"};

static struct user_cap parse_cap(struct sdf *sdf, const struct xml_element *element, enum user_cap_kind kind)
{
    uint64_t slot = value_number(element, "slot");

    if (slot < FIRST_USER_SLOT || slot > LAST_USER_SLOT) {
        sdf_error(attribute_place(element, "slot"), NULL, "slot %ju is not between %d and %d%s",
                  (uintmax_t)slot, FIRST_USER_SLOT, LAST_USER_SLOT, slot == 0 ? ": slot 0 is reserved" : "");
    }
    return (struct user_cap){
        .at = {element, NULL},
        .kind = kind,
        .slot = (uint32_t)slot,
        .pd = names_find(&sdf->pds, value_text(element, "pd"), attribute_place(element, "pd"))};
}

/* Ends with E-DUP that lists every element which asks for the slot of `cap`. */
static _Noreturn void slot_clash(const struct protection_domain *pd, const struct user_cap *first,
                                 const struct user_cap *cap)
{
    const char *list = NULL;

    for (size_t i = 0; i < pd->cap_count; i++) {
        if (pd->caps[i].slot == cap->slot) {
            const char *item = mem_format("%s of '%s'", cap_elements[pd->caps[i].kind], pd->caps[i].pd->name);
            list = list == NULL ? item : mem_format("%s, %s", list, item);
        }
    }
    sdf_error_related(place_of(cap->at, "slot"), (struct related){first->at, "the slot is first used here"},
                      "Choose a free slot.", "duplicate slot %u in the cspace of protection domain '%s': %s",
                      cap->slot, pd->name, list);
}

static void check_slots(const struct protection_domain *pd)
{
    const struct user_cap *users[LAST_USER_SLOT + 1] = {NULL};

    for (size_t i = 0; i < pd->cap_count; i++) {
        const struct user_cap *cap = &pd->caps[i];
        if (users[cap->slot] != NULL) {
            slot_clash(pd, users[cap->slot], cap);
        }
        users[cap->slot] = cap;
    }
}

void parse_cspace(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    const struct xml_element *cspace = child_named(element->first_child, "cspace");

    if (cspace == NULL) {
        return;
    }
    for (enum user_cap_kind kind = USER_CAP_TCB; kind <= USER_CAP_VSPACE; kind++) {
        FOR_EACH_CHILD (child, cspace, cap_elements[kind]) {
            pd->caps = mem_append(pd->caps, pd->cap_count, sizeof *pd->caps);
            pd->caps[pd->cap_count++] = parse_cap(sdf, child, kind);
        }
    }
    check_slots(pd);
}
