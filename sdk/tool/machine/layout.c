/* SPDX-License-Identifier: BSD-2-Clause */
/* Structures of the kernel. */
#include "machine/layout.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "objects/elf_file.h"

struct layout_file {
    const char *path;
    Dwarf *dwarf;
    struct elf_image elf;
};

struct layout_file *layout_open(const char *path)
{
    struct layout_file *file = MEM_ARRAY(struct layout_file, 1);
    const char *wrong = elf_read(path, ELF_MACHINE_AARCH64, &file->elf);

    if (wrong != NULL || file->elf.symtab == NULL) {
        tool_error(NULL, "%s: %s", path, wrong == NULL ? "has no symbols" : wrong);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    file->path = path;
    file->dwarf = fd < 0 ? NULL : dwarf_begin(fd, DWARF_C_READ);
    if (file->dwarf == NULL) {
        tool_error(NULL, "%s: has no debug information", path);
    }
    return file;
}

/* The complete structure `name` among the children of a unit. */
static bool find_in_unit(Dwarf_Die *unit, const char *name, Dwarf_Die *found)
{
    Dwarf_Die die;
    int more = dwarf_child(unit, &die);

    for (; more == 0; more = dwarf_siblingof(&die, &die)) {
        const char *own = dwarf_diename(&die);

        if (dwarf_tag(&die) == DW_TAG_structure_type && own != NULL && strcmp(own, name) == 0 &&
            dwarf_bytesize(&die) >= 0) {
            *found = die;
            return true;
        }
    }
    return false;
}

static bool find_type(Dwarf *dwarf, const char *name, Dwarf_Die *found)
{
    Dwarf_Off offset = 0, next;
    size_t header;

    while (dwarf_nextcu(dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
        Dwarf_Die unit;

        if (dwarf_offdie(dwarf, offset + header, &unit) != NULL && find_in_unit(&unit, name, found)) {
            return true;
        }
        offset = next;
    }
    return false;
}

/* Member `name` of `type`: adds its offset, and goes on to its own type. */
static bool enter_member(Dwarf_Die *type, const char *name, size_t length, uint64_t *offset)
{
    Dwarf_Die member, next;
    Dwarf_Attribute attribute;
    Dwarf_Word at;
    int more = dwarf_child(type, &member);

    for (; more == 0; more = dwarf_siblingof(&member, &member)) {
        const char *own = dwarf_diename(&member);

        if (own == NULL || strlen(own) != length || memcmp(own, name, length) != 0) {
            continue;
        }
        if (dwarf_formudata(dwarf_attr(&member, DW_AT_data_member_location, &attribute), &at) != 0 ||
            dwarf_formref_die(dwarf_attr(&member, DW_AT_type, &attribute), &next) == NULL ||
            dwarf_peel_type(&next, type) != 0) {
            return false;
        }
        *offset += at;
        return true;
    }
    return false;
}

uint64_t layout_offset(struct layout_file *file, const char *type, const char *member)
{
    Dwarf_Die die;
    uint64_t offset = 0;
    bool found = find_type(file->dwarf, type, &die);

    for (const char *part = member; found && *part != '\0';) {
        size_t length = strcspn(part, ".");

        found = enter_member(&die, part, length, &offset);
        part += length + (part[length] == '.');
    }
    if (!found) {
        tool_error("Only images of the benchmark configuration count what their PDs do.",
                   "the kernel of this image has no %s.%s", type, member);
    }
    return offset;
}

uint64_t layout_physical(struct layout_file *file, uint64_t pointer)
{
    return pointer - file->elf.segments[0].vaddr + file->elf.segments[0].paddr;
}

uint64_t layout_variable(struct layout_file *file, const char *name)
{
    struct elf_symbol symbol;

    if (elf_find_symbol(&file->elf, name, &symbol) != ELF_FOUND) {
        tool_error("Only images of the benchmark configuration count what their PDs do.",
                   "the kernel of this image has no variable '%s'", name);
    }
    return layout_physical(file, symbol.vaddr);
}
