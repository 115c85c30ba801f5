/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's cycle counter, and flushing caches, for benchmark builds. */
#include "arch/aarch64/cycles.h"

#include "arch/aarch64/sysreg.h"

#define PMCR_ENABLE          UINT64_C(1)
#define PMCR_LONG_CYCLES     BIT(6)
#define PMCNTEN_CYCLES       BIT(31)
#define PMCCFILTR_COUNT_EL2  BIT(27)

void cycles_init(void)
{
    SYSREG_WRITE(pmccfiltr_el0, PMCCFILTR_COUNT_EL2);
    SYSREG_WRITE(pmcntenset_el0, PMCNTEN_CYCLES);
    SYSREG_WRITE(pmcr_el0, SYSREG_READ(pmcr_el0) | PMCR_ENABLE | PMCR_LONG_CYCLES);
    isb();
}

uint64_t cycles_now(void)
{
    return SYSREG_READ(pmccntr_el0);
}

/* Level 0 is the first. Fields are those of CCSIDR_EL1 without the 64-bit extension. */
static void cache_level_flush(uint64_t level)
{
    SYSREG_WRITE(csselr_el1, level << 1);
    isb();
    uint64_t geometry = SYSREG_READ(ccsidr_el1);
    uint64_t line_shift = (geometry & 7u) + 4u;
    uint64_t last_way = geometry >> 3 & 0x3ffu;
    uint64_t last_set = geometry >> 13 & 0x7fffu;
    uint64_t way_shift = last_way == 0 ? 0 : (uint64_t)__builtin_clz((uint32_t)last_way);

    for (uint64_t way = 0; way <= last_way; way++) {
        for (uint64_t set = 0; set <= last_set; set++) {
            uint64_t line = way << way_shift | set << line_shift | level << 1;
            __asm__ volatile("dc cisw, %0" : : "r"(line) : "memory");
        }
    }
}

static void data_caches_flush(uint64_t levels)
{
    enum { CACHE_TYPE_BITS = 3, CACHE_TYPE_DATA = 2 };
    uint64_t types = SYSREG_READ(clidr_el1);

    for (uint64_t level = 0; level < levels; level++) {
        if ((types >> (level * CACHE_TYPE_BITS) & 7u) >= CACHE_TYPE_DATA) {
            cache_level_flush(level);
        }
    }
    dsb_system();
}

void caches_flush(word_t which)
{
    enum { CACHE_LEVELS = 7 };

    if ((which & (CACHE_DATA | CACHE_ALL_LEVELS)) != 0) {
        data_caches_flush((which & CACHE_ALL_LEVELS) != 0 ? CACHE_LEVELS : 1);
    }
    if ((which & (CACHE_INSTRUCTIONS | CACHE_ALL_LEVELS)) != 0) {
        __asm__ volatile("ic iallu" : : : "memory");
        dsb();
        isb();
    }
}
