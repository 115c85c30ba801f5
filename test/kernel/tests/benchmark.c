/* SPDX-License-Identifier: BSD-2-Clause */
/* The calls of benchmark kernels, and where the cycles go (BEN). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>
#include <sel4/benchmark_track_types.h>
#include <sel4/benchmark_utilisation_types.h>

#ifdef CONFIG_ENABLE_BENCHMARKS

#define INSTRUCTION_CACHE 1u
#define DATA_CACHE 2u
TEST("BEN-1,BEN-5", benchmark_calls_return_to_the_caller)
{
    struct registers step = step_yield();

    step.x[NUMBER] = (seL4_Word)seL4_SysBenchmarkNullSyscall;
    check_eq(execute(step).x[MR3], step.x[MR3]);
    seL4_BenchmarkFlushCaches();
    seL4_BenchmarkFlushL1Caches(INSTRUCTION_CACHE);
    seL4_BenchmarkFlushL1Caches(DATA_CACHE);
}

/* They do not charge time: the budget of a thread that makes them all the time ends by the timer alone. */
TEST("BEN-1", benchmark_calls_do_not_schedule)
{
    struct thread *helper = thread_new(BELOW);

    add_step(helper, step_yield());
    thread_start(helper);
    for (unsigned i = 0; i < 100; i++) {
        seL4_BenchmarkNullSyscall();
    }
    check(!finished(helper));
}

#ifndef CONFIG_KERNEL_LOG_BUFFER
TEST("BEN-4", there_is_no_log_buffer_without_a_log)
{
    struct registers step = step_yield();

    check_eq(seL4_BenchmarkSetLogBuffer(frame_new()), seL4_IllegalOperation);
    check_eq(seL4_BenchmarkResetLog(), seL4_NoError);
    step.x[NUMBER] = (seL4_Word)seL4_SysBenchmarkFinalizeLog;
    step.x[BADGE] = 0x1234;
    check_eq(execute(step).x[BADGE], 0x1234);
}
#endif

#ifdef CONFIG_BENCHMARK_TRACK_KERNEL_ENTRIES

#define SOFTWARE_IRQ 5u
#define CAP_NOTIFICATION 6u
#define CAP_TCB 12u
#define CAP_SGI 27u

static seL4_Word finalise_log(void)
{
    return seL4_BenchmarkFinalizeLog();
}

TEST("BEN-4", the_log_needs_a_large_frame)
{
    seL4_CPtr frame = object_new(seL4_ARM_LargePageObject, 0);
    seL4_CPtr device = slot_new();

    check_eq(seL4_BenchmarkResetLog(), seL4_IllegalOperation);
    check_eq(finalise_log(), 0);
    check_eq(retype(device_untyped(seL4_LargePageBits), seL4_ARM_LargePageObject, 0, device), seL4_NoError);
    check_eq(seL4_BenchmarkSetLogBuffer(device), seL4_IllegalOperation);
    check_eq(seL4_BenchmarkSetLogBuffer(frame_new()), seL4_IllegalOperation);
    check_eq(seL4_BenchmarkSetLogBuffer(endpoint_new()), seL4_IllegalOperation);
    check_eq(seL4_BenchmarkSetLogBuffer(slot_new()), seL4_IllegalOperation);
    check_eq(seL4_BenchmarkSetLogBuffer(mint(frame, seL4_CanRead, 0)), seL4_IllegalOperation);
    check_eq(seL4_BenchmarkSetLogBuffer(frame), seL4_NoError);
    check_eq(seL4_BenchmarkResetLog(), seL4_NoError);
    check(finalise_log() >= 1);
    check_eq(revoke(frame), seL4_NoError);
    check_eq(seL4_BenchmarkResetLog(), seL4_NoError);
    check_eq(delete(frame), seL4_NoError);
    check_eq(seL4_BenchmarkResetLog(), seL4_IllegalOperation);
}

/* The log, mapped in the test's address space. */
static const benchmark_track_kernel_entry_t *log_new(void)
{
    seL4_CPtr frame = object_new(seL4_ARM_LargePageObject, 0);

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, seL4_ARM_ExecuteNever),
             seL4_NoError);
    check_eq(seL4_BenchmarkSetLogBuffer(frame), seL4_NoError);
    return (const benchmark_track_kernel_entry_t *)scratch_address(0);
}

