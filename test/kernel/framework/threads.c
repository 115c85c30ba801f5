/* SPDX-License-Identifier: BSD-2-Clause */
/* Helper threads: scripts of raw system calls, and the two that the framework itself needs. */
#include <framework/objects.h>
#include <framework/threads.h>

#define PAGE_SIZE 4096u
#define STACK_SIZE 8192u
#define SLICE_US 10000u
#define SLEEP_BUDGET_US 1000u
#define BACKGROUND_PRIORITY 1u

struct stack {
    _Alignas(16) unsigned char bytes[STACK_SIZE];
};

union buffer_page {
    seL4_IPCBuffer buffer;
    unsigned char bytes[PAGE_SIZE];
};

/* The last two belong to the test thread and to the background thread. */
enum { TEST_THREAD = MAX_THREADS, BACKGROUND_THREAD, ALL_THREADS };

static struct thread threads[ALL_THREADS];
static struct stack stacks[ALL_THREADS];
static _Alignas(4096) union buffer_page buffers[ALL_THREADS];
static unsigned used;
static seL4_CPtr never, background_go, background_done, borrowed_sc;
seL4_CPtr test_tcb, test_sc;

static struct registers step(seL4_Word number, seL4_CPtr cap, seL4_Word info, seL4_CPtr reply,
                             seL4_CPtr destination)
{
    return (struct registers) { { cap, info, 0xa0, 0xa1, 0xa2, 0xa3, reply, number, destination } };
}

struct registers step_send(seL4_CPtr target, seL4_Word info)
{
    return step((seL4_Word)seL4_SysSend, target, info, 0, 0);
}

struct registers step_nbsend(seL4_CPtr target, seL4_Word info)
{
    return step((seL4_Word)seL4_SysNBSend, target, info, 0, 0);
}

struct registers step_call(seL4_CPtr target, seL4_Word info)
{
    return step((seL4_Word)seL4_SysCall, target, info, 0, 0);
}

struct registers step_recv(seL4_CPtr source, seL4_CPtr reply)
{
    return step((seL4_Word)seL4_SysRecv, source, 0, reply, 0);
}

struct registers step_nbrecv(seL4_CPtr source, seL4_CPtr reply)
{
    return step((seL4_Word)seL4_SysNBRecv, source, 0, reply, 0);
}

struct registers step_wait(seL4_CPtr source)
{
    return step((seL4_Word)seL4_SysWait, source, 0, 0, 0);
}

struct registers step_nbwait(seL4_CPtr source)
{
    return step((seL4_Word)seL4_SysNBWait, source, 0, 0, 0);
}

struct registers step_reply_recv(seL4_CPtr source, seL4_Word info, seL4_CPtr reply)
{
    return step((seL4_Word)seL4_SysReplyRecv, source, info, reply, 0);
}

struct registers step_nbsend_recv(seL4_CPtr target, seL4_Word info, seL4_CPtr source, seL4_CPtr reply)
{
    return step((seL4_Word)seL4_SysNBSendRecv, source, info, reply, target);
}

struct registers step_nbsend_wait(seL4_CPtr target, seL4_Word info, seL4_CPtr source)
{
    return step((seL4_Word)seL4_SysNBSendWait, source, info, target, 0);
}

struct registers step_yield(void)
{
    return step((seL4_Word)seL4_SysYield, 0, 0, 0, 0);
}

struct registers execute(struct registers arguments)
{
    trap(&arguments);
    return arguments;
}

void park(void)
{
    for (;;) {
        (void)execute(step_wait(never));
    }
}

static void run_script(struct thread *self)
{
    for (unsigned i = 0; i < self->count; i++) {
        trap(&self->steps[i]);
        self->done = i + 1;
    }
}

static void thread_main(struct thread *self)
{
    self->entry(self);
    park();
}

