/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the proofs know of the kernel under libmicrokit, in place of <sel4/sel4.h>. It counts what the kernel is asked
 * to do, so that contracts can say that it is done once. What is received is arbitrary: any badge, any message.
 */
#pragma once

#include "bit_list.h"

typedef uint8_t seL4_Uint8;
typedef uint16_t seL4_Uint16;
typedef uint32_t seL4_Uint32;
typedef uint64_t seL4_Uint64;
typedef unsigned long seL4_Word;
typedef seL4_Word seL4_CPtr;
typedef signed char seL4_Bool;
typedef struct seL4_MessageInfo {
    seL4_Uint64 words[1];
} seL4_MessageInfo_t;
typedef enum { seL4_NoError = 0, seL4_InvalidArgument = 1 } seL4_Error;

enum { seL4_False = 0, seL4_True = 1, seL4_CapNull = 0, seL4_WordBits = 64, IRQAckIRQ = 27 };

#define KERNEL_SLOTS 458

/* Per slot, modulo 2^64: messages and signals sent, and interrupts acknowledged; calls made. */
extern seL4_Word kernel_sent[KERNEL_SLOTS];
extern seL4_Word kernel_called[KERNEL_SLOTS];
/* Receptions, answers sent with one, and the last answer. */
extern seL4_Word kernel_receptions, kernel_answers, kernel_answer;

/*@ axiomatic message_tags { logic integer message_tag(integer label, integer length); }

    predicate kernel_sent_once{L1,L2}(integer slot) =
      \at(kernel_sent[slot], L2) == (uint64_t)(\at(kernel_sent[slot], L1) + 1);

    predicate kernel_sent_nothing{L1,L2} =
      \forall integer slot; 0 <= slot < KERNEL_SLOTS ==> \at(kernel_sent[slot], L2) == \at(kernel_sent[slot], L1);

    predicate kernel_sent_only{L1,L2}(integer only) =
      kernel_sent_once{L1,L2}(only) &&
      \forall integer slot; 0 <= slot < KERNEL_SLOTS && slot != only ==>
        \at(kernel_sent[slot], L2) == \at(kernel_sent[slot], L1); */

/*@ assigns \result \from label, length;
    ensures \result.words[0] == message_tag(label, length); */
seL4_MessageInfo_t seL4_MessageInfo_new(seL4_Uint64 label, seL4_Uint64 unwrapped, seL4_Uint64 extra,
                                        seL4_Uint64 length);
/*@ assigns \result \from info; */
seL4_Uint64 seL4_MessageInfo_get_label(seL4_MessageInfo_t info);
/*@ assigns \result \from info; */
seL4_Uint64 seL4_MessageInfo_get_length(seL4_MessageInfo_t info);

/*@ requires dest < KERNEL_SLOTS;
    assigns kernel_sent[dest];
    ensures kernel_sent_once{Pre,Post}(dest); */
void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t info);

/*@ requires 10 <= dest < 10 + 62;
    assigns kernel_sent[dest];
    ensures kernel_sent_once{Pre,Post}(dest); */
void seL4_Signal(seL4_CPtr dest);

/*@ requires 138 <= handler < 138 + 62;
    assigns kernel_sent[handler];
    ensures kernel_sent_once{Pre,Post}(handler); */
seL4_Error seL4_IRQHandler_Ack(seL4_CPtr handler);

/*@ requires 74 <= dest < 74 + 62;
    assigns kernel_called[dest];
    ensures kernel_called[dest] == (uint64_t)(\old(kernel_called[dest]) + 1); */
seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t info);

/*@ requires src == 1 && reply == 4 && \valid(sender);
    assigns *sender, kernel_receptions;
    ensures kernel_receptions == (uint64_t)(\old(kernel_receptions) + 1); */
seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply);

/*@ requires src == 1 && reply == 4 && \valid(sender);
    assigns *sender, kernel_receptions, kernel_answers, kernel_answer;
    ensures kernel_receptions == (uint64_t)(\old(kernel_receptions) + 1);
    ensures kernel_answers == (uint64_t)(\old(kernel_answers) + 1) && kernel_answer == info.words[0]; */
seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t info, seL4_Word *sender, seL4_CPtr reply);

/*@ requires dest < KERNEL_SLOTS && src == 1 && reply == 4 && \valid(sender);
    assigns *sender, kernel_receptions, kernel_sent[dest];
    ensures kernel_receptions == (uint64_t)(\old(kernel_receptions) + 1) && kernel_sent_once{Pre,Post}(dest); */
seL4_MessageInfo_t seL4_NBSendRecv(seL4_CPtr dest, seL4_MessageInfo_t info, seL4_CPtr src, seL4_Word *sender,
                                   seL4_CPtr reply);

seL4_Error seL4_TCB_Suspend(seL4_CPtr tcb);
seL4_Error seL4_TCB_Resume(seL4_CPtr tcb);
void seL4_SetMR(int i, seL4_Word value);
seL4_Word seL4_GetMR(int i);
