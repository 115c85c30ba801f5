/* SPDX-License-Identifier: BSD-2-Clause */
/* Boots the host port and acts as its user code. */
#include "system.h"

#include "arch/aarch64/asid.h"
#include "cspace/tree.h"
#include "debug/cspace_invariants.h"
#include "debug/invariants.h"
#include "host_machine.h"
#include "host_processor.h"
#include "ipc/message.h"
#include "memory/untyped.h"
#include "sched/refill.h"
#include "sched/scheduler.h"
#include "sched/time.h"
#include "syscall/entry.h"
#include "syscall/fastpath.h"

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

bool system_uses_fastpath = true;
void (*system_entry_begins)(enum event event, struct fault fault);
void (*system_entry_done)(void);

/* The linker puts these in front of the kernel's own functions. */
struct tcb *__real_fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                    word_t reply, int64_t number);
struct tcb *__wrap_fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                    word_t reply, int64_t number);

struct tcb *__wrap_fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                    word_t reply, int64_t number)
{
    return system_uses_fastpath ? __real_fastpath_syscall(cptr, info, mr0, mr1, mr2, mr3, reply, number) : NULL;
}

bool __real_fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2);
bool __wrap_fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2);
bool __real_fastpath_interrupt(word_t irq);
bool __wrap_fastpath_interrupt(word_t irq);

bool __wrap_fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2)
{
    return system_uses_fastpath && __real_fastpath_fault(kind, word0, word1, word2);
}

bool __wrap_fastpath_interrupt(word_t irq)
{
    return system_uses_fastpath && __real_fastpath_interrupt(irq);
}

static paddr_t address_of(const void *memory)
{
    return pointer_physical(memory);
}

/* Looking at all slots is slow: long random runs do it now and then, which still stops near the cause. */
static const char *cspace_violated(void)
{
    enum { ALWAYS = 2000, SOMETIMES = 16 };
    static uint32_t entries;
    const char *text = NULL;

    entries++;
    if (entries > ALWAYS && entries % SOMETIMES != 0) {
        return NULL;
    }
    for (uint32_t i = 0; i < 1u << ROOT_RADIX && !text; i++) {
        const struct slot *slot = &root_cnode[i];
        text = cspace_slot_violated(slot);
        if (!text && !slot_is_empty(slot) && !slot_prev(slot)) {
            text = cspace_list_violated(slot);
        }
    }
    return text;
}

static void check_invariants(void)
{
    const char *text = invariant_violated();

    text = text ? text : host_space_violated();
    text = text ? text : host_vcpu_violated();
    text = text ? text : cspace_violated();
    if (text) {
        fprintf(stderr, "%s\n", text);
        abort();
    }
    if (system_entry_done) {
        system_entry_done();
    }
    /* Back in user code. */
    host_processor.reg[HOST_tpidrro_el0] = kernel.cur->context.reg[REG_TLS_RO];
    host_tlb_use();
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
    check_invariants();
}

struct answer system_registers(const struct tcb *t)
{
    const word_t *reg = t->context.reg;
    struct answer answer = {
        .badge = reg[REG_BADGE],
        .label = message_label(reg[REG_INFO]),
        .length = reg[REG_INFO] & 127u,
    };

    memcpy(answer.word, &reg[REG_MR0], sizeof(answer.word));
    return answer;
}

static void put_message(struct message message)
{
    struct tcb *t = kernel.cur;
    word_t *buffer = message_buffer(t, true);

    for (word_t i = 0; i < message.length && i < 16; i++) {
        if (i < MESSAGE_REGISTERS) {
            t->context.reg[REG_MR0 + i] = message.word[i];
        } else if (buffer) {
            buffer[BUFFER_MESSAGE + i] = message.word[i];
        }
    }
    for (word_t i = 0; buffer && i < message.caps; i++) {
        buffer[BUFFER_CAPS + i] = message.cap[i];
    }
    t->context.reg[REG_INFO] = message_info(message.label, 0, message.caps, message.length);
}

/* What the entry code of an architecture does. */
static void enter_once(void)
{
    const word_t *reg = kernel.cur->context.reg;

    if (!fastpath_syscall(reg[REG_CAP], reg[REG_INFO], reg[REG_MR0], reg[REG_MR0 + 1], reg[REG_MR0 + 2],
                          reg[REG_MR0 + 3], reg[REG_REPLY], (int64_t)reg[REG_SYSCALL])) {
        handle_syscall();
    }
}

