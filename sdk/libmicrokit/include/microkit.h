/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Public interface of libmicrokit: what a protection domain (PD) may define and call.
 *
 * A PD is one thread with one event loop. The library runs `init()` once and then calls `notified()`,
 * `protected()` and `fault()`, one at a time, for as long as the system lives (LIB-8..11). Names, numbers
 * and the layout of the globals are fixed by the Microkit ABI: rule numbers refer to it.
 */
#pragma once

#include <sel4/sel4.h>

#ifdef __cplusplus
extern "C" {
#endif

/* LIB-1 */
typedef unsigned int microkit_channel;
typedef unsigned int microkit_child;
typedef unsigned int microkit_ioport;
typedef seL4_MessageInfo_t microkit_msginfo;

/* Slots of the PD's capability space (LIB-3, ABI-3). */
#define MONITOR_EP 5
#define TCB_CAP 6
#define ARM_SMC_CAP 7
#define BASE_OUTPUT_NOTIFICATION_CAP 10
#define BASE_ENDPOINT_CAP 74
#define BASE_IRQ_CAP 138
#define BASE_TCB_CAP 202
#define BASE_VM_TCB_CAP 266
#define BASE_VCPU_CAP 330
#define BASE_IOPORT_CAP 394
#define BASE_USER_CAPS 458

#define PD_ROOT_CAP_BITS 6
#define PD_ROOT_CAP_SIZE 64
#define MICROKIT_MAX_USER_CAPS 128
#define MICROKIT_MAX_CHANNELS 62
#define MICROKIT_MAX_CHANNEL_ID (MICROKIT_MAX_CHANNELS - 1)
#define MICROKIT_MAX_IOPORT_ID 62
#define MICROKIT_PD_NAME_LENGTH 64

/* ---- Entry points that the PD defines (LIB-7) ---- */

/* Called once, before any event is handled. */
void init(void);

/* Called for each channel or interrupt id whose notification arrived, lowest id first. Several signals sent
 * before the PD ran are one call (LIB-12). */
void notified(microkit_channel ch);

/* Called for each protected procedure call; the return value is the reply. Needed only by the callee of a
 * `pp` channel: the default prints an error and crashes the PD. In C++, where `protected` is a keyword,
 * define microkit_protected(), which is the same function. */
#ifdef __cplusplus
microkit_msginfo microkit_protected(microkit_channel ch, microkit_msginfo msginfo) __asm__("protected");
#else
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo);
#endif

/* Called when a child PD or virtual CPU faults. Message registers hold the kernel's fault message (ABI-33).
 * Return seL4_True to answer with `*reply_msginfo` and so resume the child, seL4_False to leave it blocked
 * (LIB-10a). Needed only by parents: the default prints an error and crashes the PD. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo);

/* ---- Values that the tool writes into the image (LIB-4) ---- */

extern char microkit_name[MICROKIT_PD_NAME_LENGTH];
extern seL4_Bool microkit_passive;
extern seL4_Word microkit_irqs;          /* bit i: id i is an interrupt */
extern seL4_Word microkit_notifications; /* bit i: channel i may be notified */
extern seL4_Word microkit_pps;           /* bit i: channel i may be called */
extern seL4_Word microkit_ioports;       /* bit i: I/O port range i exists */

/* How often the parent has re-initialised this PD with microkit_pd_reinit(); 0 in its first life. */
extern seL4_Word microkit_generation;

/* The one deferred operation, performed when the PD returns to its event loop (LIB-5, LIB-13). */
extern seL4_Bool microkit_have_signal;
extern seL4_CPtr microkit_signal_cap;
extern seL4_MessageInfo_t microkit_signal_msg;

/* ---- Debug output: does nothing unless the kernel prints (LIB-15) ---- */

void microkit_dbg_putc(int c);
/* Prints up to the terminating NUL; adds and translates nothing. */
void microkit_dbg_puts(const char *s);
/* Print an unsigned decimal number without padding. */
void microkit_dbg_put8(seL4_Uint8 x);
void microkit_dbg_put32(seL4_Uint32 x);

