/* SPDX-License-Identifier: BSD-2-Clause */
/* The calls of benchmark kernels, and where the cycles go (BEN). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>
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
