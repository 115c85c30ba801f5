/* SPDX-License-Identifier: BSD-2-Clause */
/* Breakpoints, watchpoints and single stepping, in builds that have them (HWD). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/test.h>
#include <framework/threads.h>

#ifdef CONFIG_HARDWARE_DEBUG_API

#define BREAKPOINT 2u
#define WATCHPOINT (seL4_FirstWatchpoint + 1u)
#define REGISTERS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

/* Adds up, stores, breaks, and waits. x1 points to the word that is stored to. */
__asm__(".pushsection .text\n"
        ".balign 4\n"
        "debuggee:\n"
        "    mov x2, #1\n"
        "    add x2, x2, #2\n"
        "    add x2, x2, #3\n"
        "    str x2, [x1]\n"
        "    brk #7\n"
        "    b .\n"
        ".popsection\n");

extern const uint32_t debuggee[];
static seL4_Word stored;

static seL4_Word instruction(unsigned index)
{
    return (seL4_Word)(debuggee + index);
}

static struct thread *debuggee_new(seL4_CPtr handler)
{
    struct thread *helper = thread_new(BELOW);
    seL4_UserContext context = { .pc = instruction(0), .x1 = (seL4_Word)&stored };

    stored = 0;
    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, false, 0, REGISTERS, &context), seL4_NoError);
    return helper;
}

static struct registers next_event(seL4_CPtr handler, seL4_CPtr reply, seL4_Word length)
{
    struct registers message = execute(step_recv(handler, reply));

    check_eq(message.x[INFO], MESSAGE(seL4_Fault_DebugException, 0, length));
    return message;
}

TEST("HWD-2", breakpoints_are_checked)
{
    seL4_CPtr tcb = tcb_new();

    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, 0, seL4_UserTop, seL4_InstructionBreakpoint, 0, 0), 1);
    check_eq(seL4_TCB_SetBreakpoint(tcb, 0, seL4_UserTop - 3, seL4_InstructionBreakpoint, 0, 0), seL4_NoError);
    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, 0, 0, seL4_SingleStep, 0, 0), 2);
    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, 0, 0, seL4_InstructionBreakpoint, 4, 0), 3);
    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, 0, 0, seL4_InstructionBreakpoint, 0,
                                                  seL4_BreakOnWrite),
                           4);
    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, WATCHPOINT, 0, seL4_InstructionBreakpoint, 0, 0), 2);
    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, WATCHPOINT, 0, seL4_DataBreakpoint, 0, 0), 3);
    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, BREAKPOINT, 0, seL4_DataBreakpoint, 4, 0), 2);
    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, WATCHPOINT, 0, seL4_DataBreakpoint, 4, 3), 3);
    check_invalid_argument(seL4_TCB_SetBreakpoint(tcb, WATCHPOINT, 0, seL4_DataBreakpoint, 3, 0), 3);
    check_eq(seL4_TCB_SetBreakpoint(tcb, WATCHPOINT, 2, seL4_DataBreakpoint, 4, 0), seL4_AlignmentError);
    check_range_error(seL4_TCB_SetBreakpoint(tcb, seL4_NumHWBreakpoints, 0, seL4_DataBreakpoint, 4, 0), 0,
                      seL4_NumHWBreakpoints - 1);
}

TEST("HWD-1", breakpoints_are_reported_as_set)
{
    seL4_CPtr tcb = tcb_new();
    seL4_TCB_GetBreakpoint_t got;

    check_eq(seL4_TCB_SetBreakpoint(tcb, WATCHPOINT, 0x1238, seL4_DataBreakpoint, 8, seL4_BreakOnReadWrite),
             seL4_NoError);
    got = seL4_TCB_GetBreakpoint(tcb, WATCHPOINT);
    check_eq(got.error, seL4_NoError);
    check_eq(got.vaddr, 0x1238);
    check_eq(got.type, seL4_DataBreakpoint);
    check_eq(got.size, 8);
    check_eq(got.rw, seL4_BreakOnReadWrite);
    check_eq(got.is_enabled, 1);
    check_eq(seL4_TCB_UnsetBreakpoint(tcb, WATCHPOINT), seL4_NoError);
    check_eq(seL4_TCB_GetBreakpoint(tcb, WATCHPOINT).is_enabled, 0);
}

