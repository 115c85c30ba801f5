/* SPDX-License-Identifier: BSD-2-Clause */
/* <memory_region> (SDF-29 to SDF-34). */
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

enum { MAX_PREFILL_BYTES = 1 << 30 };

static uint64_t parse_page_size(const struct xml_element *element)
{
    uint64_t page_size = value_number_or(element, "page_size", SMALL_PAGE);

    if (page_size != SMALL_PAGE && page_size != LARGE_PAGE) {
        sdf_error(attribute_place(element, "page_size"), NULL, "page_size 0x%jx is not 0x1000 or 0x200000",
                  (uintmax_t)page_size);
    }
    return page_size;
}

static void load_prefill(const struct sdf *sdf, const struct xml_element *element,
                         struct memory_region *region)
{
    region->prefill_path = find_file(sdf, element, "prefill_path");
    if (region->prefill_path == NULL) {
        return;
    }
    struct place at = attribute_place(element, "prefill_path");
    const char *reason = file_read(region->prefill_path, MAX_PREFILL_BYTES, &region->prefill);
    if (reason != NULL) {
        sdf_error(at, NULL, "cannot read the file '%s': %s", region->prefill_path, reason);
    }
    if (region->prefill.size == 0) {
        sdf_error(at, "Leave prefill_path out to get zeroed memory.", "the prefill file '%s' is empty",
                  region->prefill_path);
    }
}

static enum bootinfo_kind parse_bootinfo(const struct xml_element *element)
{
    /* The documented name of one kind differs from the one in use: both mean the same (DEV-14). */
    static const char *const choices[] = {"x86_vbe",      "x86_mbmmap", "x86_acpi_rsdp", "x86_framebuffer",
                                          "x86_tsc_freq", "fdt",        "x86_mbmap"};
    static const enum bootinfo_kind kinds[] = {
        BOOTINFO_X86_VBE,      BOOTINFO_X86_MBMMAP, BOOTINFO_X86_ACPI_RSDP, BOOTINFO_X86_FRAMEBUFFER,
        BOOTINFO_X86_TSC_FREQ, BOOTINFO_FDT,        BOOTINFO_X86_MBMMAP,    BOOTINFO_NONE};
    size_t count = sizeof choices / sizeof choices[0];

    return kinds[value_choice_or(element, "prefill_bootinfo", choices, count, count)];
}

static uint64_t default_size(const struct xml_element *element, const struct memory_region *region)
{
    if (region->prefill.size != 0) {
        return (region->prefill.size + region->page_size - 1) & ~(region->page_size - 1);
    }
    if (region->bootinfo != BOOTINFO_NONE) {
        return region->page_size;
    }
    sdf_error(region->at,
              attribute_given(element, "prefill_path")
                  ? "Give a size, or make the prefill file before the headers."
                  : "Add size=\"...\" in bytes.",
              "the size of memory region '%s' is unknown", region->name);
}

static void check_size(const struct memory_region *region)
{
    struct place at = place_of(region->at, "size");
    uint64_t page = region->page_size;

    if (region->size == 0) {
        sdf_error(at, NULL, "the size of memory region '%s' is 0", region->name);
    }
    if (region->size % page != 0) {
        uint64_t up = region->size - region->size % page + page;
        sdf_error(at, up == 0 ? NULL : mem_format("The next larger size is 0x%jx.", (uintmax_t)up),
                  "size 0x%jx is not a multiple of the page size 0x%jx", (uintmax_t)region->size,
                  (uintmax_t)page);
    }
    if (region->prefill.size > region->size) {
        sdf_error(place_of(region->at, "prefill_path"), "Make the region as large as the file.",
                  "the prefill file '%s' has 0x%jx bytes, more than the 0x%jx of the region",
                  region->prefill_path, (uintmax_t)region->prefill.size, (uintmax_t)region->size);
    }
}

static void parse_paddr(const struct xml_element *element, struct memory_region *region)
{
    struct place at = attribute_place(element, "phys_addr");

    if (!attribute_given(element, "phys_addr")) {
        return;
    }
    region->paddr_kind = PADDR_FIXED;
    region->paddr = value_number(element, "phys_addr");
    if (region->paddr % region->page_size != 0) {
        sdf_error(at, NULL, "phys_addr 0x%jx is not aligned to the page size 0x%jx", (uintmax_t)region->paddr,
                  (uintmax_t)region->page_size);
    }
    if (region->paddr > UINT64_MAX - region->size) {
        sdf_error(at, NULL, "phys_addr 0x%jx plus size 0x%jx exceeds 64 bits", (uintmax_t)region->paddr,
                  (uintmax_t)region->size);
    }
}

static void parse_region(struct sdf *sdf, const struct xml_element *element, struct memory_region *region)
{
    region->at = (struct place){element, NULL};
    region->name = value_name(element, "name");
    region->page_size = parse_page_size(element);
    region->bootinfo = parse_bootinfo(element);
    if (attribute_given(element, "prefill_path")) {
        if (region->bootinfo != BOOTINFO_NONE) {
            sdf_error(attribute_place(element, "prefill_bootinfo"), "Keep one of the two.",
                      "prefill_bootinfo and prefill_path exclude each other");
        }
        load_prefill(sdf, element, region);
    }
    region->size =
        attribute_given(element, "size") ? value_number(element, "size") : default_size(element, region);
    check_size(region);
    parse_paddr(element, region);
    names_add(&sdf->regions, region->name, attribute_place(element, "name"), region, "");
}

void parse_regions(struct sdf *sdf, const struct xml_element *root)
{
    struct system *system = sdf->system;

    sdf->regions.what = "memory region";
    system->regions = MEM_ARRAY(struct memory_region, xml_count(root, "memory_region"));
    FOR_EACH_CHILD (element, root, "memory_region") {
        parse_region(sdf, element, &system->regions[system->region_count]);
        system->region_count++;
    }
}
