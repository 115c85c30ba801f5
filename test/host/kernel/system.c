/* SPDX-License-Identifier: BSD-2-Clause */
/* Boots the host port; objects and capabilities for tests; keeping and restoring its state. */
#include "system.h"

#include "arch/aarch64/asid.h"
#include "cspace/tree.h"
#include "host_machine.h"
#include "host_processor.h"
#include "ipc/message.h"
#include "memory/untyped.h"
#include "sched/refill.h"
#include "sched/scheduler.h"
#include "sched/time.h"

#include <board.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Alignas(1u << UNTYPED_BITS) uint8_t untyped_memory[1u << UNTYPED_BITS];
static _Alignas(4096) uint8_t root_buffer[4096];
static _Alignas(4096) struct slot root_cnode[1u << ROOT_RADIX];
static _Alignas(8192) uint8_t root_vspace[8192];
static _Alignas(4096) uint8_t root_pool[4096];
static _Alignas(4096) uint8_t root_tcb_memory[4096];
static _Alignas(4096) uint8_t idle_tcb_memory[4096];
static _Alignas(128) uint8_t root_sc_memory[128];
static _Alignas(128) uint8_t idle_sc_memory[128];
static struct slot buffer_frame;

static paddr_t address_of(const void *memory)
{
    return pointer_physical(memory);
}

static void boot_cap(word_t slot, struct cap cap)
{
    tree_insert_created(cap, NULL, &root_cnode[slot]);
}

static struct cap root_cnode_cap(void)
{
    return cap_cnode(address_of(root_cnode), ROOT_RADIX, 0, WORD_BITS - ROOT_RADIX);
}

static void boot_caps(void)
{
    boot_cap(SLOT_TCB, cap_make(CAP_THREAD, address_of(root_tcb_memory), 0, 0, false, 0));
    boot_cap(SLOT_CNODE, root_cnode_cap());
    boot_cap(SLOT_VSPACE, cap_make(CAP_VSPACE, address_of(root_vspace), 0, 0, true, ROOT_ASID));
    boot_cap(SLOT_ASID_CONTROL, cap_make(CAP_ASID_CONTROL, 0, 0, 0, false, 0));
    boot_cap(SLOT_ASID_POOL, cap_make(CAP_ASID_POOL, address_of(root_pool), 0, 0, false, 0));
    boot_cap(SLOT_IRQ_CONTROL, cap_make(CAP_IRQ_CONTROL, 0, 0, 0, false, 0));
    boot_cap(SLOT_DOMAIN, cap_make(CAP_DOMAIN, 0, 0, 0, false, 0));
    boot_cap(SLOT_SC, cap_make(CAP_SCHED_CONTEXT, address_of(root_sc_memory), 0, SC_MIN_BITS, false, 0));
    boot_cap(SLOT_SCHED_CONTROL, cap_make(CAP_SCHED_CONTROL, 0, 0, 0, false, 0));
    struct cap untyped = cap_untyped(address_of(untyped_memory), UNTYPED_BITS, false, 0);
    untyped.data = untyped_full(untyped);
    boot_cap(SLOT_UNTYPED, untyped);
    boot_cap(SLOT_DEVICE, cap_untyped(HOST_DEVICE_MEMORY, DEVICE_BITS, true, 0));
}

static void boot_root_thread(struct tcb *t)
{
    memset(&buffer_frame, 0, sizeof(buffer_frame));
    tree_insert_created(cap_frame(address_of(root_buffer), 12, false, RIGHT_READ | RIGHT_WRITE), NULL, &buffer_frame);
    tree_insert_derived(root_cnode[SLOT_CNODE].cap, &root_cnode[SLOT_CNODE], &t->slots[TCB_CSPACE]);
    tree_insert_derived(root_cnode[SLOT_VSPACE].cap, &root_cnode[SLOT_VSPACE], &t->slots[TCB_VSPACE]);
    tree_insert_derived(buffer_frame.cap, &buffer_frame, &t->slots[TCB_BUFFER]);
    thread_create(t);
    t->priority = 255;
    t->mcp = 255;
    t->state = RUNNING;
}