/* For fault(): says in words what the fault of `child` is and where; `microkit run` and `decode` add the names of
 * the child, its functions, files and lines. Leaves the message as it is. Not for virtual CPUs. */
void microkit_dbg_put_fault(microkit_child child, microkit_msginfo msginfo);

/* ---- Implementation of the inline functions; not for direct use ---- */

/* Reports `<pd> <function>: invalid channel given '<id>'` (LIB-14). */
/*@ assigns \nothing; */
void microkit_internal_bad_channel(const char *function, microkit_channel ch);
/* Reports a failed kernel call and crashes the PD (LIB-17, LIB-21). */
void microkit_internal_check(seL4_Error err, const char *function);
/* Resumes thread `tcb` at `pc`; reports a failure as that of `function`. */
void microkit_internal_start(seL4_CPtr tcb, seL4_Word pc, const char *function);

/* Faults with `err` as the fault address, so that the fault report shows the error (LIB-20). */
static inline void microkit_internal_crash(seL4_Error err)
{
    volatile seL4_Word *p = (volatile seL4_Word *)(seL4_Word)err;

    /* Keeps the compiler from reasoning about a write to a null pointer. */
    __asm__ volatile("" : "+r"(p));
    *p = 0;
}

/*@ assigns \nothing;
    ensures \result != 0 <==> (ch <= MICROKIT_MAX_CHANNEL_ID && has_bit(set, ch)); */
static inline seL4_Bool microkit_internal_has(seL4_Word set, microkit_channel ch)
{
    return ch <= MICROKIT_MAX_CHANNEL_ID && ((set >> ch) & 1) != 0;
}

/*@ predicate deferrable(integer cap, integer tag) =
      (BASE_OUTPUT_NOTIFICATION_CAP <= cap <= BASE_OUTPUT_NOTIFICATION_CAP + MICROKIT_MAX_CHANNEL_ID &&
       tag == message_tag(0, 0)) ||
      (BASE_IRQ_CAP <= cap <= BASE_IRQ_CAP + MICROKIT_MAX_CHANNEL_ID && tag == message_tag(IRQAckIRQ, 0)) ||
      (cap == MONITOR_EP && tag == message_tag(0, 0));

    predicate deferral_valid = microkit_have_signal ==>
      deferrable(microkit_signal_cap, microkit_signal_msg.words[0]);

    predicate deferred(integer cap, integer tag) =
      microkit_have_signal == 1 && microkit_signal_cap == cap && microkit_signal_msg.words[0] == tag; */

/* An operation that is already waiting for another capability is performed at once, never lost (LIB-13). */
/*@ requires deferral_valid && deferrable(cap, msg.words[0]);
    assigns microkit_have_signal, microkit_signal_cap, microkit_signal_msg, kernel_sent[0 .. 457];
    ensures deferral_valid && deferred(cap, msg.words[0]);
    ensures \old(microkit_have_signal && microkit_signal_cap != cap) ?
      kernel_sent_only{Pre,Post}(\old(microkit_signal_cap)) : kernel_sent_nothing{Pre,Post}; */
static inline void microkit_internal_defer(seL4_CPtr cap, seL4_MessageInfo_t msg)
{
    if (microkit_have_signal && microkit_signal_cap != cap) {
        seL4_Send(microkit_signal_cap, microkit_signal_msg); /* [M2] */
    }
    microkit_have_signal = seL4_True; /* [M6] */
    microkit_signal_cap = cap; /* [M3] */
    microkit_signal_msg = msg;
}

/* ---- Channels and interrupts (LIB-14): an id that the PD does not have is reported and ignored ---- */

/* Signals the PD at the other end of channel `ch`, at once. */
/*@ assigns kernel_sent[0 .. 457];
    ensures ch <= MICROKIT_MAX_CHANNEL_ID && has_bit(microkit_notifications, ch) ?
      kernel_sent_only{Pre,Post}(BASE_OUTPUT_NOTIFICATION_CAP + ch) : kernel_sent_nothing{Pre,Post}; */
