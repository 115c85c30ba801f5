/* SPDX-License-Identifier: BSD-2-Clause */
/* What debug kernels print (DBG); the test runner reads it on the console. */
#include <framework/console.h>
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#ifdef CONFIG_DEBUG_BUILD

static void put_text(const char *text)
{
    for (; *text; text++) {
        seL4_DebugPutChar(*text);
    }
}

TEST("DBG-1", characters_are_printed)
{
    expect_console("so many characters");
    put_text("so many characters\n");
}

TEST("DBG-1", a_named_thread_is_listed_with_its_state)
{
    struct thread *helper = thread_doing(ABOVE, step_wait(notification_new()));

    seL4_DebugNameThread(helper->tcb, "a waiting helper");
    expect_console("a waiting helper | blocked on notification | ");
    seL4_DebugDumpScheduler();
}

TEST("DBG-1", a_thread_without_budget_is_listed_as_such)
{
    seL4_DebugNameThread(test_tcb, "a lister");
    expect_console("a lister | running | ");
    expect_console(" | 100 | 0 | no");
    seL4_DebugDumpScheduler();
}

TEST("DBG-1", a_snapshot_shows_what_a_thread_has)
{
    seL4_DebugNameThread(test_tcb, "a collector");
    expect_console("tcb 'a collector'");
    expect_console("vspace: vspace object ");
    seL4_DebugSnapshot();
}

TEST("DBG-3", a_new_thread_is_the_child_of_its_creator)
{
    seL4_DebugNameThread(test_tcb, "a parent");
    (void)tcb_new();
    expect_console("child of: 'a parent' | inactive | ");
    seL4_DebugDumpScheduler();
}

TEST("DBG-2", failed_invocations_are_printed)
{
    seL4_DebugNameThread(test_tcb, "a clumsy one");
    expect_console("Invocation failed: RangeError 0x0 to 0xff: thread 'a clumsy one' at ");
    check_eq(seL4_TCB_SetPriority(test_tcb, seL4_CapInitThreadTCB, 256), seL4_RangeError);
    expect_console("Invocation failed: InvalidCapability 0: thread 'a clumsy one' at ");
    check_eq(invoke(slot_new(), 77, 0, 0), seL4_InvalidCapability);
    expect_console(", label 78 of endpoint");
    check_eq(invoke(mint(endpoint_new(), seL4_CapRights_new(0, 0, 1, 0), 0), 78, 0, 0), seL4_InvalidCapability);
    expect_console("Invocation failed: FailedLookup of the source, type 2: ");
    check_eq(copy_to(slot_new(), slot_new()), seL4_FailedLookup);
}

TEST("FLT-4", a_fault_without_handler_is_printed)
{
    struct thread *helper = thread_doing(ABOVE, step_send(1ul << 40, 0));

    (void)helper;
    expect_console("Caught capability fault in thread ");
    helper = thread_doing(ABOVE, step_send(1ul << 40, 0));
    check(!finished(helper));
}

#endif
