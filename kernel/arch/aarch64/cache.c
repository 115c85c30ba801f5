/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance by address. */
#include "arch/aarch64/cache.h"

#include "arch/aarch64/sysreg.h"

static uint64_t line_of(uint64_t address)
{
    return address & ~(CACHE_LINE_BYTES - 1);
}

static void clean_invalidate_line(uint64_t address)
{
    DC(civac, address);
}

void cache_clean(uint64_t start, uint64_t end)
{
    for (uint64_t line = line_of(start); line < end; line += CACHE_LINE_BYTES) {
        DC(cvac, line);
    }
    dsb_system();
}

void cache_invalidate(uint64_t start, uint64_t end)
{
    uint64_t first_whole = line_of(start + CACHE_LINE_BYTES - 1);
    uint64_t last_whole_end = line_of(end);

    if (first_whole != start) {
        clean_invalidate_line(line_of(start));
    }
    if (last_whole_end != end) {
        clean_invalidate_line(last_whole_end);
    }
    for (uint64_t line = first_whole; line < last_whole_end; line += CACHE_LINE_BYTES) {
        DC(ivac, line);
    }
    dsb_system();
}

void cache_clean_invalidate(uint64_t start, uint64_t end)
{
    for (uint64_t line = line_of(start); line < end; line += CACHE_LINE_BYTES) {
        clean_invalidate_line(line);
    }
    dsb_system();
}

void cache_unify_instruction(uint64_t start, uint64_t end)
{
    for (uint64_t line = line_of(start); line < end; line += CACHE_LINE_BYTES) {
        DC(cvau, line);
    }
    dsb();
    IC(iallu);
    dsb();
    isb();
}