static void check_syscall(kernel_entry_t entry, seL4_Word number, seL4_Word cap_type, seL4_Word label)
{
    check_eq(entry.path, Entry_Syscall);
    check_eq(entry.syscall_no, number);
    check_eq(entry.cap_type, cap_type);
    check_eq(entry.invocation_tag, label);
}

static void read_nowhere(struct thread *self)
{
    (void)self;
    (void)*(volatile seL4_Word *)scratch_address(7);
}

TEST("BEN-4", kernel_entries_are_logged_in_order)
{
    seL4_CPtr notification = notification_new(), handler = slot_new(), sgi = slot_new();
    struct thread *faulter = thread_new(ABOVE);
    const benchmark_track_kernel_entry_t *log = log_new();

    faulter->entry = read_nowhere;
    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, SOFTWARE_IRQ, ROOT_CNODE, handler, DEPTH), seL4_NoError);
    check_eq(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, SOFTWARE_IRQ, 0, ROOT_CNODE, sgi, DEPTH), seL4_NoError);
    check_eq(seL4_BenchmarkResetLog(), seL4_NoError);
    (void)execute(step_nbwait(notification));
    check_eq(seL4_TCB_SetMCPriority(faulter->tcb, test_tcb, 7), seL4_NoError);
    (void)execute(step_send(sgi, 0));
    thread_start(faulter);
    check_eq(finalise_log(), 7);

    check_eq(log[0].entry.path, Entry_UnknownSyscall);
    check_eq(log[0].entry.word, (seL4_Word)seL4_SysBenchmarkResetLog & 0x1fffffff);
    check_syscall(log[1].entry, 10, CAP_NOTIFICATION, step_nbwait(notification).x[INFO] >> 12);
    check_syscall(log[2].entry, 1, CAP_TCB, TCBSetMCPriority);
    check_eq(log[2].entry.is_fastpath, 0);
    check_syscall(log[3].entry, 5, CAP_SGI, 0);
    check_eq(log[4].entry.path, Entry_Interrupt);
    check_eq(log[4].entry.word, SOFTWARE_IRQ);
    check_syscall(log[5].entry, 1, CAP_TCB, TCBResume);
    check_eq(log[6].entry.path, Entry_VMFault);
    check_eq(log[6].entry.word, 0);
#ifdef CONFIG_FASTPATH
    check_eq(log[1].entry.is_fastpath, 1);
#else
    check_eq(log[1].entry.is_fastpath, 0);
#endif
    for (unsigned i = 0; i < 6; i++) {
        check(log[i].duration > 0);
        check(log[i + 1].start_time >= log[i].start_time + log[i].duration);
    }
}

TEST("BEN-4", a_full_log_takes_no_more)
{
    enum { ROOM = seL4_LogBufferSize / sizeof(benchmark_track_kernel_entry_t) };
    const benchmark_track_kernel_entry_t *log = log_new();

    check_eq(seL4_BenchmarkResetLog(), seL4_NoError);
    for (unsigned i = 0; i < ROOM + 10; i++) {
        seL4_BenchmarkNullSyscall();
    }
    check_eq(finalise_log(), ROOM);
    check_eq(log[ROOM - 1].entry.path, Entry_UnknownSyscall);
    check_eq(log[ROOM].start_time, 0);
}

#endif

#ifdef CONFIG_BENCHMARK_TRACK_UTILISATION

#define SPINS 20000u

static void spin(seL4_Word turns)
{
    for (volatile seL4_Word i = 0; i < turns; i = i + 1) {
    }
}

struct utilisation {
    seL4_Word word[BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES + 1];
};

static struct utilisation utilisation_of(seL4_CPtr tcb)
{
    struct utilisation u;

    seL4_BenchmarkGetThreadUtilisation(tcb);
    for (unsigned i = 0; i <= BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES; i++) {
        u.word[i] = seL4_GetMR((int)i);
    }
    return u;
}

static void work(struct thread *self)
{
    for (;;) {
        (void)execute(step_wait((seL4_CPtr)self->value));
        spin(SPINS);
        self->done++;
    }
}

static struct thread *worker_new(seL4_CPtr go)
{
    struct thread *helper = thread_new(ABOVE);

    helper->value = go;
    thread_start_function(helper, work);
    seL4_BenchmarkResetThreadUtilisation(helper->tcb);
    return helper;
}

