/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations of the hardware debug API (HWD-1, HWD-2, HWD-4). */
#include <hardware_debug.h>

#include "arch/aarch64/hardware_debug/monitors.h"

#include <el_pte.h>

static bool monitor_size_known(word_t size)
{
    return size == 0 || size == 1 || size == 2 || size == 4 || size == 8;
}

/* HWD-2 for an instruction. */
static outcome_t breakpoint_check(word_t number, word_t size, word_t access)
{
    if (size != 0) {
        return error_invalid_argument(3);
    }
    if (access != seL4_BreakOnRead) {
        return error_invalid_argument(4);
    }
    if (number >= HARDWARE_BREAKPOINTS && number < HARDWARE_MONITORS) {
        return error_invalid_argument(2);
    }
    return DONE;
}

/* HWD-2 for data. */
static outcome_t watchpoint_check(word_t number, word_t size)
{
    if (size == 0) {
        return error_invalid_argument(3);
    }
    return number < HARDWARE_BREAKPOINTS ? error_invalid_argument(2) : DONE;
}

static outcome_t breakpoint_set(const struct invocation *request, struct tcb *t)
{
    if (request->length < 5) {
        return error_truncated();
    }
    word_t number = invocation_arg(request, 0);
    vaddr_t address = invocation_arg(request, 1);
    word_t type = invocation_arg(request, 2);
    word_t size = invocation_arg(request, 3);
    word_t access = invocation_arg(request, 4);
    if (address >= USER_TOP) {
        return error_invalid_argument(1);
    }
    if (type != seL4_InstructionBreakpoint && type != seL4_DataBreakpoint) {
        return error_invalid_argument(2);
    }
    outcome_t kind = type == seL4_InstructionBreakpoint ? breakpoint_check(number, size, access)
                                                        : watchpoint_check(number, size);
    if (kind != DONE) {
        return kind;
    }
    if (access > seL4_BreakOnReadWrite || !monitor_size_known(size)) {
        return error_invalid_argument(3);
    }
    if (size != 0 && (address & (size - 1)) != 0) {
        return error_alignment();
    }
    if (number >= HARDWARE_MONITORS) {
        return error_range(0, HARDWARE_MONITORS - 1);
    }
    invocation_commit();
    t->arch.hardware_debug.monitor[number] = (struct hardware_monitor){
        .address = address,
        .size = (uint8_t)size,
        .access = (uint8_t)access,
        .enabled = true,
    };
    hardware_debug_changed(t);
    return DONE;
}

static outcome_t breakpoint_get(const struct invocation *request, struct tcb *t)
{
    if (request->length < 1) {
        return error_truncated();
    }
    word_t number = invocation_arg(request, 0);
    if (number >= HARDWARE_MONITORS) {
        return error_range(0, HARDWARE_MONITORS - 1);
    }
    const struct hardware_monitor *m = &t->arch.hardware_debug.monitor[number];
    const word_t values[] = {
        m->address,
        number < HARDWARE_BREAKPOINTS ? seL4_InstructionBreakpoint : seL4_DataBreakpoint,
        m->size,
        m->access,
        m->enabled,
    };
    enum { VALUES = sizeof values / sizeof values[0] };

    invocation_commit();
    if (request->is_call) {
        word_t *buffer = message_buffer(kernel.cur, true);
        word_t count = 0;
        while (count < VALUES && message_put(kernel.cur, buffer, count, values[count])) {
            count++;
        }
        message_reply(kernel.cur, 0, count);
    }
    thread_set_state(kernel.cur, RUNNING);
    return DONE;
}

static outcome_t breakpoint_unset(const struct invocation *request, struct tcb *t)
{
    if (request->length < 1) {
        return error_truncated();
    }
    word_t number = invocation_arg(request, 0);
    if (number >= HARDWARE_MONITORS) {
        return error_range(0, HARDWARE_MONITORS - 1);
    }
    if (t->arch.hardware_debug.steps != 0 && number == t->arch.hardware_debug.step_number) {
        return error_illegal_operation();
    }
    invocation_commit();
    t->arch.hardware_debug.monitor[number].enabled = false;
    hardware_debug_changed(t);
    return DONE;
}

/* The monitor counts as taken while the thread is stepped, although stepping has hardware of its own. */
static outcome_t single_stepping_configure(const struct invocation *request, struct tcb *t)
{
    if (request->length < 2) {
        return error_truncated();
    }
    word_t number = invocation_arg(request, 0);
    word_t instructions = invocation_arg(request, 1);
    invocation_commit();
    t->arch.hardware_debug.step_number = number;
    hardware_debug_set_steps(t, instructions);
    return invocation_result(request, instructions != 0);
}

outcome_t hardware_debug_invoke(const struct invocation *request, struct tcb *t)
{
    switch (request->label) {
    case TCBSetBreakpoint:
        return breakpoint_set(request, t);
    case TCBGetBreakpoint:
        return breakpoint_get(request, t);
    case TCBUnsetBreakpoint:
        return breakpoint_unset(request, t);
    case TCBConfigureSingleStepping:
        return single_stepping_configure(request, t);
    default:
        return error_illegal_operation();
    }
}
