/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading ELF files. Symbols are in elf_symbols.c. */
#include "objects/elf_file.h"

#include <elf.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

/* Far above any real image; keeps a hostile header from exhausting memory. */
#define MAX_IMAGE_SIZE (UINT64_C(1) << 30)

struct input {
    const uint8_t *data;
    size_t size;
};

static bool in_file(const struct input *in, uint64_t offset, uint64_t size)
{
    return offset <= in->size && size <= in->size - offset;
}

static const char *check_header(const struct input *in, uint16_t machine, Elf64_Ehdr *header)
{
    if (in->size < sizeof *header || memcmp(in->data, ELFMAG, SELFMAG) != 0) {
        return "is not an ELF file";
    }
    memcpy(header, in->data, sizeof *header);
    if (header->e_ident[EI_CLASS] != ELFCLASS64) {
        return "is not a 64-bit ELF file";
    }
    if (header->e_ident[EI_DATA] != ELFDATA2LSB) {
        return "is not a little-endian ELF file";
    }
    if (header->e_machine != machine) {
        return "is for another processor than the board's";
    }
    if (header->e_phnum == 0 || header->e_phentsize != sizeof(Elf64_Phdr) ||
        !in_file(in, header->e_phoff, (uint64_t)header->e_phnum * sizeof(Elf64_Phdr))) {
        return "has no usable program headers";
    }
    return NULL;
}

static const char *load_segment(const struct input *in, const Elf64_Phdr *ph, struct elf_segment *segment)
{
    uint64_t end;

    if (ph->p_filesz > ph->p_memsz || !in_file(in, ph->p_offset, ph->p_filesz)) {
        return "has a segment that reaches outside of the file";
    }
    if (ph->p_memsz > MAX_IMAGE_SIZE) {
        return "has a segment of more than 1 GiB";
    }
    /* Room for rounding the end up to a page without overflow. */
    if (__builtin_add_overflow(ph->p_vaddr, ph->p_memsz + 0x1000, &end)) {
        return "has a segment that wraps around the end of the address space";
    }
    *segment = (struct elf_segment){.vaddr = ph->p_vaddr,
                                    .paddr = ph->p_paddr,
                                    .size = ph->p_memsz,
                                    .file_size = ph->p_filesz,
                                    .read = (ph->p_flags & PF_R) != 0,
                                    .write = (ph->p_flags & PF_W) != 0,
                                    .execute = (ph->p_flags & PF_X) != 0,
                                    .bytes = mem_array(ph->p_memsz, 1)};
    memcpy(segment->bytes, in->data + ph->p_offset, ph->p_filesz);
    return NULL;
}

static const char *load_segments(const struct input *in, const Elf64_Ehdr *header, struct elf_image *image)
{
    uint64_t total = 0;

    image->segments = MEM_ARRAY(struct elf_segment, header->e_phnum);
    for (size_t i = 0; i < header->e_phnum; i++) {
        Elf64_Phdr ph;
        const char *wrong;

        memcpy(&ph, in->data + header->e_phoff + i * sizeof ph, sizeof ph);
        if (ph.p_type != PT_LOAD || ph.p_memsz == 0) {
            continue;
        }
        wrong = load_segment(in, &ph, &image->segments[image->segment_count]);
        if (wrong != NULL) {
            return wrong;
        }
        image->segment_count++;
        total += ph.p_memsz;
        if (total > MAX_IMAGE_SIZE) {
            return "is larger than 1 GiB in memory";
        }
    }
    return image->segment_count == 0 ? "has nothing to load" : NULL;
}

static const char *load_symbols(const struct input *in, const Elf64_Shdr *symtab, const Elf64_Shdr *strtab,
                                struct elf_image *image)
{
    if (!in_file(in, symtab->sh_offset, symtab->sh_size) ||
        !in_file(in, strtab->sh_offset, strtab->sh_size)) {
        return "has a symbol table that reaches outside of the file";
    }
    if (strtab->sh_size == 0 || in->data[strtab->sh_offset + strtab->sh_size - 1] != '\0') {
        return "has symbol names that are not terminated";
    }
    image->symtab = in->data + symtab->sh_offset;
    image->symbol_count = symtab->sh_size / sizeof(Elf64_Sym);
    image->strtab = (const char *)in->data + strtab->sh_offset;
    image->strtab_size = strtab->sh_size;
    return NULL;
}

static void section(const struct input *in, const Elf64_Ehdr *header, size_t index, Elf64_Shdr *sh)
{
    memcpy(sh, in->data + header->e_shoff + index * sizeof *sh, sizeof *sh);
}

/* Sections matter only to who looks for one by name, so names that cannot be used are no names. */
static void load_sections(const struct input *in, const Elf64_Ehdr *header, struct elf_image *image)
{
    Elf64_Shdr names;

    if (header->e_shstrndx >= header->e_shnum) {
        return;
    }
    section(in, header, header->e_shstrndx, &names);
    if (!in_file(in, names.sh_offset, names.sh_size) || names.sh_size == 0 ||
        in->data[names.sh_offset + names.sh_size - 1] != '\0') {
        return;
    }
    image->sections = in->data + header->e_shoff;
    image->section_count = header->e_shnum;
    image->section_names = (const char *)in->data + names.sh_offset;
    image->section_names_size = names.sh_size;
}

/* Section headers serve to find symbols, and configuration by name: a file without them is a stripped file
 * (USE-53). */
static const char *find_symbols(const struct input *in, const Elf64_Ehdr *header, struct elf_image *image)
{
    if (header->e_shentsize != sizeof(Elf64_Shdr) ||
        !in_file(in, header->e_shoff, (uint64_t)header->e_shnum * sizeof(Elf64_Shdr))) {
        return NULL;
    }
    load_sections(in, header, image);
    for (size_t i = 0; i < header->e_shnum; i++) {
        Elf64_Shdr symtab, strtab;

        section(in, header, i, &symtab);
        if (symtab.sh_type != SHT_SYMTAB) {
            continue;
        }
        if (symtab.sh_link >= header->e_shnum) {
            return "has a symbol table without names";
        }
        section(in, header, symtab.sh_link, &strtab);
        return load_symbols(in, &symtab, &strtab, image);
    }
    return NULL;
}

const char *elf_parse(const char *path, const uint8_t *data, size_t size, uint16_t machine,
                      struct elf_image *image)
{
    const struct input in = {data, size};
    Elf64_Ehdr header;
    const char *wrong = check_header(&in, machine, &header);

    if (wrong != NULL) {
        return wrong;
    }
    *image = (struct elf_image){.path = path, .entry = header.e_entry};
    wrong = load_segments(&in, &header, image);
    if (wrong != NULL) {
        return wrong;
    }
    return find_symbols(&in, &header, image);
}

const char *elf_read(const char *path, uint16_t machine, struct elf_image *image)
{
    struct file_bytes file;
    const char *wrong = file_read(path, MAX_IMAGE_SIZE, &file);

    if (wrong != NULL) {
        return wrong;
    }
    return elf_parse(path, file.data, file.size, machine, image);
}

uint64_t elf_low(const struct elf_image *image)
{
    uint64_t low = UINT64_MAX;

    for (size_t i = 0; i < image->segment_count; i++) {
        if (image->segments[i].vaddr < low) {
            low = image->segments[i].vaddr;
        }
    }
    return low;
}

uint64_t elf_high(const struct elf_image *image)
{
    uint64_t high = 0;

    for (size_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];

        if (segment->vaddr + segment->size > high) {
            high = segment->vaddr + segment->size;
        }
    }
    return high;
}
