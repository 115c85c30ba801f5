/* SPDX-License-Identifier: BSD-2-Clause */
#include "situations.h"

#include "ipc/fault.h"
#include "system.h"

enum { HIGHEST = 255, ACTOR = 254, ROOT_WAITS = 253 };
enum { QUIET_EP = EPS + 3, QUIET_NTFN = NTFNS + 3, FREE_SC = SCS + ACTIVE_COUNT, FREE_REPLY = REPLIES + 2 };

static void set_priority(word_t thread, word_t priority)
{
    (void)system_call(thread, (struct message){.label = TCBSetPriority,
                                               .length = 1,
                                               .word = {priority},
                                               .caps = 1,
                                               .cap = {SLOT_TCB}});
}

void situation_root_runs(void)
{
    set_priority(SLOT_TCB, HIGHEST);
}

/* Thread i runs until it blocks. */
static void become(word_t i)
{
    set_priority(TCBS + i, ACTOR);
    set_priority(SLOT_TCB, ROOT_WAITS);
}

static void call_with_cap(word_t invoked, word_t label, word_t cap)
{
    (void)system_call(invoked, (struct message){.label = label, .caps = 1, .cap = {cap}});
}

static void nothing_special(void)
{
}

static void senders_wait(void)
{
    system_mint(QUIET_EP, SPARE, 15, 9);
    become(0);
    (void)system_send(seL4_SysSend, SPARE, (struct message){.length = 2, .caps = 1, .cap = {QUIET_NTFN}});
    situation_root_runs();
    become(1);
    (void)system_send(seL4_SysSend, QUIET_EP, (struct message){.length = 2});
    situation_root_runs();
    become(2);
    (void)system_call(QUIET_EP, (struct message){.length = 6, .caps = 2, .cap = {EPS, QUIET_EP}});
}

static void receivers_wait(void)
{
    become(0);
    (void)system_receive(seL4_SysRecv, QUIET_EP, FREE_REPLY);
    situation_root_runs();
    become(1);
    (void)system_receive(seL4_SysWait, QUIET_EP, 0);
}

static void caller_waits_for_reply(void)
{
    become(0);
    (void)system_call(EPS, (struct message){.length = 1});
}

/* The server of the first caller calls the next server: a call stack of two. */
static void call_stack(void)
{
    caller_waits_for_reply();
    situation_root_runs();
    become(ACTIVE_COUNT);
    (void)system_call(EPS + 1, (struct message){.length = 1});
}

/* The callee has given its scheduling context away, or lost it. */
static void call_stack_without_context(void)
{
    call_stack();
    situation_root_runs();
    (void)system_call(SCS, (struct message){.label = SchedContextUnbind});
}

static void waits_for_notification(void)
{
    call_with_cap(FREE_SC, SchedContextBind, QUIET_NTFN);
    become(2);
    (void)system_receive(seL4_SysWait, QUIET_NTFN, 0);
}

/* A passive thread that got the scheduling context of the notification. */
static void runs_on_lent_context(void)
{
    call_with_cap(FREE_SC, SchedContextBind, QUIET_NTFN);
    call_with_cap(TCBS + 4, TCBBindNotification, QUIET_NTFN);
    (void)system_send(seL4_SysSend, QUIET_NTFN, (struct message){.length = 0});
}

static void bound_thread_receives(void)
{
    call_with_cap(TCBS + 1, TCBBindNotification, QUIET_NTFN);
    become(1);
    (void)system_receive(seL4_SysRecv, QUIET_EP, FREE_REPLY);
}

static void bound_and_active(void)
{
    call_with_cap(TCBS + 1, TCBBindNotification, QUIET_NTFN);
    (void)system_send(seL4_SysSend, QUIET_NTFN, (struct message){.length = 0});
}

static void fault_waits_for_handler(void)
{
    become(2);
    system_fault((struct fault){.kind = FAULT_VM, .word = {64, false, 1}});
}

static void fault_waits_for_reply(void)
{
    become(0);
    system_fault((struct fault){.kind = FAULT_USER_EXCEPTION, .word = {1, 2, 0}});
}

