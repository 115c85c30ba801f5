/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing small ELF files. */
#include "elf_make.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

enum { SECTIONS = 3, TEXT_SIZE = 0x100, MAX_NAMES = 0x1000 };

/* Order in the file: header, program headers, text, data, symbols, names, section headers. */
struct elf_file elf_make(const struct symbol_spec *symbols, size_t count)
{
    size_t text = sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr);
    size_t data = text + TEXT_SIZE;
    size_t symtab = data + DATA_FILE_SIZE;
    size_t strtab = symtab + (count + 1) * sizeof(Elf64_Sym);
    char names[MAX_NAMES] = {0};
    size_t names_size = 1;
    Elf64_Sym *table = calloc(count + 1, sizeof *table);

    for (size_t i = 0; i < count; i++) {
        table[i + 1] = (Elf64_Sym){.st_name = (uint32_t)names_size,
                                   .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT),
                                   .st_shndx = 1,
                                   .st_value = symbols[i].vaddr,
                                   .st_size = symbols[i].size};
        strcpy(names + names_size, symbols[i].name);
        names_size += strlen(symbols[i].name) + 1;
    }
    size_t sections = (strtab + names_size + 7) & ~(size_t)7;
    struct elf_file file = {.size = sections + SECTIONS * sizeof(Elf64_Shdr)};
    Elf64_Ehdr header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
                         .e_type = ET_EXEC,
                         .e_machine = EM_AARCH64,
                         .e_entry = TEXT_VADDR,
                         .e_phoff = sizeof header,
                         .e_shoff = sections,
                         .e_phentsize = sizeof(Elf64_Phdr),
                         .e_phnum = 2,
                         .e_shentsize = sizeof(Elf64_Shdr),
                         .e_shnum = SECTIONS};
    Elf64_Phdr segments[2] = {{.p_type = PT_LOAD,
                               .p_flags = PF_R | PF_X,
                               .p_offset = text,
                               .p_vaddr = TEXT_VADDR,
                               .p_filesz = TEXT_SIZE,
                               .p_memsz = TEXT_SIZE},
                              {.p_type = PT_LOAD,
                               .p_flags = PF_R | PF_W,
                               .p_offset = data,
                               .p_vaddr = DATA_VADDR,
                               .p_filesz = DATA_FILE_SIZE,
                               .p_memsz = DATA_SIZE}};
    Elf64_Shdr headers[SECTIONS] = {
        {0},
        {.sh_type = SHT_SYMTAB, .sh_offset = symtab, .sh_size = strtab - symtab, .sh_link = 2},
        {.sh_type = SHT_STRTAB, .sh_offset = strtab, .sh_size = names_size}};

    file.bytes = calloc(1, file.size);
    memcpy(file.bytes, &header, sizeof header);
    memcpy(file.bytes + sizeof header, segments, sizeof segments);
    memset(file.bytes + text, 0xaa, TEXT_SIZE);
    memset(file.bytes + data, 0xbb, DATA_FILE_SIZE);
    memcpy(file.bytes + symtab, table, (count + 1) * sizeof *table);
    memcpy(file.bytes + strtab, names, names_size);
    memcpy(file.bytes + sections, headers, sizeof headers);
    free(table);
    return file;
}