static void boot_sc(struct tcb *t, void *memory, word_t budget_us)
{
    struct sched_context *sc = memory;

    refill_new(sc, 2, ticks_from_us(budget_us), 0);
    sc->tcb = t;
    t->sc = sc;
}

static void boot_spaces(void)
{
    memset(root_vspace, 0, sizeof(root_vspace));
    memset(root_pool, 0, sizeof(root_pool));
    host_processor_reset();
    asid_install_pool((struct asid_pool *)root_pool, 0);
    asid_assign((struct asid_pool *)root_pool, ROOT_ASID, address_of(root_vspace));
}

void system_boot(void)
{
    struct tcb *root = (struct tcb *)root_tcb_memory;
    struct tcb *idle = (struct tcb *)idle_tcb_memory;

    memset(&kernel, 0, sizeof(kernel));
    memset(&host_machine, 0, sizeof(host_machine));
    memset(root_cnode, 0, sizeof(root_cnode));
    memset(root_tcb_memory, 0, sizeof(root_tcb_memory));
    memset(idle_tcb_memory, 0, sizeof(idle_tcb_memory));
    memset(root_sc_memory, 0, sizeof(root_sc_memory));
    memset(idle_sc_memory, 0, sizeof(idle_sc_memory));
    host_machine.now = 1000;
    host_machine.deadline = UINT64_MAX;
    kernel.now = host_machine.now;
    domain_init();
    irq_set_state(HOST_TIMER_IRQ, IRQ_TIMER);
    irq_set_state(VGIC_MAINTENANCE_IRQ, IRQ_RESERVED);
    irq_set_state(VIRTUAL_TIMER_IRQ, IRQ_RESERVED);
    boot_spaces();
    boot_caps();
    boot_root_thread(root);
    boot_sc(root, root_sc_memory, 5000);
    idle->state = IDLE;
    boot_sc(idle, idle_sc_memory, MAX_PERIOD_US);
    kernel.idle = idle;
    kernel.idle_sc = idle->sc;
    kernel.cur = idle;
    kernel.cur_sc = idle->sc;
    kernel.decision = DECISION_SWITCH;
    kernel.chosen = root;
    kernel.rearm = true;
    schedule();
    activate();
    system_check_invariants();
}

static void must_succeed(struct answer answer, const char *what)
{
    if (answer.label != seL4_NoError) {
        fprintf(stderr, "%s: error %u {%llu, %llu}\n", what, (unsigned)answer.label,
                (unsigned long long)answer.word[0], (unsigned long long)answer.word[1]);
        abort();
    }
}

struct answer system_try_retype(word_t type, word_t bits, word_t slot, word_t count)
{
    return system_call(SLOT_UNTYPED, (struct message){.label = UntypedRetype,
                                                      .length = 6,
                                                      .word = {type, bits, 0, 0, slot, count},
                                                      .caps = 1,
                                                      .cap = {SLOT_CNODE}});
}

void system_retype(word_t type, word_t bits, word_t slot, word_t count)
{
    must_succeed(system_try_retype(type, bits, slot, count), "retype");
}

void system_copy(word_t from, word_t to, word_t rights)
{
    must_succeed(system_call(SLOT_CNODE, (struct message){.label = CNodeCopy,
                                                          .length = 5,
                                                          .word = {to, WORD_BITS, from, WORD_BITS, rights},
                                                          .caps = 1,
                                                          .cap = {SLOT_CNODE}}),
                 "copy");
}

void system_mint(word_t from, word_t to, word_t rights, word_t badge)
{
    must_succeed(system_call(SLOT_CNODE, (struct message){.label = CNodeMint,
                                                          .length = 6,
                                                          .word = {to, WORD_BITS, from, WORD_BITS, rights, badge},
                                                          .caps = 1,
                                                          .cap = {SLOT_CNODE}}),
                 "mint");
}

word_t system_delete(word_t slot)
{
    return system_call(SLOT_CNODE, (struct message){.label = CNodeDelete, .length = 2, .word = {slot, WORD_BITS}})
        .label;
}

word_t system_revoke(word_t slot)
{
    return system_call(SLOT_CNODE, (struct message){.label = CNodeRevoke, .length = 2, .word = {slot, WORD_BITS}})
        .label;
}

