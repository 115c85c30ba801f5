/* SPDX-License-Identifier: BSD-2-Clause */
/* What kernels print (DBG); the test runner reads it on the console. */
#include <framework/console.h>
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#ifdef CONFIG_PRINTING

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

#ifndef CONFIG_DEBUG_BUILD
TEST("DBG-1,DBG-2", a_kernel_that_prints_need_not_debug)
{
    struct registers step = step_yield();

    step.x[NUMBER] = (seL4_Word)seL4_SysDebugDumpScheduler;
    step.x[BADGE] = 0x1234;
    check_eq(execute(step).x[BADGE], 0x1234);
    expect_console("Invocation failed: RangeError 0x0 to 0xff: thread 0x");
    check_eq(seL4_TCB_SetPriority(test_tcb, seL4_CapInitThreadTCB, 256), seL4_RangeError);
    expect_console("Caught capability fault in thread 0x");
    check(!finished(thread_doing(ABOVE, step_send(1ul << 40, 0))));
}
#endif

#ifdef CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC
TEST("ERR-6", an_error_is_named_in_the_buffer)
{
    static const char expected[] = "RangeError";
    const char *text = (const char *)&seL4_GetIPCBuffer()->msg[6];

    seL4_SetMR(6, UINT64_MAX);
    seL4_SetMR(7, UINT64_MAX);
    check_range_error(seL4_TCB_SetPriority(test_tcb, seL4_CapInitThreadTCB, 256), 0, 255);
    for (unsigned i = 0; i < sizeof expected; i++) {
        check_eq(text[i], expected[i]);
    }
    check_eq((uint8_t)text[sizeof expected], 0xff);
}
#endif

#endif

#ifdef CONFIG_DEBUG_BUILD

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
