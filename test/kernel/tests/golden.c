/* SPDX-License-Identifier: BSD-2-Clause */
/* Complete replies, word for word, as the interface documents them (T-1, T-2). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define ERROR(code, words) MESSAGE(code, 0, words)

/* Calls `cap` with `label` and the words already in the IPC buffer; returns the raw reply registers. */
static struct registers call_raw(seL4_CPtr cap, seL4_Word label, unsigned caps, unsigned length)
{
    struct registers step = step_call(cap, MESSAGE(label, caps, length));

    for (unsigned i = 0; i < 4; i++) {
        step.x[MR0 + i] = seL4_GetMR((int)i);
    }
    return execute(step);
}

static void set_words(seL4_Word word0, seL4_Word word1, seL4_Word word2, seL4_Word word3)
{
    seL4_SetMR(0, word0);
    seL4_SetMR(1, word1);
    seL4_SetMR(2, word2);
    seL4_SetMR(3, word3);
}

TEST("T-1", call_on_a_null_cap)
{
    struct registers answer = execute(step_call(slot_new(), 0));

    check_eq(answer.x[BADGE], 0);
    check_eq(answer.x[INFO], 0x2001);
    check_eq(answer.x[MR0], 0);
    check_eq(answer.x[MR1], 0xa1);
}

TEST("T-1", copy_from_an_empty_slot)
{
    struct registers answer;

    set_words(slot_new(), 64, slot_new(), 64);
    seL4_SetMR(4, 15);
    seL4_SetCap(0, ROOT_CNODE);
    answer = call_raw(ROOT_CNODE, CNodeCopy, 1, 5);
    check_eq(answer.x[INFO], 0x6003);
    check_eq(answer.x[MR0], 1);
    check_eq(answer.x[MR1], 2);
    check_eq(answer.x[MR2], 64);
}

TEST("T-1", copy_into_a_full_slot)
{
    seL4_CPtr target = endpoint_new();
    seL4_CPtr source = endpoint_new();

    set_words(target, 64, source, 64);
    seL4_SetMR(4, 15);
    seL4_SetCap(0, ROOT_CNODE);
    check_eq(call_raw(ROOT_CNODE, CNodeCopy, 1, 5).x[INFO], 0x8000);
}

TEST("T-1", cnode_operation_with_depth_65)
{
    struct registers answer;

    set_words(slot_new(), 65, 0, 0);
    answer = call_raw(ROOT_CNODE, CNodeDelete, 0, 2);
    check_eq(answer.x[INFO], 0x4002);
    check_eq(answer.x[MR0], 1);
    check_eq(answer.x[MR1], 64);
}

TEST("T-1", unknown_label_on_a_tcb)
{
    check_eq(call_raw(tcb_new(), 0xfffff, 0, 4).x[INFO], ERROR(3, 0));
    check_eq(call_raw(tcb_new(), 0, 0, 4).x[INFO], ERROR(3, 0));
}

TEST("T-1", set_priority_without_a_tcb)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr tcb = tcb_new();
    struct registers answer;

    set_words(1, 0, 0, 0);
    seL4_SetCap(0, endpoint);
    answer = call_raw(tcb, TCBSetPriority, 1, 1);
    check_eq(answer.x[INFO], ERROR(2, 1));
    check_eq(answer.x[MR0], 1);
}

TEST("T-1", set_priority_256)
{
    seL4_CPtr tcb = tcb_new();
    struct registers answer;

    set_words(256, 0, 0, 0);
    seL4_SetCap(0, seL4_CapInitThreadTCB);
    answer = call_raw(tcb, TCBSetPriority, 1, 1);
    check_eq(answer.x[INFO], 0x4002);
    check_eq(answer.x[MR0], 0);
    check_eq(answer.x[MR1], 255);
}

TEST("T-1", read_registers_of_itself)
{
    set_words(0, 36, 0, 0);
    check_eq(call_raw(test_tcb, TCBReadRegisters, 0, 2).x[INFO], ERROR(3, 0));
}

