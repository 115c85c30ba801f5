/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interpreter of fuzz programs.
 */
#include "program.h"

#include "invocations.h"
#include "scenario.h"
#include "step_space.h"
#include "take.h"

enum { FIRST_OF_SPACES = 220 };

static bool comparable;

static void step_retype(void)
{
    static const word_t types[] = {seL4_TCBObject,   seL4_EndpointObject,     seL4_NotificationObject,
                                   seL4_ReplyObject, seL4_SchedContextObject, seL4_CapTableObject,
                                   seL4_UntypedObject, seL4_ARM_SmallPageObject};
    word_t depth;
    word_t untyped = take_of(UNTYPEDS, UNTYPED_COUNT);
    word_t type = types[take_byte() % 8u];
    word_t bits = type == seL4_CapTableObject ? take_byte() % 6u : 3u + take_byte() % 10u;
    word_t cnode = take_cnode(&depth);
    word_t slot = take_index(depth);
    word_t count = 1u + take_byte() % 4u;

    (void)system_call(untyped, (struct message){.label = UntypedRetype,
                                                .length = 6,
                                                .word = {type, bits, 0, 0, slot, count},
                                                .caps = 1,
                                                .cap = {cnode}});
}

static void step_cnode(void)
{
    static const word_t labels[] = {CNodeCopy,   CNodeMint,   CNodeMove,   CNodeMutate,
                                    CNodeDelete, CNodeRevoke, CNodeDelete, CNodeCancelBadgedSends};
    word_t depth;
    word_t source_depth;
    word_t label = labels[take_byte() % 8u];
    word_t cnode = take_cnode(&depth);
    word_t index = take_index(depth);
    struct message m = {.label = label, .length = 6, .word = {index, depth}, .caps = 1};

    if (label != CNodeDelete && label != CNodeRevoke && label != CNodeCancelBadgedSends) {
        m.cap[0] = take_cnode(&source_depth);
        m.word[2] = take_index(source_depth);
        m.word[3] = source_depth;
        m.word[4] = label == CNodeMutate ? take_word() : take_byte() % 16u;
        m.word[5] = label == CNodeMint ? take_word() : 0;
    }
    (void)system_call(cnode, m);
}

static void step_rotate(void)
{
    word_t depth[3];
    word_t cnode = take_cnode(&depth[0]);
    struct message m = {.label = CNodeRotate, .length = 8, .caps = 2};

    m.word[0] = take_index(depth[0]);
    m.word[1] = depth[0];
    m.word[2] = take_byte() % 64u;
    m.cap[0] = take_cnode(&depth[1]);
    m.word[3] = take_index(depth[1]);
    m.word[4] = depth[1];
    m.word[5] = take_byte() % 64u;
    m.cap[1] = take_cnode(&depth[2]);
    m.word[6] = take_index(depth[2]);
    m.word[7] = depth[2];
    (void)system_call(cnode, m);
}

/* Anything: any label on any capability, by any kind of send. */
static void step_any(void)
{
    static const int64_t numbers[] = {seL4_SysCall, seL4_SysCall, seL4_SysSend, seL4_SysNBSend};
    struct message m = {.label = take_byte() % 80u};
    uint8_t shape = take_byte();
    word_t cptr = take_slot();

    m.length = shape % 16u;
    m.caps = shape / 16u % 4u;
    for (word_t i = 0; i < m.length; i++) {
        m.word[i] = take_word();
    }
    for (word_t i = 0; i < m.caps; i++) {
        m.cap[i] = take_slot();
    }
    (void)system_send(numbers[shape / 64u], cptr, m);
}

static void step_send(void)
{
    static const int64_t numbers[] = {seL4_SysSend, seL4_SysNBSend, seL4_SysCall, seL4_SysCall};
    int64_t number = numbers[take_byte() % 4u];
    word_t cptr = take_channel();

    (void)system_send(number, cptr, take_message());
}

/* Where capabilities of messages are to be put. */
static void step_receive_slot(void)
{
    word_t depth;
    word_t cnode = take_cnode(&depth);

    system_receive_slot(cnode, take_index(depth), depth);
}

static void step_receive(void)
{
    static const int64_t numbers[] = {seL4_SysRecv, seL4_SysNBRecv, seL4_SysWait, seL4_SysNBWait};
    int64_t number = numbers[take_byte() % 4u];
    word_t source = take_channel();

    (void)system_receive(number, source, take_of(REPLIES, REPLY_COUNT));
}

/* The event loop of a driver: acknowledges its interrupt and waits. */
static void step_acknowledge_receive(word_t line, word_t source, word_t reply)
{
    (void)system_send_receive(seL4_SysNBSendRecv, IRQS + line, (struct message){.label = IRQAckIRQ}, source, reply);
}

