/* SPDX-License-Identifier: BSD-2-Clause */
/* Start-up and event loop of a protection domain (LIB-8, LIB-9). */

#include <microkit.h>

#define INPUT_CAP 1
#define REPLY_CAP 4

/* Notification words never have bits 62 and 63 set, endpoint badges always have one (ABI-10). */
#define BADGE_FAULT (1ul << 62)
#define BADGE_PPC (1ul << 63)
#define CHILD_MASK 0xffu
#define CHANNEL_MASK 0x3fu

typedef void (*constructor)(void);

extern const constructor __init_array_start[];
extern const constructor __init_array_end[];

/* What the last receive brought, and the answer that is due to it. */
struct event {
    seL4_Word badge;
    microkit_msginfo tag;
    microkit_msginfo reply;
    seL4_Bool have_reply;
};

static void run_constructors(void)
{
    for (const constructor *c = __init_array_start; c != __init_array_end; c++) {
        (*c)();
    }
}

/* Asks the monitor to record the PD as passive; combined with the first receive. */
static void announce_passive(void)
{
    if (microkit_passive) {
        microkit_internal_defer(MONITOR_EP, seL4_MessageInfo_new(0, 0, 0, 0)); /* [PS1] */
    }
}

/* An interrupt that was pending before its handler was set up may sit masked in the kernel: one
 * acknowledgement each makes sure that the first one is not lost (LIB-8). */
static void acknowledge_all_irqs(void)
{
    for (seL4_Word irqs = microkit_irqs; irqs != 0; irqs &= irqs - 1) {
        seL4_IRQHandler_Ack(BASE_IRQ_CAP + (seL4_CPtr)__builtin_ctzl(irqs));
    }
}

/* A PD that its parent has re-initialised first answers the caller that its past left waiting, if there is one. */
static void answer_abandoned_caller(void)
{
    if (microkit_generation != 0) {
        seL4_Send(REPLY_CAP, seL4_MessageInfo_new(MICROKIT_CALL_ABANDONED, 0, 0, 0));
    }
}

/* And when it is ready again, those learn of it who are connected with it. */
static void tell_neighbours(void)
{
    if (microkit_generation == 0) {
        return;
    }
    for (seL4_Word ids = microkit_notifications; ids != 0; ids &= ids - 1) {
        seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + (seL4_CPtr)__builtin_ctzl(ids));
    }
}

static void flush_deferred(void)
{
    if (microkit_have_signal) {
        seL4_Send(microkit_signal_cap, microkit_signal_msg); /* [M7] */
        microkit_have_signal = seL4_False; /* [M9] */
    }
}

/* Answers, performs the deferred operation, and waits for the next event, in as few system calls as
 * possible. */
static void receive(struct event *e)
{
    if (e->have_reply) {
        flush_deferred();
        e->tag = seL4_ReplyRecv(INPUT_CAP, e->reply, &e->badge, REPLY_CAP); /* [M8] */
    } else if (microkit_have_signal) {
        /* Cleared first: the call returns only with the next event. */
        microkit_have_signal = seL4_False;
        e->tag = seL4_NBSendRecv(microkit_signal_cap, microkit_signal_msg, INPUT_CAP, &e->badge, REPLY_CAP); /* [M4] */
    } else {
        e->tag = seL4_Recv(INPUT_CAP, &e->badge, REPLY_CAP); /* [M5] */
    }
    e->have_reply = seL4_False;
}

static void dispatch(struct event *e)
{
    if ((e->badge & BADGE_FAULT) != 0) {
        e->have_reply = fault((microkit_child)(e->badge & CHILD_MASK), e->tag, &e->reply);
        return;
    }
    if ((e->badge & BADGE_PPC) != 0) {
        e->reply = protected((microkit_channel)(e->badge & CHANNEL_MASK), e->tag);
        e->have_reply = seL4_True;
        return;
    }
    for (seL4_Word ids = e->badge; ids != 0; ids &= ids - 1) {
        notified((microkit_channel)__builtin_ctzl(ids)); /* [M10] */
    }
}

int main(void)
{
    struct event e = {.have_reply = seL4_False};

    answer_abandoned_caller();
    run_constructors();
    init();
    tell_neighbours();
    announce_passive();
    acknowledge_all_irqs();
    for (;;) {
        receive(&e);
        dispatch(&e);
    }
}