void system_configure_sc(word_t sc, word_t budget_us, word_t period_us, word_t extra_refills, word_t flags)
{
    must_succeed(system_call(SLOT_SCHED_CONTROL,
                             (struct message){.label = SchedControlConfigureFlags,
                                              .length = 5,
                                              .word = {budget_us, period_us, extra_refills, sc, flags},
                                              .caps = 1,
                                              .cap = {sc}}),
                 "configure scheduling context");
}

struct tcb *system_thread(word_t slot, word_t buffer_slot, word_t sc, uint8_t priority)
{
    system_retype(seL4_TCBObject, 0, slot, 1);
    system_retype(seL4_ARM_SmallPageObject, 0, buffer_slot, 1);
    must_succeed(system_call(slot, (struct message){.label = TCBConfigure,
                                                    .length = 3,
                                                    .word = {0, 0, 0x1000},
                                                    .caps = 3,
                                                    .cap = {SLOT_CNODE, SLOT_VSPACE, buffer_slot}}),
                 "configure thread");
    must_succeed(system_call(slot, (struct message){.label = TCBSetPriority,
                                                    .length = 1,
                                                    .word = {priority},
                                                    .caps = 1,
                                                    .cap = {SLOT_TCB}}),
                 "set priority");
    if (sc) {
        must_succeed(system_call(sc, (struct message){.label = SchedContextBind, .caps = 1, .cap = {slot}}), "bind");
    }
    must_succeed(system_call(slot, (struct message){.label = TCBResume}), "resume");
    return tcb_at(system_cap(slot).object);
}

struct cap system_cap(word_t slot)
{
    return root_cnode[slot].cap;
}

struct cap system_root_cnode(void)
{
    return root_cnode_cap();
}

const struct slot *system_buffer_slot(void)
{
    return &buffer_frame;
}

struct memory_region {
    void *start;
    size_t bytes;
};

static const struct memory_region regions[] = {
    {&kernel, sizeof(kernel)},
    {&host_machine, sizeof(host_machine)},
    {&host_processor, sizeof(host_processor)},
    {root_vspace, sizeof(root_vspace)},
    {root_pool, sizeof(root_pool)},
    {root_buffer, sizeof(root_buffer)},
    {root_cnode, sizeof(root_cnode)},
    {root_tcb_memory, sizeof(root_tcb_memory)},
    {idle_tcb_memory, sizeof(idle_tcb_memory)},
    {root_sc_memory, sizeof(root_sc_memory)},
    {idle_sc_memory, sizeof(idle_sc_memory)},
    {&buffer_frame, sizeof(buffer_frame)},
};

enum { REGIONS = sizeof(regions) / sizeof(regions[0]) };

static uint8_t *saved[REGIONS];
static uint8_t *saved_state[HOST_STATE_REGIONS];
static uint8_t *saved_untyped;
static size_t saved_untyped_bytes;

void system_save(void)
{
    for (size_t i = 0; i < REGIONS; i++) {
        saved[i] = saved[i] ? saved[i] : malloc(regions[i].bytes);
        memcpy(saved[i], regions[i].start, regions[i].bytes);
    }
    for (size_t i = 0; i < HOST_STATE_REGIONS; i++) {
        saved_state[i] = saved_state[i] ? saved_state[i] : malloc(host_state[i].bytes);
        memcpy(saved_state[i], host_state[i].start, host_state[i].bytes);
    }
    free(saved_untyped);
    saved_untyped_bytes = root_cnode[SLOT_UNTYPED].cap.data;
    saved_untyped = malloc(saved_untyped_bytes);
    memcpy(saved_untyped, untyped_memory, saved_untyped_bytes);
}

void system_restore(void)
{
    for (size_t i = 0; i < REGIONS; i++) {
        memcpy(regions[i].start, saved[i], regions[i].bytes);
    }
    for (size_t i = 0; i < HOST_STATE_REGIONS; i++) {
        memcpy(host_state[i].start, saved_state[i], host_state[i].bytes);
    }
    host_state_restored();
    memcpy(untyped_memory, saved_untyped, saved_untyped_bytes);
}
