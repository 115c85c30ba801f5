/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system that a description file asks for, after complete validation: what the front end (sdf_*.c) makes
 * and the back end builds. Every rule of the description language holds for a model that sdf_load returned,
 * so the back end checks only what depends on ELF files and on physical memory.
 *
 * All pointers stay valid until the process ends. Arrays are in document order. `at` is where the element
 * stands, for messages (see diag.h; place_of(x->at, "attribute") points at one attribute).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/file.h"
#include "base/xml.h"

enum {
    MAX_PDS = 63,        /* SDF-8 */
    MAX_VCPUS = 63,      /* SDF-8a, all virtual machines together, not x86 */
    MAX_ID = 61,         /* highest channel, irq, ioport, vcpu, or child id: badge bits 62 and 63 are taken */
    MAX_PRIORITY = 254,  /* the monitor runs at 255 */
    MAX_VECTOR = 107,    /* x86 user interrupt vectors */
    FIRST_USER_SLOT = 1, /* SDF-39 */
    LAST_USER_SLOT = 63
};

#define SMALL_PAGE UINT64_C(0x1000)
#define LARGE_PAGE UINT64_C(0x200000)

struct protection_domain;

enum paddr_kind {
    PADDR_ANYWHERE, /* frames need not be contiguous (SDF-34); `paddr` has no meaning */
    PADDR_FIXED,    /* phys_addr: `paddr` is given */
    PADDR_CHOSEN    /* a setvar region_paddr wants it contiguous: the back end sets `paddr` (ALLOC-12) */
};

/* Extra bootinfo blocks that can fill a region (SDF-33). */
enum bootinfo_kind {
    BOOTINFO_NONE,
    BOOTINFO_X86_VBE,
    BOOTINFO_X86_MBMMAP,
    BOOTINFO_X86_ACPI_RSDP,
    BOOTINFO_X86_FRAMEBUFFER,
    BOOTINFO_X86_TSC_FREQ,
    BOOTINFO_FDT
};

struct memory_region {
    struct place at;
    const char *name;
    uint64_t size;      /* bytes, multiple of page_size, not 0 */
    uint64_t page_size; /* SMALL_PAGE or LARGE_PAGE, after the automatic choice of SDF-31 */
    enum paddr_kind paddr_kind;
    uint64_t paddr;
    const char *prefill_path;  /* as found by the search, or NULL */
    struct file_bytes prefill; /* at most `size` bytes, for offset 0; the rest is zero */
    enum bootinfo_kind bootinfo;
    bool mapped; /* some PD or VM maps it */
};

struct map {
    struct place at;
    struct memory_region *region;
    uint64_t vaddr; /* multiple of region->page_size */
    bool read, write, execute;
    bool cached;
};

enum irq_kind { IRQ_CONVENTIONAL, IRQ_IOAPIC, IRQ_MSI };
enum irq_trigger { TRIGGER_LEVEL, TRIGGER_EDGE };
enum irq_polarity { POLARITY_HIGH, POLARITY_LOW };

struct pci_address {
    uint8_t bus, device, function;
};

struct irq {
    struct place at;
    enum irq_kind kind;
    uint32_t id;     /* channel id in the PD */
    uint64_t number; /* IRQ_CONVENTIONAL: interrupt number; else the vector */
    enum irq_trigger trigger;
    enum irq_polarity polarity; /* IRQ_IOAPIC */
    uint64_t ioapic, pin;       /* IRQ_IOAPIC */
    struct pci_address pci;     /* IRQ_MSI */
    uint64_t handle;            /* IRQ_MSI */
};

struct ioport {
    struct place at;
    uint32_t id;
    uint16_t addr;
    uint32_t size; /* ports; addr + size <= 0x10000 */
};

enum setvar_kind {
    SETVAR_VALUE,       /* write `value` */
    SETVAR_REGION_PADDR /* write region->paddr, which the back end knows after layout */
};

/* A 64-bit little-endian word to write to a symbol of a PD's image. Symbols are distinct in one PD (SDF-26).
 * Every source of SDF-25 is resolved to one of these, in the PD whose image is patched. */
struct setvar {
    struct place at; /* the attribute that names the symbol */
    const char *symbol;
    enum setvar_kind kind;
    uint64_t value;
    const struct memory_region *region;
};

