/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes the place of the trap into the kernel: records what would go in, and answers as the test says. */
#pragma once

#include <sel4/types.h>

struct mock_trap {
    seL4_Word number;
    seL4_CPtr cap;
    seL4_MessageInfo_t info;
    seL4_Word mr[4];
    seL4_CPtr reply;
    seL4_CPtr dest;
};

extern struct mock_trap mock_in;
extern struct mock_trap mock_out;

LIBSEL4_INLINE_FUNC void mock_enter(seL4_Word number, seL4_CPtr cap, seL4_MessageInfo_t info,
                                    const seL4_Word *mr, seL4_CPtr reply, seL4_CPtr dest)
{
    mock_in.number = number;
    mock_in.cap = cap;
    mock_in.info = info;
    for (int i = 0; i < 4; i++) {
        mock_in.mr[i] = mr ? mr[i] : 0;
    }
    mock_in.reply = reply;
    mock_in.dest = dest;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t mock_leave(seL4_CPtr *cap, seL4_Word *mr)
{
    *cap = mock_out.cap;
    for (int i = 0; i < 4; i++) {
        mr[i] = mock_out.mr[i];
    }
    return mock_out.info;
}

LIBSEL4_INLINE_FUNC void sel4_trap_send(seL4_Word number, seL4_CPtr dest, seL4_MessageInfo_t info,
                                        const seL4_Word *mr)
{
    mock_enter(number, dest, info, mr, 0, 0);
}

LIBSEL4_INLINE_FUNC seL4_Word sel4_trap_word(seL4_Word number, seL4_Word word, seL4_Word second)
{
    seL4_MessageInfo_t info;
    info.words[0] = second;
    mock_enter(number, word, info, seL4_Null, 0, 0);
    return mock_out.cap;
}

LIBSEL4_INLINE_FUNC void sel4_trap_null(seL4_Word number)
{
    mock_enter(number, 0, seL4_MessageInfo_new(0, 0, 0, 0), seL4_Null, 0, 0);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t sel4_trap_receive(seL4_Word number, seL4_CPtr *cap, seL4_Word *mr,
                                                         seL4_CPtr reply)
{
    mock_enter(number, *cap, seL4_MessageInfo_new(0, 0, 0, 0), seL4_Null, reply, 0);
    return mock_leave(cap, mr);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t sel4_trap_exchange(seL4_Word number, seL4_CPtr *cap,
                                                          seL4_MessageInfo_t info, seL4_Word *mr,
                                                          seL4_CPtr reply)
{
    mock_enter(number, *cap, info, mr, reply, 0);
    return mock_leave(cap, mr);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t sel4_trap_send_receive(seL4_Word number, seL4_CPtr *cap,
                                                              seL4_MessageInfo_t info, seL4_Word *mr,
                                                              seL4_CPtr reply, seL4_CPtr dest)
{
    mock_enter(number, *cap, info, mr, reply, dest);
    return mock_leave(cap, mr);
}
