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

/*@ requires deferral_valid;
    assigns microkit_have_signal, microkit_signal_cap, microkit_signal_msg, kernel_sent[0 .. 457];
    ensures deferral_valid; */
static void run_constructors(void)
{
    for (const constructor *c = __init_array_start; c != __init_array_end; c++) {
        (*c)();
    }
}

/* Asks the monitor to record the PD as passive; combined with the first receive. */
/*@ requires deferral_valid;
    assigns microkit_have_signal, microkit_signal_cap, microkit_signal_msg, kernel_sent[0 .. 457];
    ensures deferral_valid && (microkit_passive ==> deferred(MONITOR_EP, message_tag(0, 0)));
    ensures \old(microkit_passive && microkit_have_signal && microkit_signal_cap != MONITOR_EP) ?
      kernel_sent_only{Pre,Post}(\old(microkit_signal_cap)) : kernel_sent_nothing{Pre,Post}; */
static void announce_passive(void)
{
    if (microkit_passive) {
        microkit_internal_defer(MONITOR_EP, seL4_MessageInfo_new(0, 0, 0, 0)); /* [PS1] */
    }
}

/* An interrupt that was pending before its handler was set up may sit masked in the kernel: one
 * acknowledgement each makes sure that the first one is not lost (LIB-8). */
/*@ requires !has_bit(microkit_irqs, 62) && !has_bit(microkit_irqs, 63);
    assigns kernel_sent[0 .. 457];
    ensures \forall integer i; 0 <= i < 62 && has_bit(microkit_irqs, i) ==>
      kernel_sent_once{Pre,Post}(BASE_IRQ_CAP + i);
    ensures \forall integer s; 0 <= s < 458 && !(138 <= s < 200 && has_bit(microkit_irqs, s - 138)) ==>
      kernel_sent[s] == \old(kernel_sent[s]); */
static void acknowledge_all_irqs(void)
{
    /*@ loop invariant \forall integer i; 0 <= i < 64 && has_bit(irqs, i) ==> has_bit(microkit_irqs, i);
        loop invariant \forall integer i; 0 <= i < 62 && has_bit(microkit_irqs, i) && !has_bit(irqs, i) ==>
          kernel_sent_once{Pre,Here}(BASE_IRQ_CAP + i);
        loop invariant \forall integer s; 0 <= s < 458 &&
          !(138 <= s < 200 && has_bit(microkit_irqs, s - 138) && !has_bit(irqs, s - 138)) ==>
          kernel_sent[s] == \at(kernel_sent[s], Pre);
        loop assigns irqs, kernel_sent[0 .. 457];
        loop variant irqs; */
    for (seL4_Word irqs = microkit_irqs; irqs != 0; irqs &= irqs - 1) {
        seL4_IRQHandler_Ack(BASE_IRQ_CAP + (seL4_CPtr)__builtin_ctzl(irqs));
    }
}

/* A PD that its parent has re-initialised first answers the caller that its past left waiting, if there is one. */
/*@ assigns kernel_sent[REPLY_CAP];
    ensures microkit_generation != 0 ==> kernel_sent_once{Pre,Post}(REPLY_CAP); */
static void answer_abandoned_caller(void)
{
    if (microkit_generation != 0) {
        seL4_Send(REPLY_CAP, seL4_MessageInfo_new(MICROKIT_CALL_ABANDONED, 0, 0, 0));
    }
}

/* And when it is ready again, those learn of it who are connected with it. */
/*@ requires !has_bit(microkit_notifications, 62) && !has_bit(microkit_notifications, 63);
    assigns kernel_sent[0 .. 457];
    ensures microkit_generation == 0 ==> kernel_sent_nothing{Pre,Post};
    ensures \forall integer i; 0 <= i < 62 && has_bit(microkit_notifications, i) && microkit_generation != 0 ==>
      kernel_sent_once{Pre,Post}(BASE_OUTPUT_NOTIFICATION_CAP + i);
    ensures \forall integer s; 0 <= s < 458 && !(10 <= s < 72 && has_bit(microkit_notifications, s - 10)) ==>
      kernel_sent[s] == \old(kernel_sent[s]); */
static void tell_neighbours(void)
{
    if (microkit_generation == 0) {
        return;
    }
    /*@ loop invariant \forall integer i; 0 <= i < 64 && has_bit(ids, i) ==> has_bit(microkit_notifications, i);
        loop invariant \forall integer i; 0 <= i < 62 && has_bit(microkit_notifications, i) && !has_bit(ids, i) ==>
          kernel_sent_once{Pre,Here}(BASE_OUTPUT_NOTIFICATION_CAP + i);
        loop invariant \forall integer s; 0 <= s < 458 &&
          !(10 <= s < 72 && has_bit(microkit_notifications, s - 10) && !has_bit(ids, s - 10)) ==>
          kernel_sent[s] == \at(kernel_sent[s], Pre);
        loop assigns ids, kernel_sent[0 .. 457];
        loop variant ids; */
    for (seL4_Word ids = microkit_notifications; ids != 0; ids &= ids - 1) {
        seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + (seL4_CPtr)__builtin_ctzl(ids));
    }
}

