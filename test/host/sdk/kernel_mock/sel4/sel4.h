/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of <sel4/sel4.h> that libmicrokit uses, for tests on the host: same types and names, but every
 * system call is a function of the test.
 */
#pragma once

typedef unsigned char seL4_Uint8;
typedef unsigned short seL4_Uint16;
typedef unsigned int seL4_Uint32;
typedef unsigned long seL4_Uint64;
typedef unsigned long seL4_Word;
typedef seL4_Word seL4_CPtr;
typedef signed char seL4_Bool;
typedef struct seL4_MessageInfo {
    seL4_Uint64 words[1];
} seL4_MessageInfo_t;
typedef enum { seL4_NoError = 0, seL4_InvalidArgument = 1, seL4_IllegalOperation = 3 } seL4_Error;
typedef struct seL4_UserContext {
    seL4_Word pc, sp;
    seL4_Word others[34];
} seL4_UserContext;

enum { seL4_False = 0, seL4_True = 1, seL4_CapNull = 0, seL4_WordBits = 64, IRQAckIRQ = 27 };

static inline seL4_MessageInfo_t seL4_MessageInfo_new(seL4_Uint64 label, seL4_Uint64 unwrapped,
                                                      seL4_Uint64 extra, seL4_Uint64 length)
{
    return (seL4_MessageInfo_t){{label << 12 | unwrapped << 9 | extra << 7 | length}};
}

static inline seL4_Uint64 seL4_MessageInfo_get_label(seL4_MessageInfo_t info)
{
    return info.words[0] >> 12;
}

static inline seL4_Uint64 seL4_MessageInfo_get_length(seL4_MessageInfo_t info)
{
    return info.words[0] & 0x7f;
}

void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t info);
void seL4_Signal(seL4_CPtr dest);
seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t info);
seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply);
seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t info, seL4_Word *sender, seL4_CPtr reply);
seL4_MessageInfo_t seL4_NBSendRecv(seL4_CPtr dest, seL4_MessageInfo_t info, seL4_CPtr src, seL4_Word *sender,
                                   seL4_CPtr reply);
seL4_Error seL4_IRQHandler_Ack(seL4_CPtr handler);
seL4_Error seL4_TCB_WriteRegisters(seL4_CPtr tcb, seL4_Bool resume, seL4_Uint8 flags, seL4_Word count,
                                   seL4_UserContext *regs);
seL4_Error seL4_TCB_Suspend(seL4_CPtr tcb);
seL4_Error seL4_TCB_Resume(seL4_CPtr tcb);
void seL4_SetMR(int i, seL4_Word value);
seL4_Word seL4_GetMR(int i);
void seL4_DebugPutChar(char c);
