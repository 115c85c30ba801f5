/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random system calls, invocations, interrupts and time steps by whatever thread runs, with all invariants
 * checked after each kernel entry (calls.c aborts on a violation). Deterministic: seeds are fixed; a failing
 * one can be given as the argument.
 */
#include "system.h"

#include "host_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The scenario: slots of each kind of object; random operations mostly find what they need there. */
enum {
    FIRST = SLOT_FREE,
    EPS = FIRST,
    EP_COUNT = 4,
    NTFNS = EPS + EP_COUNT,
    NTFN_COUNT = 3,
    REPLIES = NTFNS + NTFN_COUNT,
    REPLY_COUNT = 5,
    SCS = REPLIES + REPLY_COUNT,
    SC_COUNT = 6,
    TCBS = SCS + SC_COUNT,
    TCB_COUNT = 5,
    BUFFERS = TCBS + TCB_COUNT,
    SPARE = BUFFERS + TCB_COUNT,
    SPARE_COUNT = 12,
    SLOTS = SPARE + SPARE_COUNT - FIRST,
    IRQS = 100, /* handlers, out of the reach of random deletions */
    IRQ_LINES = 3,
    STEPS = 20000,
    SEEDS = 6,
    COMPARED_SEEDS = 3,
};

static uint64_t random_state;

static uint32_t pick(uint32_t n)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % n;
}

static word_t any_slot(void)
{
    static const word_t fixed[] = {SLOT_CNODE, SLOT_UNTYPED, SLOT_SCHED_CONTROL, SLOT_DOMAIN, SLOT_IRQ_CONTROL};
    return pick(12) == 0 ? fixed[pick(5)] : FIRST + pick(SLOTS);
}

/* A slot of the given kind, or now and then any other. */
static word_t some(word_t first, uint32_t count)
{
    return pick(8) ? first + pick(count) : any_slot();
}

static word_t any_word(void)
{
    static const word_t interesting[] = {0, 1, 2, 7, 20, 64, 100, 1000, 5000, 10000, UINT64_MAX};
    return pick(2) ? interesting[pick(11)] : any_slot();
}

static void random_retype(void)
{
    static const word_t types[] = {seL4_TCBObject,   seL4_EndpointObject,     seL4_NotificationObject,
                                   seL4_ReplyObject, seL4_SchedContextObject, seL4_CapTableObject,
                                   seL4_ARM_SmallPageObject, seL4_UntypedObject};
    word_t type = types[pick(8)];
    word_t bits = type == seL4_CapTableObject ? 2u + pick(4) : 7u + pick(6);
    (void)system_call(SLOT_UNTYPED, (struct message){.label = UntypedRetype,
                                                     .length = 6,
                                                     .word = {type, bits, 0, 0, FIRST + pick(SLOTS), 1u + pick(3)},
                                                     .caps = 1,
                                                     .cap = {SLOT_CNODE}});
}

static void random_cnode_operation(void)
{
    static const word_t labels[] = {CNodeCopy, CNodeMint, CNodeMove, CNodeDelete, CNodeRevoke,
                                    CNodeMutate, CNodeCancelBadgedSends};
    word_t label = labels[pick(7)];
    word_t destination = FIRST + pick(SLOTS);
    if (label == CNodeRevoke && pick(4) == 0) {
        destination = SLOT_UNTYPED;
    }
    (void)system_call(SLOT_CNODE,
                      (struct message){.label = label,
                                       .length = 6,
                                       .word = {destination, WORD_BITS, FIRST + pick(SLOTS), WORD_BITS, pick(16), pick(3)},
                                       .caps = 1,
                                       .cap = {SLOT_CNODE}});
}

static void random_invocation(void)
{
    struct message m = {.label = pick(64), .length = pick(8), .caps = pick(4)};
    for (uint32_t i = 0; i < 8; i++) {
        m.word[i] = any_word();
    }
    for (uint32_t i = 0; i < 3; i++) {
        m.cap[i] = pick(4) ? any_slot() : (word_t[]){SLOT_CNODE, SLOT_VSPACE, SLOT_TCB}[i];
    }
    (void)system_call(any_slot(), m);
}

