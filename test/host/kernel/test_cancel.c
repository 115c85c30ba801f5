/* SPDX-License-Identifier: BSD-2-Clause */
/* Waits that end without a message, and names that lead nowhere. */
#include "system.h"

#include "cspace/tree.h"
#include "host_machine.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { EP = SLOT_FREE, FIVE, SIX, NTFN, REPLY, NODE, A, B, THREADS = SLOT_FREE + 20, ALL = 15, EQUAL = 255 };

#define NOWHERE (UINT64_C(1) << 40) /* no address of the root CNode */

static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_EndpointObject, 0, EP, 1);
    system_retype(seL4_NotificationObject, 0, NTFN, 1);
    system_retype(seL4_ReplyObject, 0, REPLY, 1);
    system_retype(seL4_CapTableObject, 4, NODE, 1);
    system_mint(EP, FIVE, ALL, 5);
    system_mint(EP, SIX, ALL, 6);
    return 0;
}

static word_t thread_slot(word_t i)
{
    return THREADS + 3u * i;
}

/* Thread i, which runs from here on. */
static struct tcb *run_thread(word_t i)
{
    system_retype(seL4_SchedContextObject, 7, thread_slot(i) + 1u, 1);
    system_configure_sc(thread_slot(i) + 1u, 1000, 1000, 0, 0);
    struct tcb *t = system_thread(thread_slot(i), thread_slot(i) + 2u, thread_slot(i) + 1u, EQUAL);
    system_yield();
    assert_ptr_equal(kernel.cur, t);
    return t;
}

static void cno9_only_senders_with_the_badge_restart(void **state)
{
    static const word_t through[] = {FIVE, SIX, FIVE, EP};
    struct tcb *sender[4];
    (void)state;
    for (word_t i = 0; i < 4; i++) {
        sender[i] = run_thread(i);
        (void)system_send(seL4_SysSend, through[i], (struct message){.length = 1});
    }
    struct message cancel = {.label = CNodeCancelBadgedSends, .length = 2, .word = {FIVE, WORD_BITS}};
    assert_int_equal(system_call(SLOT_CNODE, cancel).label, seL4_NoError);
    assert_int_not_equal(sender[0]->state, SEND_BLOCKED);
    assert_int_equal(sender[1]->state, SEND_BLOCKED);
    assert_int_not_equal(sender[2]->state, SEND_BLOCKED);
    assert_int_equal(sender[3]->state, SEND_BLOCKED);
    assert_true(thread_runnable(sender[0]) && thread_runnable(sender[2]));
}

/* The message would be a fault that cannot be raised again. */
static void ipc27_a_faulted_sender_stops(void **state)
{
    (void)state;
    struct tcb *t = run_thread(0);
    struct message space = {
        .label = TCBSetSpace, .length = 2, .caps = 3, .cap = {EP, SLOT_CNODE, SLOT_VSPACE}};
    assert_int_equal(system_call(thread_slot(0), space).label, seL4_NoError);
    system_fault((struct fault){.kind = FAULT_VM, .word = {64, false, 1}});
    assert_int_equal(t->state, SEND_BLOCKED);
    struct message drop = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {A, SLOT_CNODE, SLOT_VSPACE}};
    assert_int_equal(system_call(thread_slot(0), drop).label, seL4_NoError);
    assert_int_equal(system_delete(FIVE), seL4_NoError);
    assert_int_equal(system_delete(SIX), seL4_NoError);
    assert_int_equal(system_delete(EP), seL4_NoError);
    assert_int_equal(t->state, INACTIVE);
}

/* Which argument is wrong differs between the three calls that install a handler. */
static void tcb5_tcb8_tcb11_a_bad_handler_has_its_number(void **state)
{
    (void)state;
    struct message space = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {NTFN, SLOT_CNODE, SLOT_VSPACE}};
    struct message timeout = {.label = TCBSetTimeoutEndpoint, .caps = 1, .cap = {NTFN}};
    struct message params = {
        .label = TCBSetSchedParams, .length = 2, .word = {1, 1}, .caps = 3, .cap = {SLOT_TCB, A, NTFN}};
    struct answer answer;

    (void)run_thread(0);
    answer = system_call(thread_slot(0), space);
    assert_int_equal(answer.label, seL4_InvalidCapability);
    assert_int_equal(answer.word[0], 1);
    answer = system_call(thread_slot(0), timeout);
    assert_int_equal(answer.label, seL4_InvalidCapability);
    assert_int_equal(answer.word[0], 1);
    params.cap[1] = thread_slot(0) + 1u;
    answer = system_call(thread_slot(0), params);
    assert_int_equal(answer.label, seL4_InvalidCapability);
    assert_int_equal(answer.word[0], 3);
}

