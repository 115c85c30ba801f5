/* SPDX-License-Identifier: BSD-2-Clause */
/* Patching of program images. */
#include "objects/patch.h"

#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "objects/debug_info.h"
#include "objects/reinit.h"

#define NAME_LENGTH 64
#define MONITOR_ENTRIES 64

void patch_own(struct elf_image *image, const char *name, const void *bytes, size_t size)
{
    struct elf_symbol symbol;

    if (elf_find_symbol(image, name, &symbol) != ELF_FOUND || symbol.size != size ||
        !elf_patch(image, symbol.vaddr, bytes, size)) {
        tool_error("Use the files of one SDK release together.",
                   "%s: variable '%s' of %zu bytes is missing, so the file does not belong to this tool",
                   image->path, name, size);
    }
}

/* ---- PDs ---- */

struct target {
    const struct protection_domain *pd;
    struct place at; /* what asks for the patch */
    struct elf_image *image;
    const struct elf_image *symbols;
};

static struct elf_symbol find(const struct target *t, const char *name, const char *fix)
{
    struct elf_symbol symbol = {0, 0};

    switch (elf_find_symbol(t->symbols, name, &symbol)) {
    case ELF_FOUND:
        return symbol;
    case ELF_MISSING:
        sdf_error(t->at, fix, "symbol '%s' is not defined in '%s', the image of PD '%s'", name,
                  t->symbols->path, t->pd->name);
    default:
        sdf_error(t->at, "Give the variables different names.",
                  "symbol '%s' is defined more than once in '%s', the image of PD '%s'", name,
                  t->symbols->path, t->pd->name);
    }
}

static void write_at(const struct target *t, const char *name, uint64_t vaddr, const void *bytes, size_t size)
{
    if (!elf_patch(t->image, vaddr, bytes, size)) {
        sdf_error(t->at, "Check that path and path_for_symbols name builds of the same program.",
                  "symbol '%s' at 0x%lx does not lie in a segment of '%s', the image of PD '%s'", name, vaddr,
                  t->image->path, t->pd->name);
    }
}

/* A variable that libmicrokit defines; other run-time libraries may make it smaller (LIB-4). */
static void patch_library(const struct target *t, const char *name, const void *bytes, size_t size)
{
    struct elf_symbol symbol = find(
        t, name,
        "Link the program with libmicrokit (-lmicrokit -Tmicrokit.ld) and do not strip its symbols.");

    write_at(t, name, symbol.vaddr, bytes, symbol.size < size ? symbol.size : size);
}

static void patch_name(const struct target *t)
{
    char name[NAME_LENGTH] = {0};
    size_t length = strlen(t->pd->name);

    /* The last byte stays NUL (DEV-8). */
    memcpy(name, t->pd->name, length < NAME_LENGTH ? length : NAME_LENGTH - 1);
    patch_library(t, "microkit_name", name, sizeof name);
}

static void end_masks(const struct channel_end *end, const struct protection_domain *pd, uint64_t *notify,
                      uint64_t *pp)
{
    if (end->pd != pd) {
        return;
    }
    *notify |= (uint64_t)end->notify << end->id;
    *pp |= (uint64_t)end->pp << end->id;
}

static void patch_masks(const struct target *t, const struct system *system)
{
    uint64_t irqs = 0, notify = 0, pp = 0, ioports = 0;

    for (size_t i = 0; i < t->pd->irq_count; i++) {
        irqs |= UINT64_C(1) << t->pd->irqs[i].id;
    }
    for (size_t i = 0; i < t->pd->ioport_count; i++) {
        ioports |= UINT64_C(1) << t->pd->ioports[i].id;
    }
    for (size_t i = 0; i < system->channel_count; i++) {
        end_masks(&system->channels[i].ends[0], t->pd, &notify, &pp);
        end_masks(&system->channels[i].ends[1], t->pd, &notify, &pp);
    }
    patch_library(t, "microkit_irqs", &irqs, sizeof irqs);
    patch_library(t, "microkit_notifications", &notify, sizeof notify);
    patch_library(t, "microkit_pps", &pp, sizeof pp);
    patch_library(t, "microkit_ioports", &ioports, sizeof ioports);
}

static void patch_setvar(const struct target *t, const struct setvar *setvar)
{
    struct target asks = *t;
    uint64_t value = setvar->kind == SETVAR_REGION_PADDR ? setvar->region->paddr : setvar->value;
    struct elf_symbol symbol;

    asks.at = setvar->at;
    symbol = find(&asks, setvar->symbol,
                  "Define the variable in the program; `static` variables that are never written may be "
                  "optimised away.");
    if (symbol.size != sizeof value) {
        sdf_error(setvar->at, "Declare the variable with a 64-bit type such as uintptr_t.",
                  "symbol '%s' in '%s', the image of PD '%s', has %lu bytes, but 8 are written",
                  setvar->symbol, t->symbols->path, t->pd->name, symbol.size);
    }
    write_at(&asks, setvar->symbol, symbol.vaddr, &value, sizeof value);
}

