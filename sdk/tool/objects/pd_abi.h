/* SPDX-License-Identifier: BSD-2-Clause */
/* The capability space and the badges of a protection domain: ABI between the tool and its binaries
 * (ABI-1 to ABI-10, LIB-3). */
#pragma once

#include <stdint.h>

enum {
    PD_CNODE_BITS = 9,
    PD_ROOT_CNODE_BITS = 6,
    PD_SLOT_INPUT = 1,
    /* 2 is for the PD's own fault endpoint, with which it could forge faults; nobody uses it, it stays empty. */
    PD_SLOT_VSPACE = 3,
    PD_SLOT_REPLY = 4,
    PD_SLOT_MONITOR_EP = 5,
    PD_SLOT_TCB = 6,
    PD_SLOT_SMC = 7,
    PD_BASE_NOTIFICATION = 10,
    PD_BASE_ENDPOINT = 74,
    PD_BASE_IRQ = 138,
    PD_BASE_CHILD_TCB = 202,
    PD_BASE_VM_TCB = 266,
    PD_BASE_VCPU = 330,

    MONITOR_SLOT_FAULT_EP = 1,
    MONITOR_SLOT_REPLY = 2,
    MONITOR_BASE_TCB = 10,
    MONITOR_BASE_VM_TCB = 74,
    MONITOR_PRIORITY = 255,
    MONITOR_STACK_SIZE = 0x1000,
    MONITOR_BUDGET_US = 1000
};

#define BADGE_PPC (UINT64_C(1) << 63)
#define BADGE_FAULT (UINT64_C(1) << 62)
/* Plus the index of the PD, or the position of the virtual CPU in its machine. */
#define SC_BADGE UINT64_C(0x100)

/* Guard data of a CNode capability (01 CAP-6): guard 0 of `size` bits. */
static inline uint64_t pd_guard(unsigned size)
{
    return size;
}

static inline uint64_t pd_notify_badge(uint32_t receiver_id)
{
    return UINT64_C(1) << receiver_id;
}

static inline uint64_t pd_call_badge(uint32_t receiver_id)
{
    return BADGE_PPC | receiver_id;
}

/* `child_id` of a child PD or id of a virtual CPU: they share one set of numbers. */
static inline uint64_t pd_child_fault_badge(uint32_t child_id)
{
    return BADGE_FAULT | child_id;
}

/* Badge of a root PD on the monitor's endpoint. */
static inline uint64_t pd_monitor_badge(uint32_t pd_index)
{
    return (uint64_t)pd_index + 1;
}