static void timeout_waits_for_handler(void)
{
    call_with_cap(TCBS, TCBSetTimeoutEndpoint, QUIET_EP);
    become(0);
    system_advance_us(700);
}

static void waits_for_budget(void)
{
    become(0);
    system_advance_us(700);
}

static void waits_in_yield_to(void)
{
    (void)system_call(TCBS + 2, (struct message){.label = TCBSetMCPriority,
                                                 .length = 1,
                                                 .word = {HIGHEST},
                                                 .caps = 1,
                                                 .cap = {SLOT_TCB}});
    set_priority(TCBS + 1, ACTOR);
    become(2);
    (void)system_call(SCS + 1, (struct message){.label = SchedContextYieldTo});
}

static void interrupt_came(void)
{
    system_raise_irq(1);
    system_raise_irq(2);
}

static void insert(word_t cnode, word_t index, word_t from)
{
    (void)system_call(cnode, (struct message){.label = CNodeCopy,
                                              .length = 5,
                                              .word = {index, CNODE_RADIX, from, WORD_BITS, 15},
                                              .caps = 1,
                                              .cap = {SLOT_CNODE}});
}

/* Containers that hold each other, and one that holds itself; their capabilities in the root CNode are not the last. */
static void containers_in_circles(void)
{
    insert(CNODES + 2, 0, CNODES + 3);
    insert(CNODES + 3, 0, CNODES + 2);
    insert(CNODES + 1, 7, CNODES + 1);
    insert(CNODES + 3, 1, TCBS + 3);
    (void)system_call(TCBS + 3, (struct message){.label = TCBSetSpace,
                                                 .length = 2,
                                                 .caps = 3,
                                                 .cap = {EPS, CNODES + 3, SLOT_VSPACE}});
}

/* The same, and deletions find the containers only inside of each other. */
static void containers_out_of_reach(void)
{
    containers_in_circles();
    (void)system_delete(CNODES + 3);
    (void)system_delete(TCBS + 3);
}

static void untyped_in_use(void)
{
    static const word_t types[] = {seL4_EndpointObject, seL4_TCBObject, seL4_SchedContextObject, seL4_CapTableObject};
    for (word_t i = 0; i < 4; i++) {
        (void)system_call(UNTYPEDS, (struct message){.label = UntypedRetype,
                                                     .length = 6,
                                                     .word = {types[i], i == 2 ? 8 : 3, 0, 0, SPARE + i, 1},
                                                     .caps = 1,
                                                     .cap = {SLOT_CNODE}});
    }
    (void)system_call(SPARE + 1, (struct message){.label = TCBSetSpace,
                                                  .length = 2,
                                                  .caps = 3,
                                                  .cap = {EPS, SPARE + 3, SLOT_VSPACE}});
}

static void other_domain(void)
{
    for (word_t i = 0; i < 2; i++) {
        (void)system_call(SLOT_DOMAIN, (struct message){.label = DomainSetSet,
                                                        .length = 1,
                                                        .word = {1},
                                                        .caps = 1,
                                                        .cap = {TCBS + i}});
    }
}

const struct situation situations[] = {
    {"nothing special", nothing_special},
    {"senders wait", senders_wait},
    {"receivers wait", receivers_wait},
    {"a caller waits for its reply", caller_waits_for_reply},
    {"a call stack", call_stack},
    {"a call stack without a context", call_stack_without_context},
    {"a thread waits for a notification", waits_for_notification},
    {"a thread runs on the context of a notification", runs_on_lent_context},
    {"a bound thread receives", bound_thread_receives},
    {"a bound notification is active", bound_and_active},
    {"a fault waits for its handler", fault_waits_for_handler},
    {"a fault waits for its reply", fault_waits_for_reply},
    {"a timeout waits for its handler", timeout_waits_for_handler},
    {"a thread waits for budget", waits_for_budget},
    {"a thread waits in a YieldTo", waits_in_yield_to},
    {"interrupts came", interrupt_came},
    {"containers in circles", containers_in_circles},
    {"containers out of reach", containers_out_of_reach},
    {"an untyped in use", untyped_in_use},
    {"threads in another domain", other_domain},
};

const uint32_t situation_count = sizeof(situations) / sizeof(situations[0]);
