/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The root task: runs every test in a fresh thread and reports verdicts on the serial line. It hears of the end
 * of a test by a message, of its faults by the same endpoint, and of its silence by a watchdog on the physical
 * timer, whose interrupt is bound to this thread.
 */
#include <framework/console.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define PHYSICAL_TIMER_IRQ 30u
#define WATCHDOG_TICKS 250000000ul /* four seconds of virtual time: debug kernels check invariants at each entry */
#define TIMER_ENABLE 1ul

/* Labels of a test thread's own messages; the kernel's fault labels are far smaller. */
enum { ENDED_WELL = 1000, ENDED_BADLY };
enum { BADGE_WATCHDOG = 0x100, BADGE_TEST = 0x200 };

struct failure {
    const char *file;
    const char *what;
    int line;
    bool values;
    seL4_Word got, wanted;
};

extern const struct test tests_start[], tests_end[];
void runner_main(const seL4_BootInfo *info, seL4_Word stack_pointer);

const seL4_BootInfo *boot;
seL4_Word boot_stack_pointer;
seL4_IPCBuffer *__sel4_ipc_buffer;

static const struct test *volatile current;
static struct failure failure;
static seL4_CPtr endpoint, test_endpoint, reply, timer_handler, watchdog_cap;
static bool in_test;

static void print_failure(void)
{
    print(": ");
    print(failure.file);
    print(":");
    print_number((seL4_Word)failure.line);
    print(": ");
    print(failure.what);
    if (failure.values) {
        print(" is ");
        print_hex(failure.got);
        print(", not ");
        print_hex(failure.wanted);
    }
}

void fail(const char *file, int line, const char *what, bool values, seL4_Word got, seL4_Word wanted)
{
    failure = (struct failure) { file, what, line, values, got, wanted };
    if (in_test) {
        (void)execute(step_send(test_endpoint, MESSAGE(ENDED_BADLY, 0, 0)));
    } else {
        print("FAIL framework runner");
        print_failure();
        print("\n");
    }
    park();
}

static void set_watchdog(void)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     : : "r"(now() + WATCHDOG_TICKS), "r"(TIMER_ENABLE));
}

static void clear_watchdog(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb");
    (void)seL4_IRQHandler_Ack(timer_handler);
}

static void run_current(struct thread *self)
{
    __sel4_ipc_buffer = self->buffer;
    current->run();
    (void)execute(step_send(test_endpoint, MESSAGE(ENDED_WELL, 0, 0)));
}

static void print_verdict(const char *verdict, const struct test *test)
{
    print(verdict);
    print(" ");
    print(test->rule);
    print(" ");
    print(test->name);
}

static void print_fault(struct registers message)
{
    print(": fault ");
    print_number(message.x[INFO] >> 12);
    for (unsigned i = MR0; i <= MR3; i++) {
        print(" ");
        print_hex(message.x[i]);
    }
}

/* Waits for the end of the running test; prints the verdict; returns true if it passed. */
static bool judge(const struct test *test)
{
    struct registers message = execute(step_recv(endpoint, reply));
    seL4_Word label = message.x[INFO] >> 12;
    bool passed = message.x[BADGE] == BADGE_TEST && label == ENDED_WELL;

    print_verdict(passed ? "PASS" : "FAIL", test);
    if (message.x[BADGE] == BADGE_WATCHDOG) {
        print(": no answer");
    } else if (label == ENDED_BADLY) {
        print_failure();
    } else if (!passed) {
        print_fault(message);
    }
    print("\n");
    return passed;
}

/* The handler of the watchdog's interrupt, again after a test that revoked it. */
static void renew_timer_handler(void)
{
    if (slot_is_empty(timer_handler)) {
        check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, PHYSICAL_TIMER_IRQ, ROOT_CNODE, timer_handler, DEPTH),
                 seL4_NoError);
        check_eq(seL4_IRQHandler_SetNotification(timer_handler, watchdog_cap), seL4_NoError);
    }
}

static bool run_test(const struct test *test, seL4_IPCBuffer *own_buffer)
{
    struct thread *thread;
    bool passed;

    print_verdict("RUN", test);
    print("\n");
    current = test;
    in_test = true;
    thread = test_thread_new(test_endpoint);
    set_watchdog();
    thread_start_function(thread, run_current);
    passed = judge(test);
    in_test = false;
    __sel4_ipc_buffer = own_buffer;
    (void)seL4_TCB_Suspend(thread->tcb);
    objects_reset();
    threads_reset();
    renew_timer_handler();
    clear_watchdog();
    return passed;
}

/* The watchdog's interrupt reaches this thread whatever it waits for. */
static void start_watchdog(void)
{
    seL4_CPtr notification = notification_new();

    watchdog_cap = mint(notification, seL4_AllRights, BADGE_WATCHDOG);
    timer_handler = slot_new();
    renew_timer_handler();
    check_eq(seL4_TCB_BindNotification(seL4_CapInitThreadTCB, notification), seL4_NoError);
}

void runner_main(const seL4_BootInfo *info, seL4_Word stack_pointer)
{
    seL4_Word passed = 0;
    seL4_Word failed = 0;

    boot = info;
    boot_stack_pointer = stack_pointer;
    __sel4_ipc_buffer = info->ipcBuffer;
    objects_start();
    if (!console_start()) {
        park();
    }
    endpoint = endpoint_new();
    test_endpoint = mint(endpoint, seL4_AllRights, BADGE_TEST);
    reply = reply_new();
    threads_start();
    start_watchdog();
    objects_keep();

    for (const struct test *test = tests_start; test < tests_end; test++) {
        if (run_test(test, info->ipcBuffer)) {
            passed++;
        } else {
            failed++;
        }
    }
    print("SUMMARY ");
    print_number(passed);
    print(" ");
    print_number(failed);
    print("\n");
    park();
}