/* A signal, an acknowledgement or a message, and a receive. */
static void random_combined(word_t source)
{
    word_t to = pick(3) ? some(NTFNS, NTFN_COUNT) : pick(2) ? IRQS + pick(IRQ_LINES) : any_slot();

    kernel.cur->context.reg[REG_INFO] = message_info(pick(4) ? IRQAckIRQ : pick(64), 0, pick(8) == 0, pick(6));
    if (pick(2)) {
        kernel.cur->context.reg[REG_DEST] = to;
        (void)system_receive(seL4_SysNBSendRecv, source, some(REPLIES, REPLY_COUNT));
    } else {
        (void)system_receive(seL4_SysNBSendWait, source, to);
    }
}

static void random_ipc(void)
{
    static const int64_t sends[] = {seL4_SysSend, seL4_SysNBSend, seL4_SysCall, seL4_SysCall};
    static const int64_t receives[] = {seL4_SysRecv, seL4_SysNBRecv, seL4_SysWait, seL4_SysNBWait};
    struct message m = {.label = pick(3),
                        .length = pick(10),
                        .caps = pick(4),
                        .cap = {any_slot(), some(EPS, EP_COUNT), any_slot()}};
    word_t source = pick(3) ? some(EPS, EP_COUNT) : some(NTFNS, NTFN_COUNT);

    switch (pick(8)) {
    case 0:
    case 1:
        (void)system_send(sends[pick(4)], source, m);
        break;
    case 2:
        (void)system_receive(receives[pick(4)], source, some(REPLIES, REPLY_COUNT));
        break;
    case 3:
    case 4:
        (void)system_reply_receive(source, some(REPLIES, REPLY_COUNT), m);
        break;
    case 5:
    case 6:
        random_combined(source);
        break;
    default:
        system_yield();
        break;
    }
}

static void random_scheduling(void)
{
    word_t tcb = some(TCBS, TCB_COUNT);
    word_t sc = some(SCS, SC_COUNT);
    word_t period = 1000u << pick(3);

    switch (pick(6)) {
    case 0:
        (void)system_call(SLOT_SCHED_CONTROL,
                          (struct message){.label = SchedControlConfigureFlags,
                                           .length = 5,
                                           .word = {pick(3) ? 100u + pick(900) : period, period, pick(3), 5, pick(2)},
                                           .caps = 1,
                                           .cap = {sc}});
        break;
    case 1:
        (void)system_call(tcb, (struct message){.label = TCBSetSchedParams,
                                                .length = 2,
                                                .word = {pick(256), 90u + pick(20)},
                                                .caps = 3,
                                                .cap = {SLOT_TCB, sc, some(EPS, EP_COUNT)}});
        break;
    case 2:
        (void)system_call(sc, (struct message){.label = pick(2) ? SchedContextBind : SchedContextUnbindObject,
                                               .caps = 1,
                                               .cap = {pick(2) ? tcb : some(NTFNS, NTFN_COUNT)}});
        break;
    case 3:
        (void)system_call(sc, (struct message){.label = pick(3) ? SchedContextYieldTo : SchedContextUnbind});
        break;
    case 4:
        (void)system_call(tcb, (struct message){.label = pick(4) ? TCBResume : TCBSuspend});
        break;
    default:
        (void)system_call(tcb, (struct message){.label = pick(2) ? TCBBindNotification : TCBSetTimeoutEndpoint,
                                                .caps = 1,
                                                .cap = {pick(2) ? some(NTFNS, NTFN_COUNT) : some(EPS, EP_COUNT)}});
        break;
    }
}

static void acknowledge_irqs(void)
{
    for (word_t i = 0; i < IRQ_LINES; i++) {
        host_machine.irq_enabled |= 1u << (i + 1);
    }
}

static bool time_stands_still;

/* Without it, the two runs of the comparison would differ by rule (FP-1): short paths do not charge time. */
static void random_time(void)
{
    word_t us = pick(2000);
    if (!time_stands_still) {
        system_advance_us(us);
    }
}

static void random_step(void)
{
    switch (pick(16)) {
    case 0:
        random_retype();
        break;
    case 1:
        random_cnode_operation();
        break;
    case 2:
        random_invocation();
        break;
    case 3:
    case 4:
    case 5:
        random_scheduling();
        break;
    case 6:
    case 7:
        random_time();
        break;
    case 8:
        acknowledge_irqs();
        system_raise_irq(1u + pick(IRQ_LINES));
        break;
    default:
        random_ipc();
        break;
    }
}