TEST("HWD-3", an_instruction_breakpoint_stops_before_the_instruction)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = debuggee_new(handler);
    struct registers event;

    check_eq(seL4_TCB_SetBreakpoint(helper->tcb, BREAKPOINT, instruction(2), seL4_InstructionBreakpoint, 0,
                                    seL4_BreakOnRead), seL4_NoError);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    event = next_event(handler, reply, 4);
    check_eq(event.x[MR0], instruction(2));
    check_eq(event.x[MR1], seL4_InstructionBreakpoint);
    check_eq(event.x[MR2], instruction(2));
    check_eq(event.x[MR3], BREAKPOINT);
    check_eq(read_registers(helper->tcb).x2, 3);
    check_eq(seL4_TCB_UnsetBreakpoint(helper->tcb, BREAKPOINT), seL4_NoError);
    seL4_Send(reply, seL4_MessageInfo_new(0, 0, 0, 0));
    event = next_event(handler, reply, 2);
    check_eq(event.x[MR0], instruction(4));
    check_eq(event.x[MR1], seL4_SoftwareBreakRequest);
    check_eq(stored, 6);
}

TEST("HWD-3", a_watchpoint_stops_the_store)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = debuggee_new(handler);
    struct registers event;

    check_eq(seL4_TCB_SetBreakpoint(helper->tcb, WATCHPOINT, (seL4_Word)&stored, seL4_DataBreakpoint, 8,
                                    seL4_BreakOnWrite), seL4_NoError);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    event = next_event(handler, reply_new(), 4);
    check_eq(event.x[MR0], instruction(3));
    check_eq(event.x[MR1], seL4_DataBreakpoint);
    check_eq(event.x[MR2], (seL4_Word)&stored);
    check_eq(event.x[MR3], WATCHPOINT);
    check_eq(stored, 0);
}

TEST("HWD-4", single_steps_count_instructions)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = debuggee_new(handler);
    seL4_TCB_ConfigureSingleStepping_t configured = seL4_TCB_ConfigureSingleStepping(helper->tcb, 0, 1);
    struct registers event;

    check_eq(configured.error, seL4_NoError);
    check_eq(configured.bp_was_consumed, 1);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    event = next_event(handler, reply, 2);
    check_eq(event.x[MR0], instruction(1));
    check_eq(event.x[MR1], seL4_SingleStep);
    seL4_SetMR(0, 2);
    seL4_Send(reply, seL4_MessageInfo_new(0, 0, 0, 1));
    event = next_event(handler, reply, 2);
    check_eq(event.x[MR0], instruction(3));
    check_eq(read_registers(helper->tcb).x2, 6);
    seL4_SetMR(0, 0);
    seL4_Send(reply, seL4_MessageInfo_new(0, 0, 0, 1));
    event = next_event(handler, reply, 2);
    check_eq(event.x[MR0], instruction(4));
    check_eq(event.x[MR1], seL4_SoftwareBreakRequest);
}

/* A debuggee that has stopped after so many single steps. */
static struct thread *stopped_after(unsigned instructions, seL4_CPtr handler, seL4_CPtr reply)
{
    struct thread *helper = debuggee_new(handler);

    check_eq(seL4_TCB_ConfigureSingleStepping(helper->tcb, 0, instructions).error, seL4_NoError);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    check_eq(next_event(handler, reply, 2).x[MR0], instruction(instructions));
    return helper;
}

/* Answers a single step: after this many instructions comes the next. */
static void step_on(seL4_CPtr reply, seL4_Word instructions)
{
    seL4_SetMR(0, instructions);
    seL4_Send(reply, seL4_MessageInfo_new(0, 0, 0, 1));
}

