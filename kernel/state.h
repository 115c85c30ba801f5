/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state of one kernel instance (spec/02 section 0.2). There is one instance a core and they share nothing.
 */
#pragma once

#include "error.h"
#include "irq/irq.h"
#include "sched/domain.h"
#include "sched/ready_queue.h"
#include "thread/tcb.h"

#include <arch_irq.h>

enum decision { DECISION_KEEP, DECISION_PICK, DECISION_SWITCH };

struct kernel {
    struct tcb *cur;
    struct sched_context *cur_sc; /* charged for the time that passes */
    ticks_t now;
    ticks_t pending; /* passed but not yet charged to cur_sc */
    enum decision decision;
    bool rearm;         /* the deadline must be programmed before leaving the kernel */
    struct tcb *chosen; /* for DECISION_SWITCH; in no queue */
    uint64_t space_epoch; /* what threads remember of their address spaces is of this epoch (arch_switch.h) */
    struct tcb *release_head;
    uint32_t work; /* units since the last preemption check (PRE-1) */

    uint32_t domain;
    uint32_t direct_domain; /* the same, or NUM_DOMAINS while a thread above CUR may be ready (DOM-4) */
    uint32_t domain_index;
    uint32_t domain_start;
    ticks_t domain_time; /* left of the current slot; 0: expired */

    struct error error;
    struct lookup_failure lookup_failure;

    struct tcb *idle;
    struct sched_context *idle_sc;
    struct ready_queues ready[NUM_DOMAINS];
    struct domain_slot domain_schedule[DOMAIN_SCHEDULE_LENGTH];

    enum irq_state irq_state[IRQ_COUNT];
    struct slot irq_slot[IRQ_COUNT];
};

extern FOR_ASSEMBLY struct kernel kernel;
