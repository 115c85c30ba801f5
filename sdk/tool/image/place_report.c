/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages about memory that cannot be had: what is missing, and which memory there is. */
#include "image/place_report.h"

#include "base/diag.h"

static uint64_t untyped_end(const struct untyped *ut)
{
    return ut->paddr + (UINT64_C(1) << ut->size_bits);
}

/* Neighbouring untypeds of one kind are one range for the user. */
static const char *list_ranges(const struct boot_memory *boot, bool device)
{
    const char *text = "";
    size_t i = 0;

    while (i < boot->untyped_count) {
        const struct untyped *ut = &boot->untypeds[i];
        uint64_t end = untyped_end(ut);

        i++;
        if (ut->device != device) {
            continue;
        }
        while (i < boot->untyped_count && boot->untypeds[i].device == device &&
               boot->untypeds[i].paddr == end) {
            end = untyped_end(&boot->untypeds[i]);
            i++;
        }
        text = mem_format("%s%s[0x%lx, 0x%lx)", text, *text != '\0' ? ", " : "", ut->paddr, end);
    }
    return text;
}

static const char *all_ranges(const struct boot_memory *boot)
{
    return mem_format("Available memory: %s; available devices: %s.", list_ranges(boot, false),
                      list_ranges(boot, true));
}

_Noreturn void place_fail_fixed(const struct boot_memory *boot, const struct object *object)
{
    uint64_t end = object->paddr + (UINT64_C(1) << object->size_bits);

    if (object->at.element == NULL) {
        internal_error("object %s has a fixed address that is not available", object->name);
    }
    sdf_error(
        place_of(object->at, "phys_addr"), all_ranges(boot),
        "physical memory [0x%lx, 0x%lx) is not available (the kernel, the initial task at [0x%lx, 0x%lx) and "
        "the kernel's own objects at [0x%lx, 0x%lx) are in use)",
        object->paddr, end, boot->task.start, boot->task.end, boot->root_objects.start,
        boot->root_objects.end);
}

_Noreturn void place_fail_capacity(const struct boot_memory *boot, const uint64_t *missing, unsigned classes)
{
    const char *list = "";

    for (unsigned b = 0; b < classes; b++) {
        if (missing[b] != 0) {
            list = mem_format("%s%s%lu objects of 0x%lx bytes", list, *list != '\0' ? ", " : "", missing[b],
                              UINT64_C(1) << b);
        }
    }
    tool_error(all_ranges(boot), "the system needs more memory than the board has: there is no room for %s",
               list);
}
