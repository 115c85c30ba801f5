/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults to a handler of higher priority: an unknown system call and an undefined instruction, which the handler's
 * reply steps over.
 */
#include "operations.h"
#include "worker.h"

#include <framework/objects.h>

#define UNKNOWN_NUMBER 0x1234u
#define INSTRUCTION_SIZE 4u

/* The words of the reply: registers x0 to x7 as they came, and the address to continue at. */
#define REPLY_WORDS 9u
#define WORD_IP 8u

/* The reply to an exception: the address to continue at. */
#define EXCEPTION_REPLY_WORDS 1u

static seL4_CPtr endpoint, reply;

static void faulter(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers r = { .x[NUMBER] = UNKNOWN_NUMBER };

        marked_trap(&r, START(fault_round_trip), START(fault_up), STOP(fault_round_trip));
    }
}

static void handler(struct worker *self)
{
    struct registers r = system_call(seL4_SysRecv, endpoint, 0, reply);

    marked_trap(&r, MARK_NOTHING, MARK_NOTHING, STOP(fault_up));
    for (;;) {
        self->buffer->msg[WORD_IP] += INSTRUCTION_SIZE;
        r.x[CAP] = endpoint;
        r.x[INFO] = MESSAGE(0, 0, REPLY_WORDS);
        r.x[REPLY] = reply;
        r.x[NUMBER] = (seL4_Word)seL4_SysReplyRecv;
        marked_trap(&r, MARK_NOTHING, MARK_NOTHING, STOP(fault_up));
    }
}

static void undefined(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        __asm__ volatile("movz xzr, %c[round]\n\tmovz xzr, %c[up]\n\tudf #0\n\tmovz xzr, %c[end]"
                         :
                         : [round] "i"(START(exception_round_trip)), [up] "i"(START(exception_up)),
                           [end] "i"(STOP(exception_round_trip))
                         : "memory");
    }
}

static void exception_handler(struct worker *self)
{
    struct registers r = system_call(seL4_SysRecv, endpoint, 0, reply);

    (void)self;
    marked_trap(&r, MARK_NOTHING, MARK_NOTHING, STOP(exception_up));
    for (;;) {
        r.x[CAP] = endpoint;
        r.x[INFO] = MESSAGE(0, 0, EXCEPTION_REPLY_WORDS);
        r.x[MR0] += INSTRUCTION_SIZE;
        r.x[REPLY] = reply;
        r.x[NUMBER] = (seL4_Word)seL4_SysReplyRecv;
        marked_trap(&r, MARK_NOTHING, MARK_NOTHING, STOP(exception_up));
    }
}

static void measure(void (*handle)(struct worker *self), void (*fault)(struct worker *self))
{
    endpoint = endpoint_new();
    reply = reply_new();
    worker_start(worker_new(HIGH, ROOT_VSPACE, 0, handle));
    worker_start(worker_new(LOW, ROOT_VSPACE, endpoint, fault));
    wait_for_workers();
}

void measure_faults(void)
{
    measure(handler, faulter);
}

void measure_exceptions(void)
{
    measure(exception_handler, undefined);
}