TEST("T-1", read_100_registers)
{
    seL4_CPtr tcb = tcb_new();
    struct registers answer;

    set_words(0, 100, 0, 0);
    answer = call_raw(tcb, TCBReadRegisters, 0, 2);
    check_eq(answer.x[INFO], 0x4002);
    check_eq(answer.x[MR0], 1);
    check_eq(answer.x[MR1], 36);
}

TEST("T-1", configure_flags_with_one_microsecond)
{
    check_range_error(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start,
                                                       object_new(seL4_SchedContextObject, 7), 1, 1000, 0, 0,
                                                       0),
                      20, MAX_PERIOD_US);
}

TEST("T-1", one_extra_refill_on_a_minimal_context)
{
    check_range_error(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start,
                                                       object_new(seL4_SchedContextObject, 7), 100, 1000, 1,
                                                       0, 0),
                      0, 0);
}

TEST("T-1", set_flags_all_ones)
{
    seL4_CPtr tcb = tcb_new();
    struct registers answer;

    set_words(0, ~0ul, 0, 0);
    answer = call_raw(tcb, TCBSetFlags, 0, 2);
    check_eq(answer.x[INFO], MESSAGE(0, 0, 1));
    check_eq(answer.x[MR0], 1);
}

TEST("T-1", irq_control_get_5000)
{
    check_range_error(seL4_IRQControl_Get(seL4_CapIRQControl, 5000, ROOT_CNODE, slot_new(), 64), 0, 159);
}

TEST("T-1", retype_type_100)
{
    check_invalid_argument(retype(untyped_new(12), 100, 0, slot_new()), 0);
}

TEST("T-1", retype_untyped_of_60_bits)
{
    check_range_error(retype(untyped_new(12), seL4_UntypedObject, 60, slot_new()), 0, 47);
}

TEST("T-1", retype_300_objects)
{
    check_range_error(retype_into(untyped_new(12), seL4_EndpointObject, 0, ROOT_CNODE, 0, 0, slot_new(), 300),
                      1, 256);
}

TEST("T-1", retype_a_tcb_from_a_device)
{
    check_invalid_argument(retype(device_untyped(16), seL4_TCBObject, 0, slot_new()), 1);
}

#if CONFIG_NUM_DOMAINS > 1
TEST("T-1", schedule_configure_index_99)
{
    check_range_error(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 99, 0, 1), 0, 98);
}

TEST("T-1", schedule_set_start_on_an_end_marker)
{
    check_invalid_argument(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 5), 0);
}
#endif

TEST("SYS-10", a_success_reply_is_all_zero)
{
    struct registers answer = call_raw(tcb_new(), TCBSuspend, 0, 0);

    check_eq(answer.x[BADGE], 0);
    check_eq(answer.x[INFO], 0);
}

TEST("SYS-14", an_invocation_by_send_performs_and_returns_nothing)
{
    seL4_CPtr endpoint = endpoint_new();
    struct registers step = step_send(ROOT_CNODE, MESSAGE(CNodeDelete, 0, 2));
    struct registers after;

    step.x[MR0] = endpoint;
    step.x[MR1] = DEPTH;
    after = execute(step);
    check(slot_is_empty(endpoint));
    for (unsigned i = 0; i <= DESTINATION; i++) {
        check_eq(after.x[i], step.x[i]);
    }
}

TEST("ENV-13", all_other_registers_survive_a_system_call)
{
    seL4_Word sum = 0;

    __asm__ volatile("mov x9, #9\n\tmov x15, #15\n\tmov x16, #16\n\tmov x17, #17\n\tmov x18, #18\n\t"
                     "mov x19, #19\n\tmov x28, #28\n\tmov x7, #-11\n\tsvc #0\n\t"
                     "add x9, x9, x15\n\tadd x16, x16, x17\n\tadd x18, x18, x19\n\tadd x9, x9, x16\n\t"
                     "add x18, x18, x28\n\tadd %0, x9, x18"
                     : "=r"(sum)
                     :
                     : "x7", "x9", "x15", "x16", "x17", "x18", "x19", "x28", "memory");
    check_eq(sum, 9 + 15 + 16 + 17 + 18 + 19 + 28);
}
