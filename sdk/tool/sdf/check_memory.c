/* SPDX-License-Identifier: BSD-2-Clause */
/* Regions against the physical memory of the board (E-MEM). */
#include "sdf/check.h"

#include "base/diag.h"
#include "base/memory.h"
#include "base/ranges.h"

static const char *list_text(const struct range *ranges, size_t count)
{
    const char *text = "none";

    for (size_t i = 0; i < count; i++) {
        text = i == 0 ? range_text(ranges[0]) : mem_format("%s, %s", text, range_text(ranges[i]));
    }
    return text;
}

static const struct range *containing(const struct range *ranges, size_t count, uint64_t address)
{
    for (size_t i = 0; i < count; i++) {
        if (address >= ranges[i].start && address < ranges[i].end) {
            return &ranges[i];
        }
    }
    return NULL;
}

/* Every byte of the region lies in a range, perhaps in several adjacent ones. */
static void check_fixed(const struct memory_region *region, const struct board *board)
{
    uint64_t end = region->paddr + region->size;
    uint64_t at = region->paddr;

    while (at < end) {
        const struct range *range = containing(board->memory, board->memory_count, at);
        if (range == NULL) {
            range = containing(board->devices, board->device_count, at);
        }
        if (range == NULL) {
            sdf_error(
                place_of(region->at, "phys_addr"),
                mem_format("Memory of the board: %s. Devices: %s.",
                           list_text(board->memory, board->memory_count),
                           list_text(board->devices, board->device_count)),
                "memory region '%s' %s cannot be allocated: board '%s' has nothing that user programs may "
                "have at 0x%jx",
                region->name, range_text((struct range){region->paddr, end}), board->name, (uintmax_t)at);
        }
        at = range->end;
    }
}

static void check_capacity(const struct system *system, const struct board *board)
{
    uint64_t available = 0;
    uint64_t used = 0;

    for (size_t i = 0; i < board->memory_count; i++) {
        available += board->memory[i].end - board->memory[i].start;
    }
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];
        if (region->paddr_kind == PADDR_FIXED) {
            continue;
        }
        if (region->size > available - used) {
            sdf_error(place_of(region->at, "size"),
                      mem_format("Memory of the board: %s.", list_text(board->memory, board->memory_count)),
                      "memory region '%s' of 0x%jx bytes cannot be allocated: board '%s' has 0x%jx bytes of "
                      "memory, and the regions before it take 0x%jx",
                      region->name, (uintmax_t)region->size, board->name, (uintmax_t)available,
                      (uintmax_t)used);
        }
        used += region->size;
    }
}

void check_memory(const struct system *system, const struct board *board)
{
    if (board->arch == ARCH_X86_64) {
        return; /* memory is known only at boot (ALLOC-9) */
    }
    for (size_t i = 0; i < system->region_count; i++) {
        if (system->regions[i].paddr_kind == PADDR_FIXED) {
            check_fixed(&system->regions[i], board);
        }
    }
    check_capacity(system, board);
}
