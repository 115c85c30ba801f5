/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What keeps the kernel longest: operations that the interface does not let it interrupt, as large as they can be
 * (PRE-3), and large ones that it must interrupt (PRE-2). That they complete is checked here; how long they take,
 * `bench/run.py --only longest` measures while these tests run.
 */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define MOST_OBJECTS 256u
#define MEMORY_BITS 21u

/* Makes as many objects as one call can, and checks that there are as many. */
static void retype_most(seL4_Word type, seL4_Word size_bits, seL4_CPtr untyped, seL4_CPtr cnode)
{
    check_eq(retype_into(untyped, type, size_bits, cnode, 0, 0, 0, MOST_OBJECTS), seL4_NoError);
    check_eq(seL4_CNode_Move(ROOT_CNODE, slot_new(), DEPTH, cnode, 0, 8), seL4_NoError);
    check_eq(seL4_CNode_Move(ROOT_CNODE, slot_new(), DEPTH, cnode, MOST_OBJECTS - 1, 8), seL4_NoError);
    check_eq(revoke(untyped), seL4_NoError);
}

TEST("PRE-3,UNT-2", one_call_creates_256_objects_of_any_type)
{
    seL4_CPtr untyped = untyped_new(MEMORY_BITS);
    seL4_CPtr cnode = cnode_new(8);

    retype_most(seL4_UntypedObject, 4, untyped, cnode);
    retype_most(seL4_TCBObject, 0, untyped, cnode);
    retype_most(seL4_EndpointObject, 0, untyped, cnode);
    retype_most(seL4_NotificationObject, 0, untyped, cnode);
    retype_most(seL4_CapTableObject, 1, untyped, cnode);
    retype_most(seL4_SchedContextObject, seL4_MinSchedContextBits, untyped, cnode);
    retype_most(seL4_ReplyObject, 0, untyped, cnode);
    retype_most(seL4_ARM_SmallPageObject, 0, untyped, cnode);
    retype_most(seL4_ARM_PageTableObject, 0, untyped, cnode);
    retype_most(seL4_ARM_VSpaceObject, 0, untyped, cnode);
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    retype_most(seL4_ARM_VCPUObject, 0, untyped, cnode);
#endif
}

/* Makes the system call of its registers, notes at x10 that it is over, and waits at x11 for ever. Needs no stack. */
__asm__(".pushsection .text\n"
        "waiter:\n"
        "svc #0\n"
        "mov w13, #1\n"
        "strb w13, [x10]\n"
        "mov x0, x11\n"
        "mov x7, x12\n"
        "svc #0\n"
        "b waiter\n"
        ".popsection\n");
extern const char waiter[];

#define WAITERS 64u

static volatile uint8_t over[WAITERS];

/* All of them get as far as to block in this system call. */
static void start_waiters(seL4_Word number, seL4_CPtr cap)
{
    seL4_CPtr never = notification_new();

    for (unsigned i = 0; i < WAITERS; i++) {
        seL4_CPtr tcb = tcb_new();
        seL4_UserContext context = {
            .pc = (seL4_Word)waiter, .x0 = cap, .x7 = number, .x10 = (seL4_Word)&over[i], .x11 = never,
            .x12 = (seL4_Word)seL4_SysWait,
        };

        over[i] = 0;
        check_eq(seL4_TCB_Configure(tcb, ROOT_CNODE, 0, ROOT_VSPACE, 0, 0, ROOT_CNODE), seL4_NoError);
        check_eq(seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, 0, BELOW, sched_context_new(1000, 1000), NO_CAP),
                 seL4_NoError);
        check_eq(seL4_TCB_WriteRegisters(tcb, true, 0, sizeof context / sizeof(seL4_Word), &context), seL4_NoError);
    }
    let_others_run();
}

static unsigned waiters_over(void)
{
    unsigned count = 0;

    for (unsigned i = 0; i < WAITERS; i++) {
        count += over[i];
    }
    return count;
}

TEST("PRE-3,IPC-26,IPC-28", all_senders_of_a_deleted_endpoint_go_on)
{
    seL4_CPtr endpoint = endpoint_new();

    start_waiters((seL4_Word)seL4_SysSend, endpoint);
    check_eq(waiters_over(), 0);
    check_eq(delete(endpoint), seL4_NoError);
    let_others_run();
    check_eq(waiters_over(), WAITERS);
}

TEST("PRE-3,CNO-9", all_senders_with_a_badge_are_cancelled_at_once)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr badged = mint(endpoint, seL4_AllRights, 7);

    start_waiters((seL4_Word)seL4_SysSend, badged);
    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, badged, DEPTH), seL4_NoError);
    check_eq(waiters_over(), 0);
    check_eq(delete(badged), seL4_NoError);
    let_others_run();
    check_eq(waiters_over(), WAITERS);
}

TEST("PRE-3,NTF-12", all_waiters_of_a_deleted_notification_are_restarted)
{
    seL4_CPtr notification = notification_new();

    start_waiters((seL4_Word)seL4_SysWait, notification);
    check_eq(delete(notification), seL4_NoError);
    check(slot_is_empty(notification));
}
