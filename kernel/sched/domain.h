/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Domains: time partitions with a schedule that can be changed at run time (DOM-1 to DOM-9).
 */
#pragma once

#include "types.h"

struct invocation;
struct tcb;

struct domain_slot {
    uint64_t duration : 56; /* ticks; 0 in domain 0: end marker */
    uint64_t domain : 8;
};

/* DOM-2: the initial schedule. */
void domain_init(void);

/* DOM-6: enters the next slot of the schedule. */
void domain_advance(void);

outcome_t domain_invoke(const struct invocation *request);