static void patch_reinit(const struct target *t, const struct system *system, const struct board *board)
{
    uint64_t vaddr = reinit_table_vaddr(board, system, t->pd);
    struct elf_symbol symbol;

    if (vaddr != 0) {
        symbol = find(t, "microkit_reinit_table",
                      "Call microkit_pd_reinit() in the program of the parent, or remove reinit from its children.");
        write_at(t, "microkit_reinit_table", symbol.vaddr, &vaddr, sizeof vaddr);
    }
}

/* Configuration of composed systems: CFG-9. */
static void patch_section(const struct target *t, const struct composed_section *composed)
{
    struct elf_symbol section = {0, 0};

    switch (elf_find_section(t->image, composed->section, &section)) {
    case ELF_FOUND:
        break;
    case ELF_MISSING:
        sdf_error(composed->at, "Check which program the protection domain runs, and that its configuration is kept.",
                  "section '%s' is not in '%s', the image of PD '%s'", composed->section, t->image->path,
                  t->pd->name);
    default:
        sdf_error(composed->at, NULL, "section '%s' is more than once in '%s', the image of PD '%s'",
                  composed->section, t->image->path, t->pd->name);
    }
    if (section.size < composed->size) {
        sdf_error(composed->at, "Build the program with headers of this version.",
                  "section '%s' in '%s', the image of PD '%s', has %lu bytes, but %zu are written",
                  composed->section, t->image->path, t->pd->name, section.size, composed->size);
    }
    if (!elf_patch(t->image, section.vaddr, composed->bytes, composed->size)) {
        sdf_error(composed->at, NULL, "section '%s' does not lie in a segment of '%s', the image of PD '%s'",
                  composed->section, t->image->path, t->pd->name);
    }
}

void patch_pd(const struct system *system, const struct board *board, const struct protection_domain *pd,
              struct elf_image *image, const struct elf_image *symbols)
{
    struct target t = {pd, pd->image_at, image, symbols};
    uint8_t passive = pd->passive;

    patch_name(&t);
    patch_library(&t, "microkit_passive", &passive, sizeof passive);
    patch_masks(&t, system);
    patch_reinit(&t, system, board);
    for (size_t i = 0; i < pd->setvar_count; i++) {
        patch_setvar(&t, &pd->setvars[i]);
    }
    for (size_t i = 0; i < system->section_count; i++) {
        if (strcmp(system->sections[i].pd_name, pd->name) == 0) {
            patch_section(&t, &system->sections[i]);
        }
    }
}

/* ---- Monitor ---- */

/* The name of a virtual machine for each of its virtual CPUs, in the order of the monitor's slots. */
static void patch_vm_names(const struct system *system, struct elf_image *image)
{
    char names[MONITOR_ENTRIES][NAME_LENGTH] = {{0}};
    uint64_t count = 0;

    for (size_t i = 0; i < system->pd_count; i++) {
        const struct virtual_machine *vm = system->pds[i].vm;

        for (size_t j = 0; vm != NULL && j < vm->vcpu_count; j++) {
            size_t length = strlen(vm->name);

            memcpy(names[count], vm->name, length < NAME_LENGTH ? length : NAME_LENGTH - 1);
            count++;
        }
    }
    patch_own(image, "vm_names", names, sizeof names);
    patch_own(image, "vm_names_len", &count, sizeof count);
}

void patch_monitor(const struct system *system, const struct board *board, struct elf_image *image)
{
    char names[MONITOR_ENTRIES][NAME_LENGTH] = {{0}};
    uint64_t stack_bottoms[MONITOR_ENTRIES] = {0};
    uint64_t count = system->pd_count;

    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        size_t length = strlen(pd->name);

        memcpy(names[i], pd->name, length < NAME_LENGTH ? length : NAME_LENGTH - 1);
        stack_bottoms[i] = board_stack_bottom(board, pd->stack_size);
    }
    patch_own(image, "pd_names", names, sizeof names);
    patch_own(image, "pd_names_len", &count, sizeof count);
    patch_own(image, "pd_stack_bottom_addrs", stack_bottoms, sizeof stack_bottoms);
    patch_vm_names(system, image);
    if (board->debug) {
        uint64_t info = debug_info_vaddr(board);

        patch_own(image, "debug_info_vaddr", &info, sizeof info);
    }
}