/*@ requires deferral_valid;
    assigns microkit_have_signal, kernel_sent[0 .. 457];
    ensures microkit_have_signal == 0;
    ensures \old(microkit_have_signal) ?
      kernel_sent_only{Pre,Post}(microkit_signal_cap) : kernel_sent_nothing{Pre,Post}; */
static void flush_deferred(void)
{
    if (microkit_have_signal) {
        seL4_Send(microkit_signal_cap, microkit_signal_msg); /* [M7] */
        microkit_have_signal = seL4_False; /* [M9] */
    }
}

/* Answers, performs the deferred operation, and waits for the next event, in as few system calls as
 * possible. */
/*@ requires \valid(e) && deferral_valid;
    assigns *e, microkit_have_signal, kernel_sent[0 .. 457], kernel_receptions, kernel_answers, kernel_answer;
    ensures microkit_have_signal == 0 && e->have_reply == 0;
    ensures kernel_receptions == (uint64_t)(\old(kernel_receptions) + 1);
    ensures \old(microkit_have_signal) ?
      kernel_sent_only{Pre,Post}(microkit_signal_cap) : kernel_sent_nothing{Pre,Post};
    ensures \old(e->have_reply) ?
      kernel_answers == (uint64_t)(\old(kernel_answers) + 1) && kernel_answer == \old(e->reply.words[0]) :
      kernel_answers == \old(kernel_answers); */
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

/*@ requires \valid(e) && deferral_valid && e->have_reply == 0;
    assigns *e, called_notified[0 .. 61], called_protected[0 .. 63], called_fault[0 .. 255],
            microkit_have_signal, microkit_signal_cap, microkit_signal_msg, kernel_sent[0 .. 457];
    ensures deferral_valid;
    behavior child:
      assumes has_bit(e->badge, 62);
      ensures called_fault[\old(e->badge) % 256] == (uint64_t)(\old(called_fault[e->badge % 256]) + 1);
      ensures \forall integer c; 0 <= c < 256 && c != \old(e->badge) % 256 ==>
        called_fault[c] == \old(called_fault[c]);
      ensures called_no_channel{Pre,Post} && called_no_call{Pre,Post};
    behavior call:
      assumes !has_bit(e->badge, 62) && has_bit(e->badge, 63);
      ensures called_protected[\old(e->badge) % 64] == (uint64_t)(\old(called_protected[e->badge % 64]) + 1);
      ensures \forall integer c; 0 <= c < 64 && c != \old(e->badge) % 64 ==>
        called_protected[c] == \old(called_protected[c]);
      ensures e->have_reply == 1;
      ensures called_no_channel{Pre,Post} && called_no_fault{Pre,Post};
    behavior notification:
      assumes !has_bit(e->badge, 62) && !has_bit(e->badge, 63);
      ensures \forall integer c; 0 <= c < 62 && has_bit(e->badge, c) ==>
        called_notified[c] == (uint64_t)(\old(called_notified[c]) + 1);
      ensures \forall integer c; 0 <= c < 62 && !has_bit(e->badge, c) ==>
        called_notified[c] == \old(called_notified[c]);
      ensures e->have_reply == 0;
      ensures called_no_call{Pre,Post} && called_no_fault{Pre,Post};
    complete behaviors;
    disjoint behaviors; */
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
    /*@ loop invariant \forall integer c; 0 <= c < 64 && has_bit(ids, c) ==> has_bit(e->badge, c);
        loop invariant \forall integer c; 0 <= c < 62 && has_bit(e->badge, c) && !has_bit(ids, c) ==>
          called_notified[c] == (uint64_t)(\at(called_notified[c], Pre) + 1);
        loop invariant \forall integer c; 0 <= c < 62 && (!has_bit(e->badge, c) || has_bit(ids, c)) ==>
          called_notified[c] == \at(called_notified[c], Pre);
        loop invariant deferral_valid;
        loop assigns ids, called_notified[0 .. 61], microkit_have_signal, microkit_signal_cap,
                     microkit_signal_msg, kernel_sent[0 .. 457];
        loop variant ids; */
    for (seL4_Word ids = e->badge; ids != 0; ids &= ids - 1) {
        notified((microkit_channel)__builtin_ctzl(ids)); /* [M10] */
    }
}

/*@ requires deferral_valid;
    requires !has_bit(microkit_irqs, 62) && !has_bit(microkit_irqs, 63);
    requires !has_bit(microkit_notifications, 62) && !has_bit(microkit_notifications, 63);
    ensures \false; */
int main(void)
{
    struct event e = {.have_reply = seL4_False};

    answer_abandoned_caller();
    run_constructors();
    init();
    tell_neighbours();
    announce_passive();
    acknowledge_all_irqs();
    /*@ loop invariant deferral_valid;
        loop assigns e, called_notified[0 .. 61], called_protected[0 .. 63], called_fault[0 .. 255],
                     microkit_have_signal, microkit_signal_cap, microkit_signal_msg, kernel_sent[0 .. 457],
                     kernel_receptions, kernel_answers, kernel_answer; */
    for (;;) {
        receive(&e);
        dispatch(&e);
    }
}
