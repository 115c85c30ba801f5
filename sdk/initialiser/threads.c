/* SPDX-License-Identifier: BSD-2-Clause */
/* Scheduling contexts, threads and the domain schedule. */

#include "initialiser.h"

#define MICROSECONDS_PER_SECOND 1000000u

void configure_scs(void)
{
    uint32_t count;
    const struct desc_sc *scs = table(DESC_SCS, &count);

    for (uint32_t i = 0; i < count; i++) {
        const struct desc_sc *sc = &scs[i];
        seL4_CPtr control = sys.boot->schedcontrol.start + sc->core;

        if (control >= sys.boot->schedcontrol.end) {
            fail("the description names a core that the kernel does not have");
        }
        check(seL4_SchedControl_ConfigureFlags(control, cap(sc->sc), sc->budget_us, sc->period_us, 0,
                                               sc->badge, 0),
              "configure scheduling context", sc->sc);
    }
}

static void set_scheduling(const struct desc_tcb *t)
{
    check(seL4_TCB_SetSchedParams(cap(t->tcb), seL4_CapInitThreadTCB, t->priority, t->priority, cap(t->sc),
                                  cap(t->fault_ep)),
          "set scheduling parameters", t->tcb);
    if (t->domain != 0) {
        check(seL4_DomainSet_Set(seL4_CapDomain, (seL4_Uint8)t->domain, cap(t->tcb)), "set domain", t->tcb);
    }
    /* The context then stays with the notification when the thread first waits, so the thread becomes passive
     * without help from the monitor, and without a race (LIB-34). */
    if ((t->flags & DESC_TCB_PASSIVE) != 0) {
        check(seL4_SchedContext_Bind(cap(t->sc), cap(t->notification)), "bind context to notification",
              t->tcb);
    }
    if ((t->flags & DESC_TCB_NO_FPU) != 0) {
        seL4_TCB_SetFlags_t set = seL4_TCB_SetFlags(cap(t->tcb), 0, seL4_TCBFlag_fpuDisabled);

        check((seL4_Error)set.error, "disable FPU", t->tcb);
    }
}

/* All registers but pc and sp start as zero (ABI-22). */
static seL4_UserContext regs;

#if defined(CONFIG_ARM_HYPERVISOR_SUPPORT)

static seL4_Error bind_vcpu(const struct desc_tcb *t)
{
    return seL4_ARM_VCPU_SetTCB(cap(t->vcpu), cap(t->tcb));
}

#else

static seL4_Error bind_vcpu(const struct desc_tcb *t)
{
    (void)t;
    return seL4_IllegalOperation;
}

#endif

static void set_registers(const struct desc_tcb *t)
{
    regs.pc = t->pc;
    regs.sp = t->sp;
    check(seL4_TCB_WriteRegisters(cap(t->tcb), seL4_False, 0, sizeof regs / sizeof(seL4_Word), &regs),
          "write registers", t->tcb);
}

void configure_tcbs(void)
{
    uint32_t count;
    const struct desc_tcb *tcbs = table(DESC_TCBS, &count);

    for (uint32_t i = 0; i < count; i++) {
        const struct desc_tcb *t = &tcbs[i];

        if (t->notification != DESC_NONE) {
            check(seL4_TCB_BindNotification(cap(t->tcb), cap(t->notification)), "bind notification", t->tcb);
        }
        check(seL4_TCB_Configure(cap(t->tcb), cap(t->cnode), t->cnode_data, cap(t->vspace), 0, t->ipc_vaddr,
                                 cap(t->ipc_frame)),
              "configure thread", t->tcb);
        if (t->vcpu != DESC_NONE) {
            check(bind_vcpu(t), "bind virtual CPU", t->vcpu);
        }
        set_scheduling(t);
        set_registers(t);
    }
}

void resume_threads(void)
{
    uint32_t count;
    const struct desc_tcb *tcbs = table(DESC_TCBS, &count);

    for (uint32_t i = 0; i < count; i++) {
        if ((tcbs[i].flags & DESC_TCB_RESUME) != 0) {
            check(seL4_TCB_Resume(cap(tcbs[i].tcb)), "resume thread", tcbs[i].tcb);
        }
    }
}

/* Nearest whole number of timer ticks (INIT-9). */
static uint64_t duration_ticks(const struct desc_schedule *entry)
{
    uint64_t scaled;

    if (entry->microseconds == 0) {
        return entry->duration;
    }
    if (__builtin_mul_overflow(entry->duration, (uint64_t)CONFIG_TIMER_FREQUENCY, &scaled) ||
        __builtin_add_overflow(scaled, (uint64_t)MICROSECONDS_PER_SECOND / 2, &scaled)) {
        fail("a domain's duration is too long");
    }
    return scaled / MICROSECONDS_PER_SECOND;
}

void configure_schedule(void)
{
    uint32_t count;
    const struct desc_schedule *entries = table(DESC_SCHEDULE, &count);

    for (uint32_t i = 0; i < count; i++) {
        const struct desc_schedule *entry = &entries[i];

        check(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, entry->index, (seL4_Uint8)entry->domain,
                                               duration_ticks(entry)),
              "configure domain schedule", DESC_NONE);
    }
}

void start_schedule(void)
{
    if (sys.header->tables[DESC_SCHEDULE].count != 0) {
        check(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, sys.header->schedule_start),
              "start domain schedule", DESC_NONE);
    }
}