TEST("HWD-4,TCB-12", a_debugger_that_writes_registers_loses_no_step)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = debuggee_new(handler);
    seL4_UserContext context;

    check_eq(seL4_TCB_ConfigureSingleStepping(helper->tcb, 0, 1).error, seL4_NoError);
    context = read_registers(helper->tcb);
    context.spsr = 0;
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, true, 0, REGISTERS, &context), seL4_NoError);
    check_eq(next_event(handler, reply, 2).x[MR0], instruction(1));
    context = read_registers(helper->tcb);
    context.spsr = 0;
    context.x2 = 10;
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, false, 0, REGISTERS, &context), seL4_NoError);
    step_on(reply, 2);
    check_eq(next_event(handler, reply, 2).x[MR0], instruction(3));
    check_eq(read_registers(helper->tcb).x2, 15);
}

TEST("HWD-4", a_stepped_thread_that_is_resumed_makes_a_step)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = stopped_after(1, handler, reply_new());

    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    check_eq(next_event(handler, reply_new(), 2).x[MR0], instruction(2));
}

TEST("HWD-4", a_step_answered_after_stepping_was_ended_does_not_restart)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = stopped_after(1, handler, reply);

    check_eq(seL4_TCB_ConfigureSingleStepping(helper->tcb, 0, 0).error, seL4_NoError);
    step_on(reply, 1);
    let_others_run();
    check_eq(read_registers(helper->tcb).pc, instruction(1));
    check_eq(stored, 0);
}

TEST("HWD-4", a_step_answered_without_words_is_one_instruction)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    (void)stopped_after(2, handler, reply);

    seL4_SetMR(0, 0);
    seL4_Send(reply, seL4_MessageInfo_new(0, 0, 0, 0));
    check_eq(next_event(handler, reply, 2).x[MR0], instruction(3));
}

TEST("HWD-4,HWD-1", the_breakpoint_given_for_stepping_is_taken_until_stepping_ends)
{
    seL4_CPtr tcb = tcb_new();
    seL4_TCB_ConfigureSingleStepping_t configured = seL4_TCB_ConfigureSingleStepping(tcb, BREAKPOINT, 1);

    check_eq(configured.error, seL4_NoError);
    check_eq(configured.bp_was_consumed, 1);
    check_eq(seL4_TCB_UnsetBreakpoint(tcb, BREAKPOINT + 1), seL4_NoError);
    check_eq(seL4_TCB_UnsetBreakpoint(tcb, BREAKPOINT), seL4_IllegalOperation);
    check_eq(seL4_TCB_ConfigureSingleStepping(tcb, BREAKPOINT, 0).bp_was_consumed, 0);
    check_eq(seL4_TCB_UnsetBreakpoint(tcb, BREAKPOINT), seL4_NoError);
}

TEST("HWD-4,FLT-14", an_answer_with_a_label_sets_the_count_and_stops_the_thread)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = stopped_after(1, handler, reply);

    seL4_SetMR(0, 3);
    seL4_Send(reply, seL4_MessageInfo_new(1, 0, 0, 1));
    let_others_run();
    check_eq(read_registers(helper->tcb).pc, instruction(1));
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    check_eq(next_event(handler, reply, 2).x[MR0], instruction(4));
}

TEST("HWD-3", breakpoints_are_those_of_one_thread)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr other_handler = endpoint_new();
    struct thread *helper = debuggee_new(handler);
    struct thread *other = debuggee_new(other_handler);

    check_eq(seL4_TCB_SetBreakpoint(helper->tcb, BREAKPOINT, instruction(1), seL4_InstructionBreakpoint, 0,
                                    seL4_BreakOnRead), seL4_NoError);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    check_eq(next_event(handler, reply_new(), 4).x[MR0], instruction(1));
    check_eq(seL4_TCB_Resume(other->tcb), seL4_NoError);
    check_eq(next_event(other_handler, reply_new(), 2).x[MR0], instruction(4));
}

#endif
