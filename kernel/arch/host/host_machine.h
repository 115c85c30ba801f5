/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine that the host port runs on: a clock, an interrupt controller and a deadline, all under the
 * control of a test or a fuzzer.
 */
#pragma once

#include "types.h"

struct host_machine {
    ticks_t now;
    ticks_t deadline;
    uint32_t irq_raised; /* one bit a line */
    uint32_t irq_enabled;
    uint32_t interrupt_at; /* preemption checks until HOST_PREEMPT_IRQ is raised; 0: never */
    bool preempted; /* a preemption check has found an interrupt, since a test cleared this */
    struct tcb *threads; /* all TCBs, newest first */
};

extern struct host_machine host_machine;

/* Is an unmasked line raised? The timer's line is raised while the deadline has passed. */
bool host_irq_deliverable(void);
