/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The root task of the kernel benchmark: prepares each group of operations, waits for the workers that
 * perform them, and ends with a list of the operations' numbers and names on the serial line. The counting
 * happens outside.
 */
#include "operations.h"
#include "worker.h"

#include <framework/console.h>
#include <framework/objects.h>

void runner_main(const seL4_BootInfo *info, seL4_Word stack_pointer);

const seL4_BootInfo *boot;
seL4_IPCBuffer *__sel4_ipc_buffer;

#define OPERATION_NAME(name) #name,
static const char *const names[] = { OPERATIONS(OPERATION_NAME) };

static void (*const groups[])(void) = {
    measure_ipc, measure_long_ipc, measure_send, measure_notifications, measure_signals_up, measure_traps,
    measure_interrupts, measure_faults, measure_invocations, measure_loops, measure_busy_loop,
    measure_chained_loops, measure_interrupt_loop, measure_queued_calls, measure_queued_sends,
    measure_signals_to_passive, measure_active_calls, measure_exceptions,
};

static _Noreturn void stop(void)
{
    for (;;) {
        (void)seL4_TCB_Suspend(seL4_CapInitThreadTCB);
    }
}

void fail(const char *file, int line, const char *what, bool values, seL4_Word got, seL4_Word wanted)
{
    print("FAIL ");
    print(file);
    print(":");
    print_number((seL4_Word)line);
    print(": ");
    print(what);
    if (values) {
        print(" is ");
        print_hex(got);
        print(", not ");
        print_hex(wanted);
    }
    print("\n");
    stop();
}

void runner_main(const seL4_BootInfo *info, seL4_Word stack_pointer)
{
    boot = info;
    (void)stack_pointer;
    __sel4_ipc_buffer = info->ipcBuffer;
    objects_start();
    check(console_start());
    objects_keep();
    for (unsigned i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        workers_reset();
        groups[i]();
        objects_reset();
    }
    for (unsigned i = 0; i < OPERATION_COUNT; i++) {
        print("OPERATION ");
        print_number(i);
        print(" ");
        print(names[i]);
        print("\n");
    }
    print("END\n");
    stop();
}
