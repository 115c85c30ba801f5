/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The trap into the kernel on AArch64 (SYS-5): x7 number, x0 capability in and badge out, x1 message info,
 * x2..x5 message registers 0..3, x6 reply object, x8 destination of the sending phase. Registers that are
 * not named as outputs keep their value; memory is clobbered because the kernel reads and writes the IPC
 * buffer.
 */
#pragma once

#include <sel4/types.h>

/* Sends; nothing comes back (Send, NBSend). */
LIBSEL4_INLINE_FUNC void sel4_trap_send(seL4_Word number, seL4_CPtr dest, seL4_MessageInfo_t info,
                                        const seL4_Word *mr)
{
    register seL4_Word x0 __asm__("x0") = dest;
    register seL4_Word x1 __asm__("x1") = info.words[0];
    register seL4_Word x2 __asm__("x2") = mr[0];
    register seL4_Word x3 __asm__("x3") = mr[1];
    register seL4_Word x4 __asm__("x4") = mr[2];
    register seL4_Word x5 __asm__("x5") = mr[3];
    register seL4_Word x7 __asm__("x7") = number;
    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x7)
                     : "memory");
}

/* Sends nothing and takes one word in and out of x0, and one in through x1 (Signal, debug calls). */
LIBSEL4_INLINE_FUNC seL4_Word sel4_trap_word(seL4_Word number, seL4_Word word, seL4_Word second)
{
    register seL4_Word x0 __asm__("x0") = word;
    register seL4_Word x1 __asm__("x1") = second;
    register seL4_Word x7 __asm__("x7") = number;
    __asm__ volatile("svc #0" : "+r"(x0), "+r"(x1) : "r"(x7) : "memory");
    return x0;
}

/* Neither sends nor receives (Yield). */
LIBSEL4_INLINE_FUNC void sel4_trap_null(seL4_Word number)
{
    register seL4_Word x7 __asm__("x7") = number;
    __asm__ volatile("svc #0" : : "r"(x7) : "memory");
}

/* Receives only; the badge goes to `*cap`. A delivered signal leaves info 0 (SYS-12). */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t sel4_trap_receive(seL4_Word number, seL4_CPtr *cap, seL4_Word *mr,
                                                         seL4_CPtr reply)
{
    seL4_MessageInfo_t info;
    register seL4_Word x0 __asm__("x0") = *cap;
    register seL4_Word x1 __asm__("x1") = 0;
    register seL4_Word x2 __asm__("x2");
    register seL4_Word x3 __asm__("x3");
    register seL4_Word x4 __asm__("x4");
    register seL4_Word x5 __asm__("x5");
    register seL4_Word x6 __asm__("x6") = reply;
    register seL4_Word x7 __asm__("x7") = number;
    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "=r"(x2), "=r"(x3), "=r"(x4), "=r"(x5)
                     : "r"(x6), "r"(x7)
                     : "memory");
    *cap = x0;
    info.words[0] = x1;
    mr[0] = x2;
    mr[1] = x3;
    mr[2] = x4;
    mr[3] = x5;
    return info;
}

/* Sends and receives through the same registers (Call, ReplyRecv, NBSendWait). */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t sel4_trap_exchange(seL4_Word number, seL4_CPtr *cap,
                                                          seL4_MessageInfo_t info, seL4_Word *mr,
                                                          seL4_CPtr reply)
{
    register seL4_Word x0 __asm__("x0") = *cap;
    register seL4_Word x1 __asm__("x1") = info.words[0];
    register seL4_Word x2 __asm__("x2") = mr[0];
    register seL4_Word x3 __asm__("x3") = mr[1];
    register seL4_Word x4 __asm__("x4") = mr[2];
    register seL4_Word x5 __asm__("x5") = mr[3];
    register seL4_Word x6 __asm__("x6") = reply;
    register seL4_Word x7 __asm__("x7") = number;
    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x6), "r"(x7)
                     : "memory");
    *cap = x0;
    info.words[0] = x1;
    mr[0] = x2;
    mr[1] = x3;
    mr[2] = x4;
    mr[3] = x5;
    return info;
}

/* Sends to `dest`, then receives from `*cap` (NBSendRecv). */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t sel4_trap_send_receive(seL4_Word number, seL4_CPtr *cap,
                                                              seL4_MessageInfo_t info, seL4_Word *mr,
                                                              seL4_CPtr reply, seL4_CPtr dest)
{
    register seL4_Word x0 __asm__("x0") = *cap;
    register seL4_Word x1 __asm__("x1") = info.words[0];
    register seL4_Word x2 __asm__("x2") = mr[0];
    register seL4_Word x3 __asm__("x3") = mr[1];
    register seL4_Word x4 __asm__("x4") = mr[2];
    register seL4_Word x5 __asm__("x5") = mr[3];
    register seL4_Word x6 __asm__("x6") = reply;
    register seL4_Word x7 __asm__("x7") = number;
    register seL4_Word x8 __asm__("x8") = dest;
    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x6), "r"(x7), "r"(x8)
                     : "memory");
    *cap = x0;
    info.words[0] = x1;
    mr[0] = x2;
    mr[1] = x3;
    mr[2] = x4;
    mr[3] = x5;
    return info;
}