/* Registers that start `thread` in thread_main with a stack of its own. */
static void set_start(struct thread *thread)
{
    seL4_UserContext context = { 0 };
    struct stack *stack = &stacks[thread - threads];

    context.pc = (seL4_Word)thread_main;
    context.sp = (seL4_Word)(stack + 1);
    context.x0 = (seL4_Word)thread;
    check_eq(seL4_TCB_WriteRegisters(thread->tcb, false, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
}

static struct thread *prepare(unsigned index, seL4_Word priority, seL4_CPtr sc, seL4_CPtr fault_endpoint)
{
    struct thread *thread = &threads[index];

    *thread =
        (struct thread){ .tcb = tcb_new(), .sc = sc, .buffer = &buffers[index].buffer, .entry = run_script };
    check_eq(seL4_TCB_Configure(thread->tcb, ROOT_CNODE, 0, ROOT_VSPACE, 0, (seL4_Word)thread->buffer,
                                image_frame(thread->buffer)), seL4_NoError);
    check_eq(seL4_TCB_SetSchedParams(thread->tcb, seL4_CapInitThreadTCB, seL4_MaxPrio, priority, sc,
                                     fault_endpoint),
             seL4_NoError);
    set_start(thread);
    return thread;
}

struct thread *thread_new(seL4_Word priority)
{
    check(used < MAX_THREADS);
    return prepare(used++, priority, sched_context_new(SLICE_US, SLICE_US), NO_CAP);
}

struct thread *passive_thread_new(seL4_Word priority)
{
    check(used < MAX_THREADS);
    return prepare(used++, priority, NO_CAP, NO_CAP);
}

void add_step(struct thread *thread, struct registers arguments)
{
    check(thread->count < MAX_STEPS);
    thread->steps[thread->count++] = arguments;
}

void thread_start(struct thread *thread)
{
    check_eq(seL4_TCB_Resume(thread->tcb), seL4_NoError);
}

void thread_start_function(struct thread *thread, void (*entry)(struct thread *self))
{
    thread->entry = entry;
    thread_start(thread);
}

void thread_spin(struct thread *self)
{
    for (;;) {
        self->value = self->value + 1;
    }
}

struct thread *thread_doing(seL4_Word priority, struct registers arguments)
{
    struct thread *thread = thread_new(priority);

    add_step(thread, arguments);
    thread_start(thread);
    return thread;
}

void passive_thread_start(struct thread *thread)
{
    if (!borrowed_sc) {
        borrowed_sc = sched_context_new(SLICE_US, SLICE_US);
    }
    check_eq(seL4_SchedContext_Bind(borrowed_sc, thread->tcb), seL4_NoError);
    thread_start(thread);
    let_others_run();
    check_eq(seL4_SchedContext_UnbindObject(borrowed_sc, thread->tcb), seL4_NoError);
}

bool finished(const struct thread *thread)
{
    return thread->done == thread->count;
}

seL4_UserContext read_registers(seL4_CPtr tcb)
{
    seL4_UserContext context = { 0 };

    check_eq(seL4_TCB_ReadRegisters(tcb, false, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    return context;
}

seL4_Word now(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

seL4_Word entry_us(void)
{
    enum { SAMPLES = 8 };
    seL4_CPtr notification = notification_new();
    seL4_Word start = now();

    for (unsigned i = 0; i < SAMPLES; i++) {
        (void)execute(step_nbwait(notification));
    }
    return (now() - start) * TICKS_PER_US_DENOMINATOR / TICKS_PER_US_NUMERATOR / SAMPLES + 1;
}

void sleep_us(seL4_Time us)
{
    seL4_Time period = us <= SLEEP_BUDGET_US ? SLEEP_BUDGET_US + 1 : us;
    seL4_CPtr control = boot->schedcontrol.start;

    check_eq(seL4_SchedControl_ConfigureFlags(control, test_sc, SLEEP_BUDGET_US, period, 0, 0, 0),
             seL4_NoError);
    seL4_Yield();
    check_eq(seL4_SchedControl_ConfigureFlags(control, test_sc, SLICE_US, SLICE_US, 0, 0, 0), seL4_NoError);
}

/* Answers each request as soon as nothing else of any priority wants to run. */
static void background(struct thread *self)
{
    (void)self;
    for (;;) {
        (void)execute(step_wait(background_go));
        (void)execute(step_send(background_done, 0));
    }
}

void let_others_run(void)
{
    if (threads[BACKGROUND_THREAD].tcb == 0) {
        struct thread *thread =
            prepare(BACKGROUND_THREAD, BACKGROUND_PRIORITY, sched_context_new(SLICE_US, SLICE_US), NO_CAP);

        background_go = notification_new();
        background_done = notification_new();
        thread_start_function(thread, background);
    }
    (void)execute(step_send(background_go, 0));
    (void)execute(step_wait(background_done));
}

struct thread *test_thread_new(seL4_CPtr fault_endpoint)
{
    struct thread *thread;

    test_sc = sched_context_new(SLICE_US, SLICE_US);
    thread = prepare(TEST_THREAD, TEST_PRIORITY, test_sc, fault_endpoint);
    test_tcb = thread->tcb;
    return thread;
}

void threads_start(void)
{
    never = notification_new();
}

void threads_reset(void)
{
    used = 0;
    borrowed_sc = 0;
    for (unsigned i = 0; i < ALL_THREADS; i++) {
        threads[i] = (struct thread) { 0 };
    }
}
