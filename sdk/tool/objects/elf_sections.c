/* SPDX-License-Identifier: BSD-2-Clause */
/* Looking up sections of an image. */
#include <elf.h>
#include <string.h>

#include "objects/elf_file.h"

static Elf64_Shdr header_of(const struct elf_image *image, size_t index)
{
    Elf64_Shdr header;

    memcpy(&header, image->sections + index * sizeof header, sizeof header);
    return header;
}

const char *elf_section_name(const struct elf_image *image, size_t index)
{
    Elf64_Shdr header = header_of(image, index);

    return (header.sh_flags & SHF_ALLOC) != 0 && header.sh_name < image->section_names_size
               ? image->section_names + header.sh_name
               : NULL;
}

enum elf_lookup elf_find_section(const struct elf_image *image, const char *name, struct elf_symbol *section)
{
    enum elf_lookup result = ELF_MISSING;

    for (size_t i = 0; i < image->section_count; i++) {
        const char *candidate = elf_section_name(image, i);

        if (candidate == NULL || strcmp(candidate, name) != 0) {
            continue;
        }
        if (result == ELF_FOUND) {
            return ELF_AMBIGUOUS;
        }
        Elf64_Shdr header = header_of(image, i);
        result = ELF_FOUND;
        *section = (struct elf_symbol){header.sh_addr, header.sh_size};
    }
    return result;
}

const uint8_t *elf_bytes(const struct elf_image *image, uint64_t vaddr, uint64_t size)
{
    for (size_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];
        uint64_t offset = vaddr - segment->vaddr;

        if (vaddr >= segment->vaddr && offset <= segment->size && size <= segment->size - offset) {
            return segment->bytes + offset;
        }
    }
    return NULL;
}