static inline void microkit_notify(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_notifications, ch)) {
        microkit_internal_bad_channel("microkit_notify", ch);
        return;
    }
    seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + ch); /* [M1] */
}

/* Acknowledges interrupt `ch`: the device may interrupt again. */
/*@ assigns kernel_sent[0 .. 457];
    ensures ch <= MICROKIT_MAX_CHANNEL_ID && has_bit(microkit_irqs, ch) ?
      kernel_sent_only{Pre,Post}(BASE_IRQ_CAP + ch) : kernel_sent_nothing{Pre,Post}; */
static inline void microkit_irq_ack(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_irqs, ch)) {
        microkit_internal_bad_channel("microkit_irq_ack", ch);
        return;
    }
    seL4_IRQHandler_Ack(BASE_IRQ_CAP + ch);
}

/* As microkit_notify(), combined with the system call that ends the current entry point. */
/*@ requires deferral_valid;
    assigns microkit_have_signal, microkit_signal_cap, microkit_signal_msg, kernel_sent[0 .. 457];
    ensures deferral_valid;
    behavior channel:
      assumes ch <= MICROKIT_MAX_CHANNEL_ID && has_bit(microkit_notifications, ch);
      ensures deferred(BASE_OUTPUT_NOTIFICATION_CAP + ch, message_tag(0, 0));
      ensures \old(microkit_have_signal && microkit_signal_cap != BASE_OUTPUT_NOTIFICATION_CAP + ch) ?
        kernel_sent_only{Pre,Post}(\old(microkit_signal_cap)) : kernel_sent_nothing{Pre,Post};
    behavior nothing:
      assumes ch > MICROKIT_MAX_CHANNEL_ID || !has_bit(microkit_notifications, ch);
      assigns \nothing; */
static inline void microkit_deferred_notify(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_notifications, ch)) {
        microkit_internal_bad_channel("microkit_deferred_notify", ch);
        return;
    }
    microkit_internal_defer(BASE_OUTPUT_NOTIFICATION_CAP + ch, seL4_MessageInfo_new(0, 0, 0, 0));
}

/* As microkit_irq_ack(), combined with the system call that ends the current entry point. */
/*@ requires deferral_valid;
    assigns microkit_have_signal, microkit_signal_cap, microkit_signal_msg, kernel_sent[0 .. 457];
    ensures deferral_valid;
    behavior interrupt:
      assumes ch <= MICROKIT_MAX_CHANNEL_ID && has_bit(microkit_irqs, ch);
      ensures deferred(BASE_IRQ_CAP + ch, message_tag(IRQAckIRQ, 0));
      ensures \old(microkit_have_signal && microkit_signal_cap != BASE_IRQ_CAP + ch) ?
        kernel_sent_only{Pre,Post}(\old(microkit_signal_cap)) : kernel_sent_nothing{Pre,Post};
    behavior nothing:
      assumes ch > MICROKIT_MAX_CHANNEL_ID || !has_bit(microkit_irqs, ch);
      assigns \nothing; */
static inline void microkit_deferred_irq_ack(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_irqs, ch)) {
        microkit_internal_bad_channel("microkit_deferred_irq_ack", ch);
        return;
    }
    microkit_internal_defer(BASE_IRQ_CAP + ch, seL4_MessageInfo_new(IRQAckIRQ, 0, 0, 0));
}

/* Calls `protected()` of the PD at the other end of channel `ch` and returns its reply; up to 64 words each
 * way (LIB-16). An id that may not be called gives an empty message. */
/*@ assigns kernel_called[0 .. 457];
    ensures \forall integer slot; 0 <= slot < 458 && slot != BASE_ENDPOINT_CAP + ch ==>
      kernel_called[slot] == \old(kernel_called[slot]);
    behavior channel:
      assumes ch <= MICROKIT_MAX_CHANNEL_ID && has_bit(microkit_pps, ch);
      ensures kernel_called[BASE_ENDPOINT_CAP + ch] == (uint64_t)(\old(kernel_called[BASE_ENDPOINT_CAP + ch]) + 1);
    behavior nothing:
      assumes ch > MICROKIT_MAX_CHANNEL_ID || !has_bit(microkit_pps, ch);
      assigns \nothing;
      ensures \result.words[0] == message_tag(0, 0); */
