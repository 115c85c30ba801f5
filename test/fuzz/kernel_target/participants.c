/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of fuzz programs, made by the thread that calls: what test/host/kernel/calls.c does on the host port.
 *
 * Steps that the host port has and a user program has not are left out: an interrupt at a preemption point, what the
 * instructions of a guest do, and interrupts of devices but one.
 */
#include "participants.h"

#include "program.h"

#include <framework/console.h>

enum { REGISTER_WORDS = 4, UART_MASK_REGISTER = 14, UART_TRANSMIT = 1 << 5, TICKS_PER_SCALED_US = 16 };

union buffer_page {
    seL4_IPCBuffer buffer;
    unsigned char bytes[4096];
};

static _Alignas(PARTICIPANT_STACK) unsigned char stacks[PARTICIPANTS][PARTICIPANT_STACK];
static _Alignas(4096) union buffer_page buffers[PARTICIPANTS];
static volatile bool done;

unsigned participant(void)
{
    seL4_Word sp;

    __asm__ volatile("mov %0, sp" : "=r"(sp));
    return (unsigned)((sp - (seL4_Word)stacks) / PARTICIPANT_STACK) % PARTICIPANTS;
}

seL4_IPCBuffer *participant_buffer(unsigned number)
{
    return &buffers[number].buffer;
}

bool participants_are_done(void)
{
    return done;
}

void participants_begin(void)
{
    done = false;
}

static void take_steps(void)
{
    while (program_step()) {
    }
    done = true;
    park();
}

static void start_passively(void)
{
    unsigned number = participant() - ACTIVE_COUNT;

    (void)system_receive(seL4_SysRecv, EPS + number, REPLIES + number);
    take_steps();
}

seL4_UserContext participant_start(unsigned number)
{
    bool passive = number >= ACTIVE_COUNT && number < TCB_COUNT;

    return (seL4_UserContext){.pc = (seL4_Word)(passive ? start_passively : take_steps),
                              .sp = (seL4_Word)(stacks[number] + PARTICIPANT_STACK)};
}

static struct answer enter(struct registers r)
{
    trap(&r);
    return (struct answer){.badge = r.x[BADGE],
                           .label = r.x[INFO] >> 12,
                           .length = r.x[INFO] & 127u,
                           .word = {r.x[MR0], r.x[MR1], r.x[MR2], r.x[MR3]}};
}

/* The registers of a message; the rest of it is in the buffer after this. */
static struct registers put_message(struct message m)
{
    seL4_IPCBuffer *buffer = participant_buffer(participant());
    struct registers r = {{[INFO] = MESSAGE(m.label, m.caps, m.length)}};

    for (word_t i = 0; i < m.length && i < sizeof(m.word) / sizeof(m.word[0]); i++) {
        if (i < REGISTER_WORDS) {
            r.x[MR0 + i] = m.word[i];
        } else {
            buffer->msg[i] = m.word[i];
        }
    }
    for (word_t i = 0; i < m.caps; i++) {
        buffer->caps_or_badges[i] = m.cap[i];
    }
    return r;
}

struct answer system_send(int64_t number, word_t cptr, struct message m)
{
    struct registers r = put_message(m);

    r.x[BADGE] = cptr;
    r.x[NUMBER] = (word_t)number;
    return enter(r);
}

struct answer system_call(word_t cptr, struct message m)
{
    return system_send(seL4_SysCall, cptr, m);
}

struct answer system_receive(int64_t number, word_t cptr, word_t reply)
{
    return enter((struct registers){{[BADGE] = cptr, [REPLY] = reply, [NUMBER] = (word_t)number}});
}

struct answer system_reply_receive(word_t endpoint, word_t reply, struct message m)
{
    return system_send_receive(seL4_SysReplyRecv, 0, m, endpoint, reply);
}

struct answer system_send_receive(int64_t number, word_t dest, struct message m, word_t source, word_t reply)
{
    struct registers r = put_message(m);

    r.x[BADGE] = source;
    r.x[REPLY] = reply;
    r.x[NUMBER] = (word_t)number;
    r.x[DESTINATION] = dest;
    return enter(r);
}

void system_receive_slot(word_t cnode, word_t index, word_t depth)
{
    seL4_IPCBuffer *buffer = participant_buffer(participant());

    buffer->receiveCNode = cnode;
    buffer->receiveIndex = index;
    buffer->receiveDepth = depth;
}

bool system_is_idle(void)
{
    return participant() == PARTICIPANT_IDLE;
}

void system_yield(void)
{
    (void)execute(step_yield());
}

/* A quarter of the time, because it passes instruction by instruction; that of the kernel comes on top. */
void system_advance_us(word_t us)
{
    seL4_Word end = now() + us * TICKS_PER_SCALED_US;

    while (now() < end) {
    }
}

void system_interrupt(void)
{
}

void system_preempt_after(uint32_t points)
{
    (void)points;
}

void system_unmask_irqs(uint32_t lines)
{
    (void)lines;
}

/* The serial line has sent everything, and says so as long as somebody wants to know. The registers are only in the
 * root task's space. */
void system_raise_irq(word_t irq)
{
    unsigned number = participant();

    if (irq == 1 && (number < ACTIVE_COUNT || number >= TCB_COUNT)) {
        uart_registers()[UART_MASK_REGISTER] = UART_TRANSMIT;
        uart_registers()[UART_MASK_REGISTER] = 0;
    }
}

void system_user_exception(uint32_t number)
{
    (void)number;
    __asm__ volatile(".inst 0");
}

void system_page_fault(vaddr_t address)
{
    *(volatile uint8_t *)address = 0;
}

void system_guest_exception(uint32_t syndrome)
{
    (void)syndrome;
}

void system_guest_acts(uint8_t shape)
{
    (void)shape;
}

void system_guest_irq(bool timer)
{
    (void)timer;
}
