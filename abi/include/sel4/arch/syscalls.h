/* SPDX-License-Identifier: BSD-2-Clause */
/* System-call stubs of the Arm family; contracts are in sel4/syscalls_mcs.h. */
#pragma once

#include <sel4/functions.h>
#include <sel4/syscall.h>
#include <sel4/syscalls_mcs.h>
#include <sel4/sel4_arch/syscalls.h>

LIBSEL4_INLINE_FUNC void sel4_load_mrs(seL4_Word *mr)
{
    for (int i = 0; i < 4; i++) {
        mr[i] = seL4_GetMR(i);
    }
}

LIBSEL4_INLINE_FUNC void sel4_store_mrs(const seL4_Word *mr)
{
    for (int i = 0; i < 4; i++) {
        seL4_SetMR(i, mr[i]);
    }
}

/* The input of a WithMRs call (LIB-7): 0 where the caller names no word or the message has none. */
LIBSEL4_INLINE_FUNC seL4_Word sel4_input_mr(seL4_MessageInfo_t info, seL4_Word index, const seL4_Word *mr)
{
    return mr != seL4_Null && seL4_MessageInfo_get_length(info) > index ? *mr : 0;
}

LIBSEL4_INLINE_FUNC void sel4_input_mrs(seL4_Word *mr, seL4_MessageInfo_t info, const seL4_Word *mr0,
                                        const seL4_Word *mr1, const seL4_Word *mr2, const seL4_Word *mr3)
{
    mr[0] = sel4_input_mr(info, 0, mr0);
    mr[1] = sel4_input_mr(info, 1, mr1);
    mr[2] = sel4_input_mr(info, 2, mr2);
    mr[3] = sel4_input_mr(info, 3, mr3);
}

LIBSEL4_INLINE_FUNC void sel4_output_word(seL4_Word *to, seL4_Word word)
{
    if (to != seL4_Null) {
        *to = word;
    }
}

LIBSEL4_INLINE_FUNC void sel4_output_mrs(const seL4_Word *mr, seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                         seL4_Word *mr3)
{
    sel4_output_word(mr0, mr[0]);
    sel4_output_word(mr1, mr[1]);
    sel4_output_word(mr2, mr[2]);
    sel4_output_word(mr3, mr[3]);
}

LIBSEL4_INLINE_FUNC void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    seL4_Word mr[4];
    sel4_load_mrs(mr);
    sel4_trap_send((seL4_Word) seL4_SysSend, dest, msgInfo, mr);
}

LIBSEL4_INLINE_FUNC void seL4_SendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo, seL4_Word *mr0,
                                          seL4_Word *mr1, seL4_Word *mr2, seL4_Word *mr3)
{
    seL4_Word mr[4];
    sel4_input_mrs(mr, msgInfo, mr0, mr1, mr2, mr3);
    sel4_trap_send((seL4_Word) seL4_SysSend, dest, msgInfo, mr);
}

LIBSEL4_INLINE_FUNC void seL4_NBSend(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    seL4_Word mr[4];
    sel4_load_mrs(mr);
    sel4_trap_send((seL4_Word) seL4_SysNBSend, dest, msgInfo, mr);
}

LIBSEL4_INLINE_FUNC void seL4_NBSendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo, seL4_Word *mr0,
                                            seL4_Word *mr1, seL4_Word *mr2, seL4_Word *mr3)
{
    seL4_Word mr[4];
    sel4_input_mrs(mr, msgInfo, mr0, mr1, mr2, mr3);
    sel4_trap_send((seL4_Word) seL4_SysNBSend, dest, msgInfo, mr);
}

