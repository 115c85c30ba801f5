/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs without configuration. */
#include "image/unconfigured.h"

#include <string.h>

#include "base/diag.h"

static bool is_configuration(const char *section)
{
    size_t length = strlen(section);

    return strcmp(section, ".device_resources") == 0 || (length > 7 && strcmp(section + length - 7, "_config") == 0);
}

static bool is_composed(const struct system *system, const struct protection_domain *pd, const char *section)
{
    for (size_t i = 0; i < system->section_count; i++) {
        if (strcmp(system->sections[i].pd_name, pd->name) == 0 &&
            strcmp(system->sections[i].section, section) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_blank(const struct elf_image *image, const char *section)
{
    struct elf_symbol where;
    const uint8_t *bytes;

    if (elf_find_section(image, section, &where) != ELF_FOUND ||
        (bytes = elf_bytes(image, where.vaddr, where.size)) == NULL) {
        return false;
    }
    for (uint64_t i = 0; i < where.size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

void warn_unconfigured(const struct system *system, const struct protection_domain *pd,
                              const struct elf_image *image)
{
    for (size_t i = 0; i < image->section_count && system->section_count != 0; i++) {
        const char *section = elf_section_name(image, i);

        if (section != NULL && is_configuration(section) && !is_composed(system, pd, section) &&
            is_blank(image, section)) {
            sdf_warning(pd->image_at, "Make it a client of the class, or add a <section> for it.",
                        "protection domain '%s' has no configuration in section '%s'", pd->name, section);
        }
    }
}