static void scenario_threads(void)
{
    for (word_t i = 0; i < TCB_COUNT; i++) {
        struct message m = {.label = TCBSetSchedParams,
                            .length = 2,
                            .word = {255, 90u + 4u * i},
                            .caps = 3,
                            .cap = {SLOT_TCB, SCS + i, EPS + i % EP_COUNT}};
        system_configure_sc(SCS + i, 500, i % 2 ? 500 : 2000, 0, i % 3 == 0);
        (void)system_thread(TCBS + i, BUFFERS + i, SCS + i, 0);
        (void)system_call(TCBS + i, m);
    }
}

static void scenario(void)
{
    system_boot();
    system_retype(seL4_EndpointObject, 0, EPS, EP_COUNT);
    system_retype(seL4_NotificationObject, 0, NTFNS, NTFN_COUNT);
    system_retype(seL4_ReplyObject, 0, REPLIES, REPLY_COUNT);
    system_retype(seL4_SchedContextObject, 8, SCS, SC_COUNT);
    scenario_threads();
    for (word_t i = 0; i < IRQ_LINES; i++) {
        (void)system_call(SLOT_IRQ_CONTROL, (struct message){.label = IRQIssueIRQHandler,
                                                             .length = 3,
                                                             .word = {i + 1, IRQS + i, WORD_BITS},
                                                             .caps = 1,
                                                             .cap = {SLOT_CNODE}});
        (void)system_call(IRQS + i, (struct message){.label = IRQSetIRQHandler, .caps = 1, .cap = {NTFNS + i}});
    }
    (void)system_call(SLOT_TCB, (struct message){
                                    .label = TCBSetPriority, .length = 1, .word = {100}, .caps = 1, .cap = {SLOT_TCB}});
}

static uint64_t mix(uint64_t digest, uint64_t value)
{
    return (digest ^ value) * UINT64_C(1099511628211);
}

/* All that user level could tell from the threads: registers, states, who runs. */
static uint64_t digest_of_threads(uint64_t digest)
{
    for (const struct tcb *t = host_machine.threads; t; t = t->arch.next_thread) {
        for (uint32_t i = 0; i < REG_TOTAL; i++) {
            digest = mix(digest, t->context.reg[i]);
        }
        digest = mix(digest, t->state);
        digest = mix(digest, (uintptr_t)t->sc);
        digest = mix(digest, t->in_ready);
    }
    return mix(digest, (uintptr_t)kernel.cur);
}

/* A new scenario when the old one is worn out: nobody is left who could do anything. */
static uint64_t run(uint64_t seed)
{
    uint32_t idle_turns = 0;
    uint32_t age = 0;
    uint64_t digest = 0;

    random_state = seed;
    scenario();
    for (uint32_t step = 0; step < STEPS; step++) {
        if (kernel.cur == kernel.idle) {
            acknowledge_irqs();
            system_raise_irq(1u + pick(IRQ_LINES));
            system_advance_us(500);
            idle_turns++;
        } else {
            random_step();
            idle_turns = 0;
        }
        age++;
        digest = digest_of_threads(digest);
        if (idle_turns > 10 || age > 600) {
            scenario();
            age = 0;
            idle_turns = 0;
        }
    }
    return digest;
}

static void invariants_hold_whatever_user_level_does(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        (void)run(seed);
    }
}

static void fast_paths_make_no_difference(void **state)
{
    (void)state;
    time_stands_still = true;
    for (uint64_t seed = 100; seed < 100 + COMPARED_SEEDS; seed++) {
        system_uses_fastpath = true;
        uint64_t fast = run(seed);
        system_uses_fastpath = false;
        assert_int_equal(run(seed), fast);
    }
    system_uses_fastpath = true;
    time_stands_still = false;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(invariants_hold_whatever_user_level_does),
                                       cmocka_unit_test(fast_paths_make_no_difference)};

    if (argc > 1) {
        (void)run(strtoull(argv[1], NULL, 0));
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
