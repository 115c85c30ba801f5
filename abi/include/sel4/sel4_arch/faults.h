/* SPDX-License-Identifier: BSD-2-Clause */
/* Decoding of the fault messages of AArch64, and the reply to a timeout fault (FLT-6..FLT-12). */
#pragma once

#include <sel4/functions.h>
#include <sel4/sel4_arch/types_gen.h>

LIBSEL4_INLINE_FUNC seL4_Bool seL4_isVMFault_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_VMFault;
}

LIBSEL4_INLINE_FUNC seL4_Bool seL4_isUnknownSyscall_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_UnknownSyscall;
}

LIBSEL4_INLINE_FUNC seL4_Bool seL4_isUserException_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_UserException;
}

LIBSEL4_INLINE_FUNC seL4_Fault_t seL4_getArchFault(seL4_MessageInfo_t tag)
{
    switch (seL4_MessageInfo_get_label(tag)) {
@insert arch_fault_decoding@
    default:
        return seL4_Fault_NullFault_new();
    }
}

/* Loads the message registers with `regs`; the thread is resumed if `resume`, else becomes inactive. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_TimeoutReply_new(seL4_Bool resume, seL4_UserContext regs,
                                                             seL4_Word length)
{
@insert timeout_reply_loading@
    return seL4_MessageInfo_new(!resume, 0, 0, length);
}
