/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's breakpoint and watchpoint registers. */
#include "arch/aarch64/hardware_debug/monitors.h"

#include "abi.h"
#include "arch/aarch64/sysreg.h"

/* DBGBCR and DBGWCR: enabled, for EL0 only. */
#define MONITOR_ENABLE      UINT64_C(1)
#define MONITOR_EL0         (UINT64_C(2) << 1)
#define BREAKPOINT_A64      (UINT64_C(15) << 5)
#define WATCHPOINT_ON_LOAD  (UINT64_C(1) << 3)
#define WATCHPOINT_ON_STORE (UINT64_C(2) << 3)
#define WATCHPOINT_BYTES    5
#define DOUBLEWORD_MASK     UINT64_C(7)

_Static_assert(HARDWARE_BREAKPOINTS == seL4_NumExclusiveBreakpoints, "part of the ABI");
_Static_assert(HARDWARE_BREAKPOINTS == seL4_FirstWatchpoint, "part of the ABI");
_Static_assert(HARDWARE_MONITORS == seL4_NumHWBreakpoints, "part of the ABI");

static uint64_t breakpoint_control(const struct hardware_monitor *m)
{
    return m->enabled ? MONITOR_ENABLE | MONITOR_EL0 | BREAKPOINT_A64 : 0;
}

static uint64_t watchpoint_access(const struct hardware_monitor *m)
{
    switch (m->access) {
    case seL4_BreakOnRead:
        return WATCHPOINT_ON_LOAD;
    case seL4_BreakOnWrite:
        return WATCHPOINT_ON_STORE;
    default:
        return WATCHPOINT_ON_LOAD | WATCHPOINT_ON_STORE;
    }
}

static uint64_t watchpoint_control(const struct hardware_monitor *m)
{
    uint64_t bytes = MASK_BITS(m->size) << (m->address & DOUBLEWORD_MASK);

    return m->enabled ? MONITOR_ENABLE | MONITOR_EL0 | watchpoint_access(m) | bytes << WATCHPOINT_BYTES : 0;
}

/* Registers are named by immediate numbers. */
#define LOAD_BREAKPOINT(n)                                              \
    do {                                                                \
        SYSREG_WRITE(dbgbcr##n##_el1, 0);                               \
        SYSREG_WRITE(dbgbvr##n##_el1, m[n].address);                    \
        SYSREG_WRITE(dbgbcr##n##_el1, use ? breakpoint_control(&m[n]) : 0); \
    } while (0)

#define LOAD_WATCHPOINT(n)                                              \
    do {                                                                \
        SYSREG_WRITE(dbgwcr##n##_el1, 0);                               \
        SYSREG_WRITE(dbgwvr##n##_el1, m[n].address & ~DOUBLEWORD_MASK); \
        SYSREG_WRITE(dbgwcr##n##_el1, use ? watchpoint_control(&m[n]) : 0); \
    } while (0)

static void breakpoints_load(const struct hardware_monitor *m, bool use)
{
    LOAD_BREAKPOINT(0);
    LOAD_BREAKPOINT(1);
    LOAD_BREAKPOINT(2);
    LOAD_BREAKPOINT(3);
    LOAD_BREAKPOINT(4);
    LOAD_BREAKPOINT(5);
}

static void watchpoints_load(const struct hardware_monitor *m, bool use)
{
    LOAD_WATCHPOINT(0);
    LOAD_WATCHPOINT(1);
    LOAD_WATCHPOINT(2);
    LOAD_WATCHPOINT(3);
}

void monitors_load(const struct hardware_debug_tcb *debug, bool use)
{
    breakpoints_load(debug->monitor, use);
    watchpoints_load(debug->monitor + HARDWARE_BREAKPOINTS, use);
    isb();
}

word_t monitors_breakpoint(const struct hardware_debug_tcb *debug, vaddr_t ip)
{
    for (uint32_t i = 0; i < HARDWARE_BREAKPOINTS; i++) {
        if (debug->monitor[i].enabled && debug->monitor[i].address == ip) {
            return i;
        }
    }
    return 0;
}

/* The reported address is that of the access, which may begin before the watched bytes. */
word_t monitors_watchpoint(const struct hardware_debug_tcb *debug, vaddr_t address)
{
    word_t enabled = HARDWARE_BREAKPOINTS;

    for (uint32_t i = HARDWARE_MONITORS; i-- > HARDWARE_BREAKPOINTS;) {
        const struct hardware_monitor *m = &debug->monitor[i];
        if (m->enabled && address - m->address < m->size) {
            return i;
        }
        enabled = m->enabled ? i : enabled;
    }
    return enabled;
}

bool monitors_any(const struct hardware_debug_tcb *debug)
{
    for (uint32_t i = 0; i < HARDWARE_MONITORS; i++) {
        if (debug->monitor[i].enabled) {
            return true;
        }
    }
    return false;
}
