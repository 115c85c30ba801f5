/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses of a protection domain in words, from the block that the tool wrote (debug_info.h). */

#include "monitor.h"

#include "debug_info.h"

#define NULL_PAGE_SIZE 0x1000u

/* Patched by the tool; 0 in images that have no block. */
seL4_Word debug_info_vaddr;

static const struct debug_info_header *info(void)
{
    const struct debug_info_header *header = (const struct debug_info_header *)debug_info_vaddr;

    return header != 0 && header->magic == DEBUG_INFO_MAGIC ? header : 0;
}

static const struct debug_info_pd *pd_table(void)
{
    return (const struct debug_info_pd *)(info() + 1);
}

static const struct debug_info_region *region_table(void)
{
    return (const struct debug_info_region *)(pd_table() + info()->pd_count);
}

static const char *region_name(const struct debug_info_region *region)
{
    const char *names = (const char *)(region_table() + info()->region_count);

    return names + region->name;
}

static void put_region(const struct debug_info_region *region)
{
    microkit_dbg_puts("'");
    microkit_dbg_puts(region_name(region));
    microkit_dbg_puts("' [0x");
    put_hex64(region->start);
    microkit_dbg_puts(", 0x");
    put_hex64(region->end);
    microkit_dbg_puts(") ");
    microkit_dbg_putc((region->flags & DEBUG_REGION_READ) != 0 ? 'r' : '-');
    microkit_dbg_putc((region->flags & DEBUG_REGION_WRITE) != 0 ? 'w' : '-');
    microkit_dbg_putc((region->flags & DEBUG_REGION_EXECUTE) != 0 ? 'x' : '-');
    microkit_dbg_puts("\n");
}

static seL4_Word distance(const struct debug_info_region *region, seL4_Word address)
{
    if (address < region->start) {
        return region->start - address;
    }
    return address < region->end ? 0 : address - region->end + 1;
}

static const struct debug_info_region *nearest(const struct debug_info_pd *pd, seL4_Word address)
{
    const struct debug_info_region *regions = region_table() + pd->first_region;
    const struct debug_info_region *best = regions;

    for (seL4_Word i = 1; i < pd->region_count; i++) {
        if (distance(&regions[i], address) < distance(best, address)) {
            best = &regions[i];
        }
    }
    return best;
}

void report_address(seL4_Word pd, seL4_Word address)
{
    const struct debug_info_region *region;

    if (address < NULL_PAGE_SIZE) {
        microkit_dbg_puts(ERROR_LINE "VMFault: the address is near 0: a null pointer, or an error number that "
                                     "libmicrokit stopped with\n");
    }
    if (info() == 0) {
        return;
    }
    region = nearest(&pd_table()[pd], address);
    microkit_dbg_puts(ERROR_LINE "VMFault: the address is ");
    if (address < region->start) {
        microkit_dbg_puts("0x");
        put_hex_short(region->start - address);
        microkit_dbg_puts(" below the start of ");
    } else if (address >= region->end) {
        microkit_dbg_puts("0x");
        put_hex_short(address - region->end);
        microkit_dbg_puts(" above the end of ");
    } else {
        microkit_dbg_puts("at offset 0x");
        put_hex_short(address - region->start);
        microkit_dbg_puts(" of ");
    }
    put_region(region);
}

/* A frame record: where the caller's record is, and where the function returns to. */
struct frame_record {
    seL4_Word caller;
    seL4_Word return_address;
};

/* NULL if `fp` is no address of a record in what is seen of the PD's stack. */
static const struct frame_record *record_at(const struct debug_info_pd *pd, seL4_Word fp)
{
    if (pd->view == 0 || fp % sizeof(seL4_Word) != 0 || fp < pd->view_start ||
        fp > pd->view_end - sizeof(struct frame_record)) {
        return 0;
    }
    return (const struct frame_record *)(pd->view + (fp - pd->view_start));
}

/* The stack belongs to a PD that went wrong: records must ascend, so the walk ends. */
static void put_callers(const struct debug_info_pd *pd, seL4_Word fp)
{
    const struct frame_record *record = record_at(pd, fp);

    for (unsigned i = 0; record != 0 && record->return_address != 0 && i < MONITOR_MAX_CALLERS; i++) {
        seL4_Word caller = record->caller;

        microkit_dbg_puts(" 0x");
        put_hex_short(record->return_address);
        record = caller > fp ? record_at(pd, caller) : 0;
        fp = caller;
    }
}

void report_backtrace(seL4_Word pd, const seL4_UserContext *regs)
{
    microkit_dbg_puts(ERROR_LINE "backtrace of '");
    microkit_dbg_puts(pd_names[pd]);
    microkit_dbg_puts("': pc 0x");
    put_hex_short(regs->pc);
    microkit_dbg_puts(" lr 0x");
    put_hex_short(regs->x30);
    microkit_dbg_puts(" callers");
    if (info() != 0) {
        put_callers(&pd_table()[pd], regs->x29);
    }
    microkit_dbg_puts("\n");
}

void report_image_id(void)
{
    if (info() != 0) {
        microkit_dbg_puts(INFO_LINE "debug archive ");
        put_hex64(info()->image_id);
        microkit_dbg_puts("\n");
    }
}
