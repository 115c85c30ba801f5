/* SPDX-License-Identifier: BSD-2-Clause */
/* Breakpoints, watchpoints and single stepping of a thread (DBG-7, HWD-3, HWD-4). */
#pragma once

#include "types.h"

enum { HARDWARE_BREAKPOINTS = 6, HARDWARE_WATCHPOINTS = 4, HARDWARE_MONITORS = 10 };

struct hardware_monitor {
    vaddr_t address;
    uint8_t size;   /* bytes; 0: an instruction */
    uint8_t access; /* seL4_BreakpointAccess */
    bool enabled;
};

struct hardware_debug_tcb {
    struct hardware_monitor monitor[HARDWARE_MONITORS]; /* breakpoints, then watchpoints */
    word_t steps; /* instructions until the next stop; 0: not stepping */
    word_t step_number; /* the monitor that user level gave for stepping; steps != 0: it cannot be unset */
    bool in_use;  /* a monitor is enabled, or stepping */
};
