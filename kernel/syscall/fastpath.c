/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Choosing the short path of a system call. The capability in the first register is looked up at once, since all but
 * a yield have one.
 */
#include "syscall/fastpath.h"

#include "benchmark_hooks.h"
#include "cspace/lookup.h"
#include "debug_hooks.h"
#include "syscall/fastpath_steps.h"

/* Finding capabilities: in the usual CSpace, or in any. The latter takes calls, and with them a stack. */
enum cspace_shape { CSPACE_FLAT, CSPACE_ANY };

/* The second capability of a call; null: there is none. */
HOT_INLINE struct slot *fastpath_lookup(enum cspace_shape shape, word_t cptr)
{
    struct cap root = kernel.cur->slots[TCB_CSPACE].cap;

    if (shape == CSPACE_ANY) {
        return cspace_resolve(root, cptr, WORD_BITS).slot;
    }
    return cspace_guard_fits(root, cptr) ? cspace_flat_slot(root, cptr) : NULL;
}

/* reply: the register that names the reply object, which some calls have. */
HOT_INLINE struct tcb *fastpath_choose(enum cspace_shape shape, struct slot *slot, word_t info, word_t mr0,
                                       word_t mr1, word_t mr2, word_t mr3, word_t reply, int64_t number)
{
    if (number == seL4_SysCall) {
        return fastpath_call(slot, info, mr0, mr1, mr2, mr3);
    }
    if (number == seL4_SysReplyRecv) {
        return fastpath_reply_recv(slot, info, mr0, mr1, mr2, mr3, fastpath_lookup(shape, reply));
    }
    if (number == seL4_SysSend || number == seL4_SysNBSend) {
        return fastpath_send(slot, info, mr0, mr1, mr2, mr3);
    }
    if (number == seL4_SysWait || number == seL4_SysNBWait) {
        return fastpath_receive(slot, number == seL4_SysWait);
    }
    if (number == seL4_SysYield) {
        return fastpath_yield();
    }
    if (number == seL4_SysRecv || number == seL4_SysNBRecv) {
        return fastpath_receive_with_reply(slot, fastpath_lookup(shape, reply), number == seL4_SysRecv);
    }
    if (number == seL4_SysNBSendRecv) {
        const struct slot *to = fastpath_lookup(shape, kernel.cur->context.reg[REG_DEST]);
        return fastpath_send_receive(slot, to, fastpath_lookup(shape, reply), true);
    }
    if (number == seL4_SysNBSendWait) {
        return fastpath_send_receive(slot, fastpath_lookup(shape, reply), NULL, false);
    }
    return NULL;
}

/* The first capability has not been found the usual way. Takes the arguments from memory: that the other way would
 * have to keep them for this one would cost it more. */
COLD APART static struct tcb *fastpath_syscall_deep(void)
{
    const word_t *reg = kernel.cur->context.reg;
    int64_t number = (int64_t)reg[REG_SYSCALL];

    if (number == seL4_SysYield) {
        return fastpath_yield();
    }
    struct slot *slot = fastpath_lookup(CSPACE_ANY, reg[REG_CAP]);
    if (!slot) {
        return NULL;
    }
    return fastpath_choose(CSPACE_ANY, slot, reg[REG_INFO], reg[REG_MR0], reg[REG_MR0 + 1], reg[REG_MR0 + 2],
                           reg[REG_MR0 + 3], reg[REG_REPLY], number);
}

HOT_INLINE struct tcb *fastpath_take(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                     word_t reply, int64_t number)
{
    struct cap root = kernel.cur->slots[TCB_CSPACE].cap;

    if (!cspace_is_flat(root) || !cspace_guard_fits(root, cptr)) {
        return fastpath_syscall_deep();
    }
    return fastpath_choose(CSPACE_FLAT, cspace_flat_slot(root, cptr), info, mr0, mr1, mr2, mr3, reply, number);
}

struct tcb *fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3, word_t reply,
                             int64_t number)
{
    benchmark_entry();
    struct tcb *done = fastpath_take(cptr, info, mr0, mr1, mr2, mr3, reply, number);
    if (done) {
        benchmark_exit();
        debug_entry_done();
    }
    return done;
}
