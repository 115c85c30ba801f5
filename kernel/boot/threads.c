/* SPDX-License-Identifier: BSD-2-Clause */
/* The first two threads (BOOT-13, BOOT-14). */
#include "boot/arch_boot.h"

#include "cspace/derive.h"
#include "cspace/tree.h"
#include "debug_hooks.h"
#include "sched/refill.h"
#include "sched/time.h"
#include "state.h"

enum { SC_ROUND_ROBIN_REFILLS = 2, INITIAL_PRIORITY = 255, US_PER_MS = 1000 };

/* The idle thread has no capabilities, so its objects need no physical address in the window. */
static struct tcb idle_tcb;
static union {
    struct sched_context sc;
    uint8_t bytes[1 << seL4_MinSchedContextBits];
} idle_sc_memory;

BOOT_CODE void boot_create_idle(void)
{
    struct sched_context *sc = &idle_sc_memory.sc;

    thread_create(&idle_tcb);
    debug_name_thread(&idle_tcb, "idle");
    arch_boot_idle(&idle_tcb);
    idle_tcb.state = IDLE;
    idle_tcb.flags = TCB_FPU_DISABLED;
    refill_new(sc, SC_ROUND_ROBIN_REFILLS, ticks_from_us(MAX_PERIOD_US), 0);
    sc->tcb = &idle_tcb;
    idle_tcb.sc = sc;
    kernel.idle = &idle_tcb;
    kernel.idle_sc = sc;
    kernel.cur = &idle_tcb;
    kernel.cur_sc = sc;
}

/* BOOT-6: capabilities in TCB slots are copies of those in the CNode. */
BOOT_CODE static void initial_install(struct tcb *t, enum tcb_slot to, word_t from)
{
    struct slot *source = boot_slot(from);

    tree_insert_derived(cap_derive(source, source->cap).cap, source, &t->slots[to]);
}

BOOT_CODE static void initial_sched_context(struct tcb *t, struct sched_context *sc)
{
    refill_new(sc, SC_ROUND_ROBIN_REFILLS, ticks_from_us(CONFIG_BOOT_THREAD_TIME_SLICE * US_PER_MS), 0);
    sc->tcb = t;
    t->sc = sc;
}

BOOT_CODE void boot_create_initial(const struct boot_arguments *arguments, const struct boot_layout *layout,
                                   const struct boot_objects *objects)
{
    struct tcb *t = tcb_at(objects->tcb);

    thread_create(t);
    debug_name_thread(t, "rootserver");
    boot_provide_fixed(seL4_CapInitThreadTCB, cap_make(CAP_THREAD, objects->tcb, 0, 0, false, 0));
    boot_provide_fixed(seL4_CapInitThreadSC,
                       cap_make(CAP_SCHED_CONTEXT, objects->sc, 0, seL4_MinSchedContextBits, false, 0));
    initial_install(t, TCB_CSPACE, seL4_CapInitThreadCNode);
    initial_install(t, TCB_VSPACE, seL4_CapInitThreadVSpace);
    initial_install(t, TCB_BUFFER, seL4_CapInitThreadIPCBuffer);
    t->buffer_address = layout->ipc_buffer;
    t->priority = INITIAL_PRIORITY;
    t->mcp = INITIAL_PRIORITY;
    t->context.reg[REG_CAP] = layout->info;
    t->context.reg[REG_NEXT_IP] = arguments->entry;
    t->context.reg[REG_FAULT_IP] = arguments->entry;
    t->state = RUNNING;
    initial_sched_context(t, sched_context_at(objects->sc));
    kernel.chosen = t;
    kernel.decision = DECISION_SWITCH;
    kernel.rearm = true;
}
