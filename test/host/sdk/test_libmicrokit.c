/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The event loop of libmicrokit against a scripted kernel: which system calls it makes, in which order, for
 * which events (LIB-8 to LIB-15).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <microkit.h>

#include "libmicrokit/reinit_table.h"

extern seL4_Word microkit_reinit_table;

/* The library's main(), renamed by the build. */
int microkit_main(void);

#define FAULT (1ul << 62)
#define PPC (1ul << 63)

/* ---- The scripted kernel ---- */

struct incoming {
    seL4_Word badge;
    seL4_Word label;
};

static const struct incoming *script;
static jmp_buf script_end;
static char calls[2000];   /* every system call and entry point, one word each */
static char console[500];
static seL4_Word message_registers[128];

static void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void note(const char *format, ...)
{
    size_t used = strlen(calls);
    va_list args;

    va_start(args, format);
    vsnprintf(calls + used, sizeof calls - used, format, args);
    va_end(args);
    strncat(calls, " ", sizeof calls - strlen(calls) - 1);
}

static seL4_Word label_of(seL4_MessageInfo_t info)
{
    return seL4_MessageInfo_get_label(info);
}

/* The next event of the script; its end leaves the event loop. */
static seL4_MessageInfo_t next_event(seL4_Word *sender)
{
    struct incoming event = *script;

    if (event.badge == UINT64_MAX) {
        longjmp(script_end, 1);
    }
    script++;
    *sender = event.badge;
    return seL4_MessageInfo_new(event.label, 0, 0, 0);
}

void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t info)
{
    note("send(%lu,%lu)", dest, label_of(info));
}

void seL4_Signal(seL4_CPtr dest)
{
    note("signal(%lu)", dest);
}

seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t info)
{
    note("call(%lu,%lu)", dest, label_of(info));
    return seL4_MessageInfo_new(9, 0, 0, 1);
}

seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    assert_int_equal(src, 1);
    assert_int_equal(reply, 4);
    note("recv");
    return next_event(sender);
}

seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t info, seL4_Word *sender, seL4_CPtr reply)
{
    assert_int_equal(src, 1);
    assert_int_equal(reply, 4);
    note("replyrecv(%lu)", label_of(info));
    return next_event(sender);
}

seL4_MessageInfo_t seL4_NBSendRecv(seL4_CPtr dest, seL4_MessageInfo_t info, seL4_CPtr src, seL4_Word *sender,
                                   seL4_CPtr reply)
{
    assert_int_equal(src, 1);
    assert_int_equal(reply, 4);
    note("nbsendrecv(%lu,%lu)", dest, label_of(info));
    return next_event(sender);
}

seL4_Error seL4_IRQHandler_Ack(seL4_CPtr handler)
{
    note("ack(%lu)", handler);
    return seL4_NoError;
}

static seL4_Error tcb_result;

seL4_Error seL4_TCB_WriteRegisters(seL4_CPtr tcb, seL4_Bool resume, seL4_Uint8 flags, seL4_Word count,
                                   seL4_UserContext *regs)
{
    assert_int_equal(flags, 0);
    for (size_t i = 0; i < sizeof regs->others / sizeof regs->others[0]; i++) {
        assert_int_equal(regs->others[i], 0);
    }
    note("write(%lu,%d,%lu,0x%lx)", tcb, resume, count, regs->pc);
    return tcb_result;
}

seL4_Error seL4_TCB_Suspend(seL4_CPtr tcb)
{
    note("suspend(%lu)", tcb);
    return tcb_result;
}

seL4_Error seL4_TCB_Resume(seL4_CPtr tcb)
{
    note("resume(%lu)", tcb);
    return tcb_result;
}

void seL4_SetMR(int i, seL4_Word value)
{
    message_registers[i] = value;
}

seL4_Word seL4_GetMR(int i)
{
    return message_registers[i];
}

void seL4_DebugPutChar(char c)
{
    strncat(console, &c, 1);
}