static void sys7_extra_capability_that_does_not_resolve(void **state)
{
    (void)state;
    struct tcb *t = run_thread(0);
    /* Not blocking: nothing happens. */
    (void)system_send(seL4_SysNBSend, EP, (struct message){.caps = 1, .cap = {NOWHERE}});
    assert_ptr_equal(kernel.cur, t);
    /* Blocking: a fault, which nobody handles. */
    (void)system_send(seL4_SysSend, EP, (struct message){.caps = 1, .cap = {NOWHERE}});
    assert_int_equal(t->state, INACTIVE);
}

static void ipc10_reply_that_does_not_resolve(void **state)
{
    (void)state;
    struct tcb *t = run_thread(0);
    (void)system_receive(seL4_SysRecv, EP, NOWHERE);
    assert_int_equal(t->state, INACTIVE);
}

/* XFR-2.2: the capability is found again when the message goes, in the CSpace that the sender has by then. */
static void xfr2_no_capabilities_when_one_is_gone(void **state)
{
    (void)state;
    struct tcb *sender = run_thread(0);
    (void)system_send(seL4_SysSend, FIVE, (struct message){.label = 3, .length = 1, .caps = 2, .cap = {NTFN, NTFN}});
    assert_int_equal(sender->state, SEND_BLOCKED);
    struct message space = {
        .label = TCBSetSpace, .length = 2, .word = {60}, .caps = 3, .cap = {A, NODE, SLOT_VSPACE}};
    assert_int_equal(system_call(thread_slot(0), space).label, seL4_NoError);
    struct answer answer = system_receive(seL4_SysRecv, EP, REPLY);
    assert_int_equal(answer.badge, 5);
    assert_int_equal(answer.label, 3);
    assert_int_equal(kernel.cur->context.reg[REG_INFO] >> 7 & 31u, 0);
}

static void xfr5_receive_root_that_does_not_resolve(void **state)
{
    (void)state;
    (void)run_thread(0);
    (void)system_send(seL4_SysSend, FIVE, (struct message){.label = 3, .length = 1, .caps = 1, .cap = {NTFN}});
    message_buffer(kernel.cur, true)[BUFFER_RECEIVE_CNODE] = NOWHERE;
    (void)system_receive(seL4_SysRecv, EP, REPLY);
    assert_int_equal(kernel.cur->context.reg[REG_INFO] >> 7 & 31u, 0);
}

static void unt2_destination_that_does_not_resolve(void **state)
{
    (void)state;
    struct message m = {.label = UntypedRetype,
                        .length = 6,
                        .word = {seL4_EndpointObject, 0, NOWHERE, WORD_BITS, 0, 1},
                        .caps = 1,
                        .cap = {SLOT_CNODE}};
    assert_int_equal(system_call(SLOT_UNTYPED, m).label, seL4_FailedLookup);
}

static void tcb19_unbind_notification(void **state)
{
    (void)state;
    struct tcb *t = run_thread(0);
    struct message bind = {.label = TCBBindNotification, .caps = 1, .cap = {NTFN}};
    assert_int_equal(system_call(thread_slot(0), bind).label, seL4_NoError);
    assert_non_null(t->bound_notification);
    struct message unbind = {.label = TCBUnbindNotification};
    assert_int_equal(system_call(thread_slot(0), unbind).label, seL4_NoError);
    assert_null(t->bound_notification);
    assert_int_equal(system_call(thread_slot(0), unbind).label, seL4_IllegalOperation);
}

/* TCB-4.3: the thread holds the last capability to its CNode. */
static void tcb4_a_root_that_takes_long_to_delete_stays(void **state)
{
    (void)state;
    (void)run_thread(0);
    (void)system_receive(seL4_SysWait, NTFN, 0);
    struct message own = {
        .label = TCBSetSpace, .length = 2, .word = {60}, .caps = 3, .cap = {A, NODE, SLOT_VSPACE}};
    assert_int_equal(system_call(thread_slot(0), own).label, seL4_NoError);
    assert_int_equal(system_delete(NODE), seL4_NoError);
    struct message other = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {A, SLOT_CNODE, SLOT_VSPACE}};
    assert_int_equal(system_call(thread_slot(0), other).label, seL4_IllegalOperation);
    struct message configure = {
        .label = TCBConfigure, .length = 3, .caps = 3, .cap = {SLOT_CNODE, SLOT_VSPACE, A}};
    assert_int_equal(system_call(thread_slot(0), configure).label, seL4_IllegalOperation);
}

#define TEST(name) cmocka_unit_test_setup(name, boot)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cno9_only_senders_with_the_badge_restart),
        TEST(ipc27_a_faulted_sender_stops),
        TEST(sys7_extra_capability_that_does_not_resolve),
        TEST(ipc10_reply_that_does_not_resolve),
        TEST(xfr2_no_capabilities_when_one_is_gone),
        TEST(xfr5_receive_root_that_does_not_resolve),
        TEST(unt2_destination_that_does_not_resolve),
        TEST(tcb19_unbind_notification),
        TEST(tcb5_tcb8_tcb11_a_bad_handler_has_its_number),
        TEST(tcb4_a_root_that_takes_long_to_delete_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