LIBSEL4_INLINE_FUNC void seL4_Signal(seL4_CPtr dest)
{
    (void) sel4_trap_word((seL4_Word) seL4_SysSend, dest, seL4_MessageInfo_new(0, 0, 0, 0).words[0]);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t sel4_receive(seL4_Syscall_ID number, seL4_CPtr src, seL4_Word *sender,
                                                    seL4_CPtr reply, seL4_Word *mr)
{
    seL4_MessageInfo_t info = sel4_trap_receive((seL4_Word) number, &src, mr, reply);
    sel4_output_word(sender, src);
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t sel4_receive_to_buffer(seL4_Syscall_ID number, seL4_CPtr src,
                                                              seL4_Word *sender, seL4_CPtr reply)
{
    seL4_Word mr[4];
    seL4_MessageInfo_t info = sel4_receive(number, src, sender, reply, mr);
    sel4_store_mrs(mr);
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    return sel4_receive_to_buffer(seL4_SysRecv, src, sender, reply);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_RecvWithMRs(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply,
                                                        seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                                        seL4_Word *mr3)
{
    seL4_Word mr[4];
    seL4_MessageInfo_t info = sel4_receive(seL4_SysRecv, src, sender, reply, mr);
    sel4_output_mrs(mr, mr0, mr1, mr2, mr3);
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBRecv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    return sel4_receive_to_buffer(seL4_SysNBRecv, src, sender, reply);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Wait(seL4_CPtr src, seL4_Word *sender)
{
    return sel4_receive_to_buffer(seL4_SysWait, src, sender, 0);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_WaitWithMRs(seL4_CPtr src, seL4_Word *sender, seL4_Word *mr0,
                                                        seL4_Word *mr1, seL4_Word *mr2, seL4_Word *mr3)
{
    seL4_Word mr[4];
    seL4_MessageInfo_t info = sel4_receive(seL4_SysWait, src, sender, 0, mr);
    sel4_output_mrs(mr, mr0, mr1, mr2, mr3);
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBWait(seL4_CPtr src, seL4_Word *sender)
{
    return sel4_receive_to_buffer(seL4_SysNBWait, src, sender, 0);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Poll(seL4_CPtr src, seL4_Word *sender)
{
    return seL4_NBWait(src, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    seL4_Word mr[4];
    sel4_load_mrs(mr);
    msgInfo = sel4_trap_exchange((seL4_Word) seL4_SysCall, &dest, msgInfo, mr, 0);
    sel4_store_mrs(mr);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_CallWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                        seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                                        seL4_Word *mr3)
{
    seL4_Word mr[4];
    sel4_input_mrs(mr, msgInfo, mr0, mr1, mr2, mr3);
    msgInfo = sel4_trap_exchange((seL4_Word) seL4_SysCall, &dest, msgInfo, mr, 0);
    sel4_output_mrs(mr, mr0, mr1, mr2, mr3);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t msgInfo,
                                                      seL4_Word *sender, seL4_CPtr reply)
{
    seL4_Word mr[4];
    sel4_load_mrs(mr);
    msgInfo = sel4_trap_exchange((seL4_Word) seL4_SysReplyRecv, &src, msgInfo, mr, reply);
    sel4_store_mrs(mr);
    sel4_output_word(sender, src);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_ReplyRecvWithMRs(seL4_CPtr src, seL4_MessageInfo_t msgInfo,
                                                             seL4_Word *sender, seL4_Word *mr0,
                                                             seL4_Word *mr1, seL4_Word *mr2,
                                                             seL4_Word *mr3, seL4_CPtr reply)
{
    seL4_Word mr[4];
    sel4_input_mrs(mr, msgInfo, mr0, mr1, mr2, mr3);
    msgInfo = sel4_trap_exchange((seL4_Word) seL4_SysReplyRecv, &src, msgInfo, mr, reply);
    sel4_output_mrs(mr, mr0, mr1, mr2, mr3);
    sel4_output_word(sender, src);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBSendRecv(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                       seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    seL4_Word mr[4];
    sel4_load_mrs(mr);
    msgInfo = sel4_trap_send_receive((seL4_Word) seL4_SysNBSendRecv, &src, msgInfo, mr, reply, dest);
    sel4_store_mrs(mr);
    sel4_output_word(sender, src);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBSendRecvWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                              seL4_CPtr src, seL4_Word *sender,
                                                              seL4_Word *mr0, seL4_Word *mr1,
                                                              seL4_Word *mr2, seL4_Word *mr3,
                                                              seL4_CPtr reply)
{
    seL4_Word mr[4];
    sel4_input_mrs(mr, msgInfo, mr0, mr1, mr2, mr3);
    msgInfo = sel4_trap_send_receive((seL4_Word) seL4_SysNBSendRecv, &src, msgInfo, mr, reply, dest);
    sel4_output_mrs(mr, mr0, mr1, mr2, mr3);
    sel4_output_word(sender, src);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBSendWait(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                       seL4_CPtr src, seL4_Word *sender)
{
    seL4_Word mr[4];
    sel4_load_mrs(mr);
    msgInfo = sel4_trap_exchange((seL4_Word) seL4_SysNBSendWait, &src, msgInfo, mr, dest);
    sel4_store_mrs(mr);
    sel4_output_word(sender, src);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBSendWaitWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                              seL4_CPtr src, seL4_Word *sender,
                                                              seL4_Word *mr0, seL4_Word *mr1,
                                                              seL4_Word *mr2, seL4_Word *mr3)
{
    seL4_Word mr[4];
    sel4_input_mrs(mr, msgInfo, mr0, mr1, mr2, mr3);
    msgInfo = sel4_trap_exchange((seL4_Word) seL4_SysNBSendWait, &src, msgInfo, mr, dest);
    sel4_output_mrs(mr, mr0, mr1, mr2, mr3);
    sel4_output_word(sender, src);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC void seL4_Yield(void)
{
    sel4_trap_null((seL4_Word) seL4_SysYield);
}