/* ---- The PD under test ---- */

static void (*in_init)(void);
static void (*in_notified)(microkit_channel ch);
static void (*in_protected)(void);
static seL4_Bool fault_result;

void init(void)
{
    note("init");
    if (in_init != NULL) {
        in_init();
    }
}

void notified(microkit_channel ch)
{
    note("notified(%u)", ch);
    if (in_notified != NULL) {
        in_notified(ch);
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    note("protected(%u,%lu)", ch, label_of(msginfo));
    if (in_protected != NULL) {
        in_protected();
    }
    return microkit_msginfo_new(100 + ch, 0);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    note("fault(%u,%lu)", child, label_of(msginfo));
    *reply = microkit_msginfo_new(200, 0);
    return fault_result;
}

/* Constructors, as the link script would collect them. */
typedef void (*constructor)(void);

static void first_constructor(void)
{
    note("first");
}

static void second_constructor(void)
{
    note("second");
}

__attribute__((section("test_constructors"),
               used)) static const constructor constructors[] = {first_constructor, second_constructor};

static int reset(void **state)
{
    (void)state;
    calls[0] = '\0';
    console[0] = '\0';
    in_init = NULL;
    in_notified = NULL;
    in_protected = NULL;
    fault_result = seL4_False;
    tcb_result = seL4_NoError;
    strcpy(microkit_name, "pd");
    microkit_passive = seL4_False;
    microkit_irqs = 0;
    microkit_notifications = 0;
    microkit_pps = 0;
    microkit_have_signal = seL4_False;
    microkit_generation = 0;
    microkit_reinit_table = 0;
    return 0;
}

/* Runs the library until the script is over. */
static void run(const struct incoming *events)
{
    script = events;
    if (setjmp(script_end) == 0) {
        microkit_main();
    }
}

#define END {UINT64_MAX, 0}
#define EXPECT_CALLS(...) assert_string_equal(calls, __VA_ARGS__ " ")

/* ---- Start-up ---- */

static void test_start_up_order(void **state)
{
    (void)state;
    microkit_irqs = (1ul << 5) | (1ul << 0) | (1ul << 61);
    run((struct incoming[]){END});
    EXPECT_CALLS("first second init ack(138) ack(143) ack(199) recv");
}

static void test_passive_pd_tells_the_monitor(void **state)
{
    (void)state;
    microkit_passive = seL4_True;
    run((struct incoming[]){{0, 0}, END});
    EXPECT_CALLS("first second init nbsendrecv(5,0) recv");
}

static void defer_in_init(void)
{
    microkit_notifications = 1ul << 7;
    microkit_deferred_notify(7);
}

/* DEV-9: the message to the monitor does not replace what init() deferred. */
static void test_passive_pd_keeps_its_deferral(void **state)
{
    (void)state;
    microkit_passive = seL4_True;
    in_init = defer_in_init;
    run((struct incoming[]){END});
    EXPECT_CALLS("first second init send(17,0) nbsendrecv(5,0)");
}

/* ---- A new life ---- */

static void test_reinitialised_pd_answers_and_tells(void **state)
{
    (void)state;
    microkit_generation = 2;
    microkit_notifications = 1ul << 3 | 1ul << 61;
    run((struct incoming[]){END});
    EXPECT_CALLS("send(4,4503599627370495) first second init signal(13) signal(71) recv");
}

struct reinit_fixture {
    struct reinit_header header;
    struct reinit_child other;
    struct reinit_range other_range;
    struct reinit_child child;
    struct reinit_range ranges[2];
};

static void test_child_gets_its_original_memory(void **state)
{
    static const seL4_Word original[2] = {11, 12};
    seL4_Word data[4] = {1, 2, 3, 4}, stack[2] = {5, 6}, untouched[1] = {7};
    struct reinit_fixture f = {
        .header = {2},
        .other = {.id = 1, .range_count = 1},
        .other_range = {.view = (uintptr_t)untouched, .size = sizeof untouched},
        .child = {.id = 9, .entry = 0x200000, .stack_top = 0, .generation = (uintptr_t)&data[3], .range_count = 2},
        .ranges = {{(uintptr_t)data, sizeof data, (uintptr_t)original, sizeof original},
                   {(uintptr_t)stack, sizeof stack, 0, 0}}};

    (void)state;
    microkit_reinit_table = (uintptr_t)&f;
    microkit_pd_reinit(9);
    microkit_pd_reinit(9);
    EXPECT_CALLS("suspend(211) write(211,1,36,0x200000) suspend(211) write(211,1,36,0x200000)");
    assert_int_equal(data[0], 11);
    assert_int_equal(data[1], 12);
    assert_int_equal(data[2], 0);
    assert_int_equal(data[3], 2);
    assert_int_equal(stack[0] | stack[1], 0);
    assert_int_equal(untouched[0], 7);
}

/* ---- Events ---- */

static void test_all_bits_of_a_notification(void **state)
{
    (void)state;
    run((struct incoming[]){{1 | 1ul << 3 | 1ul << 61, 0}, {0, 0}, END});
    EXPECT_CALLS("first second init recv notified(0) notified(3) notified(61) recv recv");
}

static void test_call_is_answered_with_the_next_receive(void **state)
{
    (void)state;
    run((struct incoming[]){{PPC | 61, 33}, {2, 0}, END});
    EXPECT_CALLS("first second init recv protected(61,33) replyrecv(161) notified(1) recv");
}

static void test_fault_without_answer(void **state)
{
    (void)state;
    run((struct incoming[]){{FAULT | 61, 6}, END});
    EXPECT_CALLS("first second init recv fault(61,6) recv");
}

static void test_fault_with_answer(void **state)
{
    (void)state;
    fault_result = seL4_True;
    run((struct incoming[]){{FAULT | 3, 6}, END});
    EXPECT_CALLS("first second init recv fault(3,6) replyrecv(200)");
}

/* LIB-10: a badge with both bits is a fault. */
static void test_fault_bit_comes_first(void **state)
{
    (void)state;
    run((struct incoming[]){{FAULT | PPC | 3, 6}, END});
    EXPECT_CALLS("first second init recv fault(3,6) recv");
}

/* ---- Deferred operations ---- */

static void defer_one(microkit_channel ch)
{
    microkit_notifications = UINT64_MAX >> 2;
    microkit_deferred_notify(ch);
}

static void test_deferral_joins_the_receive(void **state)
{
    (void)state;
    in_notified = defer_one;
    run((struct incoming[]){{1ul << 4, 0}, {0, 0}, END});
    EXPECT_CALLS("first second init recv notified(4) nbsendrecv(14,0) recv");
}

static void defer_ack(microkit_channel ch)
{
    microkit_irqs = 1ul << ch;
    microkit_deferred_irq_ack(ch);
}

static void test_deferred_acknowledgement(void **state)
{
    (void)state;
    in_notified = defer_ack;
    run((struct incoming[]){{1ul << 2, 0}, END});
    EXPECT_CALLS("first second init recv notified(2) nbsendrecv(140,27)");
}

/* LIB-13: the earlier of two different ones happens at once, the same one twice is one. */
static void test_two_deferrals(void **state)
{
    (void)state;
    in_notified = defer_one;
    run((struct incoming[]){{1ul << 4 | 1ul << 5, 0}, END});
    EXPECT_CALLS("first second init recv notified(4) notified(5) send(14,0) nbsendrecv(15,0)");
}

static void defer_twice(microkit_channel ch)
{
    defer_one(ch);
    defer_one(ch);
}

static void test_same_deferral_twice(void **state)
{
    (void)state;
    in_notified = defer_twice;
    run((struct incoming[]){{1ul << 4, 0}, END});
    EXPECT_CALLS("first second init recv notified(4) nbsendrecv(14,0)");
}

static void defer_in_protected(void)
{
    defer_one(9);
}

static void test_deferral_with_an_answer(void **state)
{
    (void)state;
    in_protected = defer_in_protected;
    run((struct incoming[]){{PPC | 1, 0}, {0, 0}, END});
    EXPECT_CALLS("first second init recv protected(1,0) send(19,0) replyrecv(101) recv");
}

/* ---- Functions ---- */

static void test_channels_are_checked(void **state)
{
    (void)state;
    microkit_notify(3);
    microkit_notify(62);
    microkit_irq_ack(64);
    microkit_deferred_notify(4294967295u);
    microkit_deferred_irq_ack(5);
    assert_int_equal(microkit_ppcall(0, microkit_msginfo_new(1, 1)).words[0], 0);
    assert_string_equal(calls, "");
    assert_false(microkit_have_signal);
    assert_string_equal(console, "pd microkit_notify: invalid channel given '3'\n"
                                 "pd microkit_notify: invalid channel given '62'\n"
                                 "pd microkit_irq_ack: invalid channel given '64'\n"
                                 "pd microkit_deferred_notify: invalid channel given '4294967295'\n"
                                 "pd microkit_deferred_irq_ack: invalid channel given '5'\n"
                                 "pd microkit_ppcall: invalid channel given '0'\n");
}

static void test_channel_operations(void **state)
{
    (void)state;
    microkit_notifications = 1ul << 61;
    microkit_irqs = 1;
    microkit_pps = 1ul << 2;
    microkit_notify(61);
    microkit_irq_ack(0);
    assert_int_equal(microkit_msginfo_get_label(microkit_ppcall(2, microkit_msginfo_new(44, 0))), 9);
    EXPECT_CALLS("signal(71) ack(138) call(76,44)");
}

static void test_children(void **state)
{
    (void)state;
    microkit_pd_restart(1, 0x200000);
    microkit_pd_stop(2);
    microkit_pd_resume(61);
    EXPECT_CALLS("write(203,1,1,0x200000) suspend(204) resume(263)");
}

static void test_messages(void **state)
{
    microkit_msginfo info = microkit_msginfo_new(5, 64);

    (void)state;
    assert_int_equal(microkit_msginfo_get_label(info), 5);
    assert_int_equal(microkit_msginfo_get_count(info), 64);
    microkit_mr_set(63, 77);
    assert_int_equal(microkit_mr_get(63), 77);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(0), 0);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(1), 1ul << 58);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(63), 63ul << 58);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(64), 0);
}

