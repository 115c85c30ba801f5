/* SPDX-License-Identifier: BSD-2-Clause */
/* Putting a child back to its original image. */

#include <microkit.h>

#include "reinit_table.h"

/* Patched by the tool: where the table is; 0 if no child can be re-initialised. */
seL4_Word microkit_reinit_table;

static seL4_Word generations[MICROKIT_MAX_CHANNELS];

/* Only pc and sp are ever set; a PD has one thread, so nobody else uses it meanwhile. */
static seL4_UserContext registers;

static const struct reinit_range *ranges_of(const struct reinit_child *child)
{
    return (const struct reinit_range *)(child + 1);
}

static const struct reinit_child *find(microkit_child id)
{
    const struct reinit_header *header = (const struct reinit_header *)microkit_reinit_table;
    const struct reinit_child *child;

    if (header == 0) {
        return 0;
    }
    child = (const struct reinit_child *)(header + 1);
    for (seL4_Word i = 0; i < header->child_count; i++) {
        if (child->id == id) {
            return child;
        }
        child = (const struct reinit_child *)(ranges_of(child) + child->range_count);
    }
    return 0;
}

static void restore(const struct reinit_range *range)
{
    seL4_Word *words = (seL4_Word *)range->view;
    const seL4_Word *original = (const seL4_Word *)range->original;
    seL4_Word count = range->original_size / sizeof(seL4_Word);

    for (seL4_Word i = 0; i < count; i++) {
        words[i] = original[i];
    }
    for (seL4_Word i = count; i < range->size / sizeof(seL4_Word); i++) {
        words[i] = 0;
    }
}

void microkit_pd_reinit(microkit_child id)
{
    const struct reinit_child *child = find(id);

    if (child == 0) {
        microkit_internal_check(seL4_InvalidArgument, "microkit_pd_reinit");
        return;
    }
    microkit_pd_stop(id);
    for (seL4_Word i = 0; i < child->range_count; i++) {
        restore(&ranges_of(child)[i]);
    }
    generations[id]++;
    if (child->generation != 0) {
        *(volatile seL4_Word *)child->generation = generations[id];
    }
    registers.pc = child->entry;
    registers.sp = child->stack_top;
    microkit_internal_check(seL4_TCB_WriteRegisters(BASE_TCB_CAP + id, seL4_True, 0,
                                                    sizeof registers / sizeof(seL4_Word), &registers),
                            "microkit_pd_reinit");
}
