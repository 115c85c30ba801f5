/* SPDX-License-Identifier: BSD-2-Clause */
/* The simulated processor: registers, caches, TLB. */
#include "host_processor.h"

#include "host_machine.h"

#include <string.h>

enum { ROOT_BITS = 10, TABLE_BITS = 9, ROOT_SPAN = 30, PAGE_SPAN = 12 };

#define VMID_MASK    (UINT64_C(0xff) << 48)
#define ADDRESS_MASK UINT64_C(0x0000fffffffff000)
#define VALID        UINT64_C(1)
#define TABLE        UINT64_C(3)

struct host_processor host_processor;

uint64_t host_register_read(enum host_register number)
{
    return number == HOST_cntpct_el0 ? host_machine.now : host_processor.reg[number];
}

void host_register_write(enum host_register number, uint64_t value)
{
    host_processor.reg[number] = value;
}

void host_data_cache(enum host_cache_operation operation, uint64_t address)
{
    (void)address;
    host_processor.cache_lines[operation]++;
}

void host_instruction_cache_iallu(void)
{
    host_processor.instruction_caches++;
}

static uint64_t word_at(uint64_t table, uint64_t index)
{
    return ((const uint64_t *)(uintptr_t)table)[index];
}

uint64_t host_translate(uint64_t base, vaddr_t address, uint32_t *shift)
{
    uint32_t span = ROOT_SPAN;
    uint64_t entry = word_at(base & ADDRESS_MASK, address >> ROOT_SPAN & ((1u << ROOT_BITS) - 1u));

    while ((entry & TABLE) == TABLE && span > PAGE_SPAN) {
        span -= TABLE_BITS;
        entry = word_at(entry & ADDRESS_MASK, address >> span & ((1u << TABLE_BITS) - 1u));
    }
    *shift = span;
    return (entry & VALID) != 0 ? entry : 0;
}

static void forget_vmid(void)
{
    for (uint32_t i = 0; i < HOST_TLB_ENTRIES; i++) {
        struct host_translation *t = &host_processor.tlb[i];
        if (((t->base ^ host_processor.reg[HOST_vttbr_el2]) & VMID_MASK) == 0) {
            t->base = 0;
        }
    }
}

/* Stage-2 entries alone: those of both stages combined stay until vmalle1. Entries here are of both kinds at once, so
 * the page is only forgotten for good by the second operation. */
static uint64_t forgotten_page = UINT64_MAX;

void host_tlb_ipas2e1(uint64_t page)
{
    forgotten_page = page;
}

void host_tlb_vmalle1(void)
{
    for (uint32_t i = 0; i < HOST_TLB_ENTRIES; i++) {
        struct host_translation *t = &host_processor.tlb[i];
        bool same = ((t->base ^ host_processor.reg[HOST_vttbr_el2]) & VMID_MASK) == 0;
        if (same && t->address >> PAGE_SPAN == forgotten_page) {
            t->base = 0;
        }
    }
    forgotten_page = UINT64_MAX;
}

void host_tlb_vmalls12e1(void)
{
    forget_vmid();
}

void host_tlb_alle1(void)
{
    memset(host_processor.tlb, 0, sizeof(host_processor.tlb));
}

static bool is_known(uint64_t base, vaddr_t address)
{
    for (uint32_t i = 0; i < HOST_TLB_ENTRIES; i++) {
        if (host_processor.tlb[i].base == base && host_processor.tlb[i].address == address) {
            return true;
        }
    }
    return false;
}

static void use(uint64_t base, vaddr_t address, uint64_t leaf)
{
    if (!is_known(base, address)) {
        host_processor.tlb[host_processor.tlb_next] = (struct host_translation){base, address, leaf};
        host_processor.tlb_next = (host_processor.tlb_next + 1u) % HOST_TLB_ENTRIES;
    }
}

static void use_table(uint64_t base, uint64_t table, vaddr_t first, uint32_t span, uint32_t entries)
{
    for (uint64_t i = 0; i < entries; i++) {
        uint64_t entry = word_at(table, i);
        vaddr_t address = first + (i << span);
        if ((entry & TABLE) == TABLE && span > PAGE_SPAN) {
            use_table(base, entry & ADDRESS_MASK, address, span - TABLE_BITS, 1u << TABLE_BITS);
        } else if ((entry & VALID) != 0) {
            use(base, address, entry);
        }
    }
}

void host_tlb_use(void)
{
    uint64_t base = host_processor.reg[HOST_vttbr_el2];

    use_table(base, base & ADDRESS_MASK, 0, ROOT_SPAN, 1u << ROOT_BITS);
}

/* Translations are found by their VMID, whose root that of the active space is. */
static bool is_anothers(uint64_t base)
{
    uint64_t active = host_processor.reg[HOST_vttbr_el2];

    return ((base ^ active) & VMID_MASK) == 0 && base != active;
}

const char *host_tlb_violated(void)
{
    for (uint32_t i = 0; i < HOST_TLB_ENTRIES; i++) {
        const struct host_translation *t = &host_processor.tlb[i];
        uint32_t shift;
        if (t->base != 0 && is_anothers(t->base)) {
            return "A64-1: the TLB holds what was another space's when it had the VMID";
        }
        if (t->base != 0 && host_translate(t->base, t->address, &shift) != t->leaf) {
            return "VSP-12: the TLB holds a translation that is not in the tables";
        }
    }
    return NULL;
}