static void test_debug_output(void **state)
{
    (void)state;
    microkit_dbg_put8(0);
    microkit_dbg_putc(' ');
    microkit_dbg_put8(255);
    microkit_dbg_puts(" x\n");
    microkit_dbg_put32(4294967295u);
    assert_string_equal(console, "0 255 x\n4294967295");
}

#define TEST(name) cmocka_unit_test_setup(name, reset)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_start_up_order),
        TEST(test_passive_pd_tells_the_monitor),
        TEST(test_passive_pd_keeps_its_deferral),
        TEST(test_reinitialised_pd_answers_and_tells),
        TEST(test_child_gets_its_original_memory),
        TEST(test_all_bits_of_a_notification),
        TEST(test_call_is_answered_with_the_next_receive),
        TEST(test_fault_without_answer),
        TEST(test_fault_with_answer),
        TEST(test_fault_bit_comes_first),
        TEST(test_deferral_joins_the_receive),
        TEST(test_deferred_acknowledgement),
        TEST(test_two_deferrals),
        TEST(test_same_deferral_twice),
        TEST(test_deferral_with_an_answer),
        TEST(test_channels_are_checked),
        TEST(test_channel_operations),
        TEST(test_children),
        TEST(test_messages),
        TEST(test_debug_output),
    };

    return cmocka_run_group_tests_name("sdk/libmicrokit", tests, NULL, NULL);
}
