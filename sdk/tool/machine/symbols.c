/* SPDX-License-Identifier: BSD-2-Clause */
/* Functions and lines through libdwfl. */
#include "machine/symbols.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"

struct symbols {
    Dwfl *dwfl;
    Dwfl_Module *module;
};

struct symbols *symbols_open(const char *path)
{
    static const Dwfl_Callbacks callbacks = {.find_elf = dwfl_build_id_find_elf,
                                             .find_debuginfo = dwfl_standard_find_debuginfo,
                                             .section_address = dwfl_offline_section_address};
    struct symbols *symbols = MEM_ARRAY(struct symbols, 1);

    symbols->dwfl = dwfl_begin(&callbacks);
    if (symbols->dwfl == NULL) {
        return NULL;
    }
    dwfl_report_begin(symbols->dwfl);
    symbols->module = dwfl_report_elf(symbols->dwfl, path, path, -1, 0, false);
    dwfl_report_end(symbols->dwfl, NULL, NULL);
    return symbols->module == NULL ? NULL : symbols;
}

static const char *function_at(struct symbols *symbols, uint64_t address, GElf_Off *offset)
{
    GElf_Sym symbol;

    return dwfl_module_addrinfo(symbols->module, address, offset, &symbol, NULL, NULL, NULL);
}

bool symbols_same_function(struct symbols *symbols, uint64_t a, uint64_t b)
{
    GElf_Off offset_a, offset_b;

    return function_at(symbols, a, &offset_a) != NULL && function_at(symbols, b, &offset_b) != NULL &&
           a - offset_a == b - offset_b;
}

static void print_line(FILE *out, const char *file, int line)
{
    if (file != NULL) {
        fprintf(out, " at %s:%d", file, line);
    }
    fputc('\n', out);
}

/* File and line where `die` was inlined. */
static void call_site(Dwarf_Die *unit, Dwarf_Die *die, const char **file, int *line)
{
    Dwarf_Files *files;
    Dwarf_Attribute attribute;
    Dwarf_Word value;

    *file = NULL;
    if (dwarf_getsrcfiles(unit, &files, NULL) != 0 ||
        dwarf_formudata(dwarf_attr(die, DW_AT_call_file, &attribute), &value) != 0) {
        return;
    }
    *file = dwarf_filesrc(files, value, NULL, NULL);
    *line = dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attribute), &value) == 0 ? (int)value : 0;
}

/* The functions that are inlined at `address`, innermost first, and then the one that holds them. False if the
 * debug information does not say. */
static bool print_scopes(struct symbols *symbols, uint64_t address, const char *prefix, const char *file,
                         int line, FILE *out)
{
    Dwarf_Addr bias;
    Dwarf_Die *unit = dwfl_module_addrdie(symbols->module, address, &bias);
    Dwarf_Die *innermost = NULL, *scopes = NULL;
    int count = unit == NULL ? -1 : dwarf_getscopes(unit, address - bias, &innermost);
    bool done = false;

    /* Past an inlined function, dwarf_getscopes goes on where it is defined instead of where it stands. */
    count = count <= 0 ? -1 : dwarf_getscopes_die(&innermost[0], &scopes);
    free(innermost);

    for (int i = 0; i < count && !done; i++) {
        int tag = dwarf_tag(&scopes[i]);
        const char *name = dwarf_diename(&scopes[i]);

        if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram) {
            continue;
        }
        fprintf(out, "%s%s", prefix, name == NULL ? "(function without a name)" : name);
        print_line(out, file, line);
        done = tag == DW_TAG_subprogram;
        if (!done) {
            call_site(unit, &scopes[i], &file, &line);
        }
    }
    free(scopes);
    return done;
}

void symbols_print(struct symbols *symbols, uint64_t address, const char *prefix, FILE *out)
{
    GElf_Off offset;
    const char *name = function_at(symbols, address, &offset);
    Dwfl_Line *at = dwfl_module_getsrc(symbols->module, address);
    int line = 0;
    const char *file = at == NULL ? NULL : dwfl_lineinfo(at, NULL, &line, NULL, NULL, NULL);

    if (print_scopes(symbols, address, prefix, file, line, out)) {
        return;
    }
    if (name == NULL) {
        fprintf(out, "%s0x%" PRIx64 ", which is not in the program\n", prefix, address);
        return;
    }
    fprintf(out, "%s%s+0x%" PRIx64, prefix, name, (uint64_t)offset);
    print_line(out, file, line);
}
