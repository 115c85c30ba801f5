/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System registers and barriers of AArch64.
 *
 * Every access carries a memory clobber: the compiler must not move loads and stores over a register
 * write that changes how they are translated, nor over a barrier.
 */
#pragma once

#include <stdint.h>

/* Names may be macros that stand for the register of the kernel's exception level (el_registers.h). */
#define SYSREG_READ(name) SYSREG_READ_NAMED(name)
#define SYSREG_WRITE(name, value) SYSREG_WRITE_NAMED(name, value)

#define SYSREG_READ_NAMED(name) \
    ({ \
        uint64_t sysreg_read_; \
        __asm__ volatile("mrs %0, " #name : "=r"(sysreg_read_) : : "memory"); \
        sysreg_read_; \
    })

#define SYSREG_WRITE_NAMED(name, value) \
    do { \
        uint64_t sysreg_value_ = (value); \
        __asm__ volatile("msr " #name ", %0" : : "r"(sysreg_value_) : "memory"); \
    } while (0)

/* Cache and TLB maintenance, by the name of the operation. */
#define DC(operation, address) __asm__ volatile("dc " #operation ", %0" : : "r"(address) : "memory")
#define IC(operation)          __asm__ volatile("ic " #operation : : : "memory")
#define TLBI(operation)        __asm__ volatile("tlbi " #operation : : : "memory")
#define TLBI_BY(operation, to) __asm__ volatile("tlbi " #operation ", %0" : : "r"(to) : "memory")

static inline void isb(void)
{
    __asm__ volatile("isb" : : : "memory");
}

/* Orders all earlier accesses, cache and TLB maintenance of this core and of walkers that it shares with. */
static inline void dsb(void)
{
    __asm__ volatile("dsb ish" : : : "memory");
}

/* The same with observers outside the inner shareable domain: DMA masters, memory. */
static inline void dsb_system(void)
{
    __asm__ volatile("dsb sy" : : : "memory");
}

/* Physical interrupt pending, whatever the mask in PSTATE says. */
static inline int interrupt_is_pending(void)
{
    return (SYSREG_READ(isr_el1) & (UINT64_C(1) << 7)) != 0;
}
