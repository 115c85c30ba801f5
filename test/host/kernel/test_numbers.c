/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A64-1: more threads in spaces of their own than the hardware has numbers for spaces, so that numbers change hands
 * while threads remember theirs. Nothing but that happens here: threads stay in their spaces and no capability goes,
 * for which the kernel would forget what all threads remember. The host port looks after each switch whether the
 * number and the root that are active belong together.
 */
#include "system.h"

#include "host_machine.h"
#include "host_processor.h"
#include "vcpu/vcpu.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum {
    CROWD = 257, /* the kernel at EL2 has 255 numbers, and the root thread has a space too */
    PER_CALL = 128,
    EP = SLOT_FREE,
    REPLY,
    NTFN,
    SPACES = 512,
    THREADS = SPACES + CROWD,
    SCS = THREADS + CROWD,
    GUEST_VCPUS = SCS + CROWD,
    SERVER = THREADS,
    MAX_YIELDS = 3 * CROWD,
};

static void retype_many(word_t type, word_t bits, word_t slot)
{
    for (word_t done = 0; done < CROWD; done += PER_CALL) {
        system_retype(type, bits, slot + done, CROWD - done < PER_CALL ? CROWD - done : PER_CALL);
    }
}

static void must(word_t cptr, struct message message)
{
    assert_int_equal(system_call(cptr, message).label, seL4_NoError);
}

/* All of them as urgent as the root thread, which is CUR. The pool has numbers enough. */
static void start_crowd(void)
{
    retype_many(seL4_ARM_VSpaceObject, 0, SPACES);
    retype_many(seL4_TCBObject, 0, THREADS);
    retype_many(seL4_SchedContextObject, 8, SCS);
    for (word_t i = 0; i < CROWD; i++) {
        must(SLOT_ASID_POOL, (struct message){.label = ARMASIDPoolAssign, .caps = 1, .cap = {SPACES + i}});
        must(THREADS + i, (struct message){.label = TCBSetSpace,
                                           .length = 2,
                                           .caps = 3,
                                           .cap = {0, SLOT_CNODE, SPACES + i}});
        system_configure_sc(SCS + i, 5000, 5000, 0, 0);
        must(SCS + i, (struct message){.label = SchedContextBind, .caps = 1, .cap = {THREADS + i}});
        must(THREADS + i, (struct message){.label = TCBSetPriority,
                                           .length = 1,
                                           .word = {255},
                                           .caps = 1,
                                           .cap = {SLOT_TCB}});
        must(THREADS + i, (struct message){.label = TCBResume});
    }
}

static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_EndpointObject, 0, EP, 1);
    system_retype(seL4_ReplyObject, 0, REPLY, 1);
    system_retype(seL4_NotificationObject, 0, NTFN, 1);
    start_crowd();
    return 0;
}

static const struct tcb *thread(word_t slot)
{
    return tcb_at(system_cap(slot).object);
}

static uint64_t number(void)
{
    return host_processor.reg[HOST_vttbr_el2] >> 48;
}

/* Everybody yields until t is CUR. */
static void run(const struct tcb *t)
{
    for (uint32_t i = 0; i < MAX_YIELDS && kernel.cur != t; i++) {
        system_yield();
    }
    assert_ptr_equal(kernel.cur, t);
}

/* In what follows only a change of hands begins an epoch. */
static void everybody_gets_the_space_of_its_own(void **state)
{
    uint64_t epoch = kernel.space_epoch;

    (void)state;
    for (uint32_t round = 0; round < 3; round++) {
        for (word_t i = 0; i < CROWD; i++) {
            run(thread(THREADS + i));
            assert_int_not_equal(number(), 0);
            assert_int_equal(host_processor.reg[HOST_vttbr_el2] & UINT64_C(0xffffffffffff),
                             system_cap(SPACES + i).object);
        }
    }
    assert_true(kernel.space_epoch > epoch);
}

/*
 * A thread has waited since before its number went to somebody else; what wakes it takes a short path, or not.
 * Waits by `wait` at `slot`, and is woken by `send` there.
 */
static void check_woken_in_own_space(void **state, int64_t wait, int64_t send, word_t slot, word_t reply)
{
    for (uint32_t fast = 0; fast < 2; fast++) {
        (void)boot(state);
        system_uses_fastpath = fast != 0;
        const struct tcb *root = kernel.cur;
        run(thread(SERVER));
        uint64_t old = number();
        (void)system_receive(wait, slot, reply);
        run(thread(THREADS + CROWD - 1));
        run(root);
        (void)system_send(send, slot, (struct message){.label = 0});
        run(thread(SERVER));
        assert_int_not_equal(number(), old);
    }
    system_uses_fastpath = true;
}

static void a_message_finds_a_server_in_its_own_space(void **state)
{
    check_woken_in_own_space(state, seL4_SysRecv, seL4_SysCall, EP, REPLY);
}

static void a_signal_finds_a_driver_in_its_own_space(void **state)
{
    check_woken_in_own_space(state, seL4_SysWait, seL4_SysSend, NTFN, 0);
}

/* Spaces of guests take numbers as others do. The root thread is none, and remembers. */
static void guests_take_the_numbers_of_others(void **state)
{
    (void)state;
    retype_many(seL4_ARM_VCPUObject, 0, GUEST_VCPUS);
    for (word_t i = 0; i < CROWD; i++) {
        must(GUEST_VCPUS + i, (struct message){.label = ARMVCPUSetTCB, .caps = 1, .cap = {THREADS + i}});
    }
    const struct tcb *root = kernel.cur;
    for (uint32_t round = 0; round < 3; round++) {
        for (word_t i = 0; i < CROWD; i++) {
            run(thread(THREADS + i));
            assert_ptr_equal(vcpu_active(), thread(THREADS + i)->arch.vcpu);
        }
        run(root);
        assert_int_equal(host_processor.reg[HOST_vttbr_el2] & UINT64_C(0xffffffffffff),
                         system_cap(SLOT_VSPACE).object);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(everybody_gets_the_space_of_its_own, boot),
        cmocka_unit_test(a_message_finds_a_server_in_its_own_space),
        cmocka_unit_test(a_signal_finds_a_driver_in_its_own_space),
        cmocka_unit_test_setup(guests_take_the_numbers_of_others, boot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
