/* SPDX-License-Identifier: BSD-2-Clause */
/* Register lists of the ABI, and which values user level may put into registers. */
#include "arch.h"
#include "arch/aarch64/trap.h"
#include "arch/aarch64/user_status.h"

enum { FRAME_REGISTERS = 17 };

/* REG-1; the first FRAME_REGISTERS are the frame part. */
static const uint8_t user_context_registers[] = {
    REG_FAULT_IP, REG_SP,    REG_STATUS, REG_X(0),  REG_X(1),  REG_X(2),  REG_X(3),  REG_X(4),  REG_X(5),
    REG_X(6),     REG_X(7),  REG_X(8),   REG_X(16), REG_X(17), REG_X(18), REG_X(29), REG_X(30),
    REG_X(9),     REG_X(10), REG_X(11),  REG_X(12), REG_X(13), REG_X(14), REG_X(15), REG_X(19), REG_X(20),
    REG_X(21),    REG_X(22), REG_X(23),  REG_X(24), REG_X(25), REG_X(26), REG_X(27), REG_X(28), REG_TLS,
    REG_TLS_RO,
};

/* FLT-6: the registers of the sender by place in the message; the word that the ABI calls LR is the address after the
 * trap instruction. */
#define UNKNOWN_SYSCALL_REGISTERS(entry)                                                                            \
    entry(0, REG_X(0)) entry(1, REG_X(1)) entry(2, REG_X(2)) entry(3, REG_X(3)) entry(4, REG_X(4))                   \
    entry(5, REG_X(5)) entry(6, REG_X(6)) entry(7, REG_X(7)) entry(8, REG_FAULT_IP) entry(9, REG_SP)                 \
    entry(10, REG_NEXT_IP) entry(11, REG_STATUS)

#define LIST_ENTRY(place, reg) [place] = reg,
static const uint8_t unknown_syscall_registers[] = {UNKNOWN_SYSCALL_REGISTERS(LIST_ENTRY)};

/* FLT-7 */
static const uint8_t user_exception_registers[] = {REG_FAULT_IP, REG_SP, REG_STATUS};

enum {
    USER_CONTEXT_COUNT = sizeof user_context_registers,
    TIMEOUT_REPLY_COUNT = USER_CONTEXT_COUNT - 2, /* FLT-9: without the TLS registers */
};

_Static_assert(USER_CONTEXT_COUNT == 36, "seL4_UserContext has 36 words");

struct register_list arch_register_list(enum register_list_kind kind)
{
    switch (kind) {
    case LIST_UNKNOWN_SYSCALL:
        return (struct register_list){unknown_syscall_registers, sizeof unknown_syscall_registers};
    case LIST_USER_EXCEPTION:
        return (struct register_list){user_exception_registers, sizeof user_exception_registers};
    case LIST_TIMEOUT_REPLY:
        return (struct register_list){user_context_registers, TIMEOUT_REPLY_COUNT};
    case LIST_USER_CONTEXT:
    default:
        return (struct register_list){user_context_registers, USER_CONTEXT_COUNT};
    }
}

#define PUT_ENTRY(place, register)                                                          \
    if ((place) < MESSAGE_REGISTERS) {                                                      \
        to->context.reg[REG_MR0 + (place) % MESSAGE_REGISTERS] = from->context.reg[register]; \
    } else {                                                                                \
        buffer[BUFFER_MESSAGE + (place)] = from->context.reg[register];                     \
    }

word_t arch_unknown_syscall_words(const struct tcb *from, struct tcb *to, word_t *buffer)
{
    UNKNOWN_SYSCALL_REGISTERS(PUT_ENTRY)
    return sizeof unknown_syscall_registers;
}

uint32_t arch_frame_registers(void)
{
    return FRAME_REGISTERS;
}

inline word_t arch_sanitise_register(const struct tcb *t, uint32_t reg, word_t value)
{
    if (reg != REG_STATUS || el_status_allowed(t, value)) {
        return value;
    }
    /* Whether the thread is in the middle of a single step is not for user level to change (HWD-4). */
    return (value & STATUS_CONDITION_FLAGS) | (t->context.reg[REG_STATUS] & STATUS_STEP) | USER_STATUS;
}