TEST("BEN-2,BEN-3", the_cycles_of_each_thread_are_counted)
{
    seL4_CPtr go = notification_new();
    struct thread *helper = worker_new(go);
    struct utilisation own, its;

    seL4_BenchmarkResetThreadUtilisation(test_tcb);
    check_eq(seL4_BenchmarkResetLog(), seL4_NoError);
    for (unsigned i = 0; i < 3; i++) {
        (void)execute(step_send(go, 0));
        spin(SPINS);
    }
    (void)seL4_BenchmarkFinalizeLog();
    check_eq(helper->done, 3);
    own = utilisation_of(test_tcb);
    its = utilisation_of(helper->tcb);
    check_eq(its.word[BENCHMARK_TCB_NUMBER_SCHEDULES], 3);
    check_eq(own.word[BENCHMARK_TCB_NUMBER_SCHEDULES], 1 + 3);
    check_eq(own.word[BENCHMARK_TOTAL_NUMBER_SCHEDULES], 1 + 3 + 3);
    check_eq(own.word[BENCHMARK_IDLE_NUMBER_SCHEDULES], 0);
    check_eq(own.word[BENCHMARK_TCB_UTILISATION] + its.word[BENCHMARK_TCB_UTILISATION],
             own.word[BENCHMARK_TOTAL_UTILISATION]);
    check(own.word[BENCHMARK_TCB_UTILISATION] > 3 * SPINS && its.word[BENCHMARK_TCB_UTILISATION] > 3 * SPINS);
    check(its.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES] >= 3);
    check(own.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES] >= 3);
    check_eq(own.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES] + its.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES],
             own.word[BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES]);
    check_eq(own.word[BENCHMARK_TCB_KERNEL_UTILISATION] + its.word[BENCHMARK_TCB_KERNEL_UTILISATION],
             own.word[BENCHMARK_TOTAL_KERNEL_UTILISATION]);
}

TEST("BEN-2", an_idle_processor_is_accounted_for)
{
    struct utilisation own;

    seL4_BenchmarkResetThreadUtilisation(test_tcb);
    check_eq(seL4_BenchmarkResetLog(), seL4_NoError);
    sleep_us(3000);
    (void)seL4_BenchmarkFinalizeLog();
    own = utilisation_of(test_tcb);
    check_eq(own.word[BENCHMARK_IDLE_LOCALCPU_UTILISATION], own.word[BENCHMARK_IDLE_TCBCPU_UTILISATION]);
    check(own.word[BENCHMARK_IDLE_NUMBER_SCHEDULES] >= 1);
    check(own.word[BENCHMARK_IDLE_LOCALCPU_UTILISATION] > own.word[BENCHMARK_TCB_UTILISATION]);
    check_eq(own.word[BENCHMARK_IDLE_LOCALCPU_UTILISATION] + own.word[BENCHMARK_TCB_UTILISATION],
             own.word[BENCHMARK_TOTAL_UTILISATION]);
}

TEST("BEN-2", nothing_is_counted_when_the_measurement_is_over)
{
    seL4_CPtr go = notification_new();
    struct thread *helper = worker_new(go);
    struct utilisation before, after;

    check_eq(seL4_BenchmarkResetLog(), seL4_NoError);
    (void)execute(step_send(go, 0));
    (void)seL4_BenchmarkFinalizeLog();
    before = utilisation_of(helper->tcb);
    (void)execute(step_send(go, 0));
    after = utilisation_of(helper->tcb);
    for (unsigned i = 0; i <= BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES; i++) {
        check_eq(after.word[i], before.word[i]);
    }
    seL4_BenchmarkResetThreadUtilisation(helper->tcb);
    after = utilisation_of(helper->tcb);
    check_eq(after.word[BENCHMARK_TCB_UTILISATION], 0);
    check_eq(after.word[BENCHMARK_TCB_NUMBER_SCHEDULES], 0);
}

TEST("BEN-2", only_threads_have_counters)
{
    seL4_SetMR(0, 0x5555);
    seL4_BenchmarkGetThreadUtilisation(endpoint_new());
    check_eq(seL4_GetMR(0), 0x5555);
    seL4_BenchmarkGetThreadUtilisation(slot_new());
    check_eq(seL4_GetMR(0), 0x5555);
    seL4_BenchmarkResetThreadUtilisation(endpoint_new());
}

#endif
#endif