static void entry_begins(enum event event, struct fault fault)
{
    if (system_entry_begins) {
        system_entry_begins(event, fault);
    }
}

static void enter_by_syscall(void)
{
    entry_begins(EVENT_SYSCALL, (struct fault){.kind = FAULT_NONE});
    enter_once();
    check_invariants();
}

static void enter_by_interrupt(void)
{
    entry_begins(EVENT_INTERRUPT, (struct fault){.kind = FAULT_NONE});
    handle_interrupt();
    check_invariants();
}

/* Enters the kernel as CUR, which executes one system call instruction. */
static struct answer enter(int64_t number)
{
    struct tcb *t = kernel.cur;

    t->context.reg[REG_SYSCALL] = (word_t)number;
    t->context.reg[REG_FAULT_IP] = t->context.reg[REG_NEXT_IP];
    t->context.reg[REG_NEXT_IP] += 4;
    enter_by_syscall();
    /* A preempted call executes again at once if nothing else is to run. */
    for (uint32_t turn = 0; turn < 100000 && kernel.cur == t &&
                            t->context.reg[REG_NEXT_IP] == t->context.reg[REG_FAULT_IP];
         turn++) {
        t->context.reg[REG_NEXT_IP] += 4;
        enter_by_syscall();
    }
    return system_registers(t);
}

struct answer system_send(int64_t number, word_t cptr, struct message message)
{
    put_message(message);
    kernel.cur->context.reg[REG_CAP] = cptr;
    return enter(number);
}

struct answer system_call(word_t cptr, struct message message)
{
    return system_send(seL4_SysCall, cptr, message);
}

struct answer system_receive(int64_t number, word_t cptr, word_t reply)
{
    kernel.cur->context.reg[REG_CAP] = cptr;
    kernel.cur->context.reg[REG_REPLY] = reply;
    return enter(number);
}

struct answer system_reply_receive(word_t endpoint, word_t reply, struct message message)
{
    put_message(message);
    return system_receive(seL4_SysReplyRecv, endpoint, reply);
}

struct answer system_send_receive(int64_t number, word_t dest, struct message m, word_t source, word_t reply)
{
    kernel.cur->context.reg[REG_DEST] = dest;
    kernel.cur->context.reg[REG_INFO] = message_info(m.label, 0, m.caps, m.length);
    return system_receive(number, source, reply);
}

void system_receive_slot(word_t cnode, word_t index, word_t depth)
{
    word_t *buffer = message_buffer(kernel.cur, true);

    if (buffer) {
        buffer[BUFFER_RECEIVE_CNODE] = cnode;
        buffer[BUFFER_RECEIVE_INDEX] = index;
        buffer[BUFFER_RECEIVE_DEPTH] = depth;
    }
}

bool system_is_idle(void)
{
    return kernel.cur == kernel.idle;
}

void system_yield(void)
{
    (void)enter(seL4_SysYield);
}

static void take_interrupts(void)
{
    while (host_irq_deliverable()) {
        enter_by_interrupt();
    }
}

void system_advance_us(word_t us)
{
    ticks_t end = host_machine.now + ticks_from_us(us);

    while (host_machine.deadline <= end) {
        host_machine.now = host_machine.deadline > host_machine.now ? host_machine.deadline : host_machine.now;
        take_interrupts();
    }
    host_machine.now = end;
}

void system_interrupt(void)
{
    enter_by_interrupt();
}

void system_preempt_after(uint32_t points)
{
    host_machine.interrupt_at = points;
}

void system_raise_irq(word_t irq)
{
    host_machine.irq_raised |= 1u << irq;
    take_interrupts();
}

void system_unmask_irqs(uint32_t lines)
{
    host_machine.irq_enabled |= lines;
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

void system_fault(struct fault fault)
{
    entry_begins(EVENT_FAULT, fault);
    handle_fault(fault.kind, fault.word[0], fault.word[1], fault.word[2]);
    check_invariants();
}

void system_user_exception(uint32_t number)
{
    system_fault((struct fault){.kind = FAULT_USER_EXCEPTION, .word = {number, 1, 0}});
}

void system_page_fault(vaddr_t address)
{
    system_fault((struct fault){.kind = FAULT_VM, .word = {address, true, 1}});
}

void system_guest_exception(uint32_t syndrome)
{
    system_fault((struct fault){.kind = FAULT_VCPU, .word = {syndrome}});
}