enum user_cap_kind { USER_CAP_TCB, USER_CAP_SC, USER_CAP_VSPACE };

struct user_cap {
    struct place at;
    enum user_cap_kind kind;
    uint32_t slot; /* FIRST_USER_SLOT..LAST_USER_SLOT of the PD's root CNode */
    const struct protection_domain *pd;
};

struct vcpu {
    struct place at;
    uint32_t id;
    uint32_t cpu;
};

struct virtual_machine {
    struct place at;
    const char *name;
    uint8_t priority;
    uint64_t budget_us, period_us;
    struct vcpu *vcpus;
    size_t vcpu_count;
    struct map *maps; /* vaddr is a guest-physical address */
    size_t map_count;
};

struct protection_domain {
    struct place at;
    const char *name;
    uint32_t index;                         /* position in system.pds */
    const struct protection_domain *parent; /* NULL for a root PD */
    uint32_t child_id;                      /* id for its parent; meaningless without parent */
    uint8_t priority;
    uint64_t budget_us, period_us; /* 0 < budget_us <= period_us */
    bool passive, smc, fpu;
    bool reinit; /* its parent may put it back to its original image */
    uint64_t stack_size; /* bytes, multiple of SMALL_PAGE */
    uint32_t cpu;
    uint32_t domain; /* domain id; 0 when the system has no domains */

    struct place image_at;    /* the program_image element */
    const char *image_path;   /* as found by the search of TOOL-4 (as written when headers only are wanted) */
    const char *symbols_path; /* equal to image_path unless path_for_symbols is given */

    struct map *maps;
    size_t map_count;
    struct irq *irqs;
    size_t irq_count;
    struct ioport *ioports;
    size_t ioport_count;
    struct setvar *setvars;
    size_t setvar_count;
    struct user_cap *caps;
    size_t cap_count;
    struct virtual_machine *vm; /* NULL if none */

    bool needs_endpoint; /* has children or a VM, or is the callee of a channel (ABI-4) */
};

struct channel_end {
    struct place at;
    struct protection_domain *pd;
    uint32_t id;
    bool pp;     /* this end may call the other */
    bool notify; /* this end may notify the other */
};

struct channel {
    struct place at;
    struct channel_end ends[2];
};

struct iomap {
    struct place at;
    struct memory_region *region;
    uint64_t iovaddr;
    bool read, write;
};

struct io_address_space {
    struct place at;
    const char *name;
    struct pci_address peripheral;
    uint64_t domain_id;
    struct iomap *maps;
    size_t map_count;
};

struct domain {
    struct place at;
    const char *name;
    uint32_t id;
};

enum duration_unit { DURATION_TICKS, DURATION_US };

struct schedule_entry {
    struct place at;
    uint32_t domain;   /* domain id; 0 for an end marker */
    uint64_t duration; /* 0 for an end marker */
    enum duration_unit unit;
};

struct domain_schedule {
    struct place at;
    struct schedule_entry *entries; /* entry i belongs at index_shift + i (SDF-50) */
    size_t entry_count;
    uint64_t start_index; /* counted without index_shift */
    uint64_t index_shift;
};

/* Bytes for the start of a section of a PD's image, made by composition (compose.h). */
struct composed_section {
    struct place at; /* the class or client that it is for */
    const char *pd_name;
    const char *section;
    const char *file; /* name that the bytes have as a file (04 CFG-8) */
    const uint8_t *bytes;
    size_t size;
};

struct system {
    const char *path;              /* of the description, as given */
    const struct xml_element *root; /* the description, with what its device classes stand for */
    struct protection_domain *pds; /* depth-first pre-order (SDF-9) */
    size_t pd_count;
    struct memory_region *regions;
    size_t region_count;
    struct channel *channels;
    size_t channel_count;
    struct io_address_space *io_spaces;
    size_t io_space_count;
    struct domain *domains;
    size_t domain_count; /* 0: the description has no <domains>; then `schedule` is empty */
    struct domain_schedule schedule;
    const struct composed_section *sections;
    size_t section_count;
};

/* Half-open range of bytes [start, end). */
struct range {
    uint64_t start, end;
};