static inline microkit_msginfo microkit_ppcall(microkit_channel ch, microkit_msginfo msginfo)
{
    if (!microkit_internal_has(microkit_pps, ch)) {
        microkit_internal_bad_channel("microkit_ppcall", ch);
        return seL4_MessageInfo_new(0, 0, 0, 0);
    }
    return seL4_Call(BASE_ENDPOINT_CAP + ch, msginfo);
}

/* ---- Messages ---- */

static inline microkit_msginfo microkit_msginfo_new(seL4_Word label, seL4_Uint16 count)
{
    return seL4_MessageInfo_new(label, 0, 0, count);
}

static inline seL4_Word microkit_msginfo_get_label(microkit_msginfo msginfo)
{
    return seL4_MessageInfo_get_label(msginfo);
}

static inline seL4_Word microkit_msginfo_get_count(microkit_msginfo msginfo)
{
    return seL4_MessageInfo_get_length(msginfo);
}

/* Message register `mr` is 0..119; registers keep their value until the next message. */
static inline void microkit_mr_set(seL4_Uint8 mr, seL4_Word value)
{
    seL4_SetMR(mr, value);
}

static inline seL4_Word microkit_mr_get(seL4_Uint8 mr)
{
    return seL4_GetMR(mr);
}

/* ---- Child PDs: `child` is the id from the system description; a kernel error crashes the caller ---- */

/* Starts the child at `entry_point`, whatever it was doing; its memory is left as it is. */
static inline void microkit_pd_restart(microkit_child child, seL4_Word entry_point)
{
    microkit_internal_start(BASE_TCB_CAP + child, entry_point, "microkit_pd_restart");
}

static inline void microkit_pd_stop(microkit_child child)
{
    microkit_internal_check(seL4_TCB_Suspend(BASE_TCB_CAP + child), "microkit_pd_stop");
}

/* Lets a stopped child go on from where it was. */
static inline void microkit_pd_resume(microkit_child child)
{
    microkit_internal_check(seL4_TCB_Resume(BASE_TCB_CAP + child), "microkit_pd_resume");
}

/*
 * Puts a child with reinit="true" back to its original image and starts it: its data, zeroed memory, stack, IPC
 * buffer and registers are as at boot (FPU registers are not cleared). Its capabilities cannot have changed. Memory
 * regions stay as they are: who shares them with the child has to agree about that with it. Crashes the caller
 * for any other child.
 *
 * A restarted child sees a larger `microkit_generation`. A call that it had not answered returns to the caller with
 * the label MICROKIT_CALL_ABANDONED and no words, and after the child's init() each of its channels that may
 * notify does so once.
 */
void microkit_pd_reinit(microkit_child child);

/* Label of the answer to a call whose callee was re-initialised instead of answering. No PD should use it else. */
#define MICROKIT_CALL_ABANDONED ((seL4_Word)0xfffffffffffff)

/* Capability pointer of slot `slot` (1..63) of the PD's root CNode, where `<cspace>` puts capabilities;
 * seL4_CapNull for any other slot. */
/*@ assigns \nothing;
    ensures \result == (0 < slot < PD_ROOT_CAP_SIZE ? slot * 0x400000000000000 : seL4_CapNull); */
static inline seL4_CPtr microkit_cspace_root_slot_to_cptr(seL4_Word slot)
{
    return slot == 0 || slot >= PD_ROOT_CAP_SIZE ? (seL4_CPtr)seL4_CapNull
                                                  : slot << (seL4_WordBits - PD_ROOT_CAP_BITS);
}

#include <microkit_arm.h>

#ifdef __cplusplus
}
#endif