static void step_reply_receive(void)
{
    static const int64_t numbers[] = {seL4_SysReplyRecv, seL4_SysReplyRecv, seL4_SysNBSendRecv, seL4_SysNBSendWait};
    uint8_t kind = take_byte();
    int64_t number = numbers[kind % 4u];
    word_t source = take_channel();
    word_t reply = number == seL4_SysNBSendWait ? take_channel() : take_of(REPLIES, REPLY_COUNT);

    word_t dest = take_channel();
    struct message m = take_message();
    if (number == seL4_SysReplyRecv) {
        (void)system_reply_receive(source, reply, m);
        return;
    }
    if (number == seL4_SysNBSendRecv && kind >= 192) {
        step_acknowledge_receive(kind / 4u % IRQ_COUNT_USED, source, reply);
        return;
    }
    (void)system_send_receive(number, dest, m, source, reply);
}

/* An invocation with the arguments that it expects; now and then with fewer. */
static void step_invoke(void)
{
    const struct invocation_shape *shape = &invocation_shapes[take_byte() % invocation_shape_count];
    uint8_t cut = take_byte();
    word_t invoked = take_cap_argument(shape->invoked);
    struct message m = {.label = shape->label};

    while (m.length < ARGUMENT_WORDS && shape->word[m.length] != ARG_NONE) {
        m.word[m.length] = take_word_argument(shape->word[m.length]);
        m.length++;
    }
    m.length = shape->label == TCBConfigure ? 3u : shape->label == TCBSetSpace ? 2u : m.length;
    while (m.caps < ARGUMENT_CAPS && shape->cap[m.caps] != ARG_NONE) {
        m.cap[m.caps] = take_cap_argument(shape->cap[m.caps]);
        m.caps++;
    }
    m.length -= cut >= 248 && m.length > 0;
    m.caps -= cut % 32u == 31 && m.caps > 0;
    (void)system_call(invoked, m);
}

static word_t take_duration(void)
{
    uint8_t byte = take_byte();

    return byte < 128 ? byte : (byte - 127u) * 64u;
}

/* Time passes, and the kernel is entered at the end of it: no system call finds uncharged time. */
static void step_time(void)
{
    system_advance_us(take_duration());
    system_interrupt();
}

/* The next system call finds that time has passed. A short path need not (FP-1). */
static void step_late(void)
{
    system_advance_us(take_duration());
    comparable = false;
}

/* The long operation of the next step is interrupted at one of its preemption points. */
static void step_preempt(void)
{
    system_preempt_after(1u + take_byte());
}

static void step_irq(void)
{
    uint8_t byte = take_byte();

    if (byte & 64u) {
        system_unmask_irqs(14);
    }
    system_raise_irq(1u + byte % IRQ_COUNT_USED);
}

static void step_fault(void)
{
    uint8_t byte = take_byte();

    switch (byte % 4u) {
    case 0:
        system_user_exception(byte);
        break;
    case 1:
        system_page_fault(byte);
        break;
    case 2:
        (void)system_send(-100 - (int64_t)byte, take_slot(), take_message());
        break;
    default:
        system_yield();
        break;
    }
}

static void step(void)
{
    uint8_t operation = take_byte();

    if (system_is_idle()) {
        system_advance_us(operation);
        system_interrupt();
        if (system_is_idle()) {
            system_unmask_irqs(14);
            system_raise_irq(1u + operation % IRQ_COUNT_USED);
        }
        return;
    }
    if (operation >= FIRST_OF_SPACES) {
        if (operation % 3u) {
            step_space();
        } else {
            step_guest();
        }
        return;
    }
    switch (operation % 22u) {
    case 0:
        step_retype();
        break;
    case 1:
    case 2:
    case 3:
        step_cnode();
        break;
    case 4:
        step_rotate();
        break;
    case 5:
        step_any();
        break;
    case 6:
    case 7:
        step_send();
        break;
    case 8:
    case 9:
        step_receive();
        break;
    case 10:
        step_reply_receive();
        break;
    case 11:
        step_receive_slot();
        break;
    case 12:
    case 13:
    case 14:
    case 15:
        step_invoke();
        break;
    case 16:
        step_time();
        break;
    case 17:
        step_irq();
        break;
    case 18:
        step_fault();
        break;
    case 19:
    case 20:
        step_preempt();
        break;
    default:
        step_late();
        break;
    }
}

void program_begin(const uint8_t *bytes, size_t count)
{
    take_from(bytes, count);
    comparable = true;
    scenario_restore();
}

bool program_step(void)
{
    if (take_is_over()) {
        return false;
    }
    step();
    return true;
}

bool program_is_comparable(void)
{
    return comparable;
}
