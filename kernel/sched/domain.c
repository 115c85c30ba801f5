/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The domain schedule and the invocations that change it (DOM-1 to DOM-9).
 */
#include "sched/domain.h"

#include "arch.h"
#include "sched/scheduler.h"
#include "state.h"
#include "syscall/invocation.h"

#define DOMAIN_MAX_DURATION MASK_BITS(56)

static bool domain_is_end(struct domain_slot slot)
{
    return slot.domain == 0 && slot.duration == 0;
}

static void domain_enter(uint32_t index)
{
    struct domain_slot slot = kernel.domain_schedule[index];

    kernel.domain_index = index;
    kernel.domain = (uint32_t)slot.domain;
    kernel.domain_time = slot.duration;
}

void domain_init(void)
{
    kernel.domain_schedule[0].duration = DOMAIN_MAX_DURATION;
    kernel.domain_start = 0;
    domain_enter(0);
}

COLD APART void domain_advance(void)
{
    uint32_t next = kernel.domain_index + 1u; /* the last entry is always an end marker */

    arch_leave_domain();
    if (domain_is_end(kernel.domain_schedule[next])) {
        next = kernel.domain_start;
    }
    kernel.rearm = true;
    kernel.work = 0;
    domain_enter(next);
}

/* DOM-4 */
static void domain_move(struct tcb *t, word_t domain)
{
    if (domain != kernel.domain) {
        arch_thread_leaves_domain(t);
    }
    ready_remove(t);
    t->domain = (uint8_t)domain;
    if (thread_schedulable(t)) {
        ready_insert_head(t);
    }
    if (t == kernel.cur) {
        scheduler_resched();
    } else {
        /* It may now be ready above CUR, which goes on nonetheless. */
        kernel.direct_domain = NUM_DOMAINS;
    }
}

static outcome_t domain_set(const struct invocation *request)
{
    if (request->length < 1) {
        return error_truncated();
    }
    word_t domain = invocation_arg(request, 0);
    if (domain >= NUM_DOMAINS) {
        return error_invalid_argument(0);
    }
    if (!request->extra[0]) {
        return error_truncated();
    }
    struct cap thread = request->extra[0]->cap;
    if (!cap_is(thread, CAP_THREAD)) {
        return error_invalid_argument(1);
    }
    invocation_commit();
    domain_move(tcb_at(thread.object), domain);
    return DONE;
}

static outcome_t domain_schedule_configure(const struct invocation *request)
{
    if (request->length < 3) {
        return error_truncated();
    }
    word_t index = invocation_arg(request, 0);
    word_t domain = invocation_arg(request, 1);
    word_t duration = invocation_arg(request, 2);
    if (index >= DOMAIN_SCHEDULE_LENGTH - 1) {
        return error_range(0, DOMAIN_SCHEDULE_LENGTH - 2);
    }
    if (domain >= NUM_DOMAINS) {
        return error_range(0, NUM_DOMAINS - 1);
    }
    if (duration > DOMAIN_MAX_DURATION) {
        return error_invalid_argument(2);
    }
    if (duration == 0 && domain != 0) {
        return error_invalid_argument(1);
    }
    if (duration == 0 && index == kernel.domain_start) {
        return error_invalid_argument(2);
    }
    invocation_commit();
    kernel.domain_schedule[index].domain = domain & 255u;
    kernel.domain_schedule[index].duration = duration & DOMAIN_MAX_DURATION;
    return DONE;
}

static outcome_t domain_schedule_set_start(const struct invocation *request)
{
    if (request->length < 1) {
        return error_truncated();
    }
    word_t index = invocation_arg(request, 0);
    if (index >= DOMAIN_SCHEDULE_LENGTH) {
        return error_range(0, DOMAIN_SCHEDULE_LENGTH - 1);
    }
    if (domain_is_end(kernel.domain_schedule[index])) {
        return error_invalid_argument(0);
    }
    invocation_commit();
    kernel.domain_start = (uint32_t)index;
    kernel.domain_time = 0;
    kernel.domain_index = DOMAIN_SCHEDULE_LENGTH - 2; /* so that the next entry is the end marker */
    scheduler_resched();
    return DONE;
}

outcome_t domain_invoke(const struct invocation *request)
{
    switch (request->label) {
    case DomainSetSet:
        return domain_set(request);
    case DomainScheduleConfigure:
        return domain_schedule_configure(request);
    case DomainScheduleSetStart:
        return domain_schedule_set_start(request);
    default:
        return error_illegal_operation();
    }
}
