/* SPDX-License-Identifier: BSD-2-Clause */
/* Looking up symbols of an image and writing to where they are. */
#include <elf.h>
#include <string.h>

#include "objects/elf_file.h"

static bool is_named(const struct elf_image *image, const Elf64_Sym *symbol, const char *name)
{
    unsigned type = ELF64_ST_TYPE(symbol->st_info);

    return symbol->st_shndx != SHN_UNDEF && type != STT_FILE && type != STT_SECTION &&
           symbol->st_name < image->strtab_size && strcmp(image->strtab + symbol->st_name, name) == 0;
}

enum elf_lookup elf_find_symbol(const struct elf_image *image, const char *name, struct elf_symbol *symbol)
{
    enum elf_lookup result = ELF_MISSING;

    for (size_t i = 0; i < image->symbol_count; i++) {
        Elf64_Sym candidate;

        memcpy(&candidate, image->symtab + i * sizeof candidate, sizeof candidate);
        if (!is_named(image, &candidate, name)) {
            continue;
        }
        if (result == ELF_FOUND) {
            return ELF_AMBIGUOUS;
        }
        result = ELF_FOUND;
        *symbol = (struct elf_symbol){candidate.st_value, candidate.st_size};
    }
    return result;
}

bool elf_patch(struct elf_image *image, uint64_t vaddr, const void *bytes, size_t size)
{
    for (size_t i = 0; i < image->segment_count; i++) {
        struct elf_segment *segment = &image->segments[i];
        uint64_t offset = vaddr - segment->vaddr;

        if (vaddr >= segment->vaddr && offset <= segment->size && size <= segment->size - offset) {
            memcpy(segment->bytes + offset, bytes, size);
            return true;
        }
    }
    return false;
}
