/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Raising faults and answering them (FLT-1 to FLT-21).
 */
#include "ipc/fault.h"

#include "arch.h"
#include "debug_hooks.h"
#include "ipc/endpoint.h"
#include "ipc/message.h"
#include "state.h"

struct fault fault_cap(word_t cptr, bool receive_phase)
{
    return (struct fault){
        .kind = FAULT_CAP,
        .word = {cptr, receive_phase, 0},
        .lookup = kernel.lookup_failure,
    };
}

struct fault fault_word(enum fault_kind kind, word_t word)
{
    return (struct fault){.kind = kind, .word = {word, 0, 0}};
}

static void fault_send(struct tcb *thread, struct cap handler, bool may_donate)
{
    struct send_options options = {
        .badge = handler.data,
        .grant = cap_allows(handler, RIGHT_GRANT),
        .grant_reply = cap_allows(handler, RIGHT_GRANT_REPLY),
        .blocking = true,
        .is_call = false,
        .may_donate = may_donate,
    };
    endpoint_send(endpoint_at(handler.object), options, thread);
}

void fault_raise(struct tcb *thread, struct fault fault)
{
    struct cap handler = thread->slots[TCB_FAULT_HANDLER].cap;

    if (!cap_is(handler, CAP_ENDPOINT)) {
        debug_unhandled_fault(thread, fault);
        thread_set_state(thread, INACTIVE);
        return;
    }
    thread->fault = fault;
    fault_send(thread, handler, thread->sc != NULL);
}

bool fault_has_timeout_handler(const struct tcb *thread)
{
    return cap_is(thread->slots[TCB_TIMEOUT_HANDLER].cap, CAP_ENDPOINT);
}

void fault_raise_timeout(struct tcb *thread, word_t badge)
{
    thread->fault = fault_word(FAULT_TIMEOUT, badge);
    fault_send(thread, thread->slots[TCB_TIMEOUT_HANDLER].cap, false);
}

/* The registers that a reply to this fault may write (FLT-14). */
static struct register_list fault_reply_list(enum fault_kind kind)
{
    switch (kind) {
    case FAULT_UNKNOWN_SYSCALL:
        return arch_register_list(LIST_UNKNOWN_SYSCALL);
    case FAULT_USER_EXCEPTION:
        return arch_register_list(LIST_USER_EXCEPTION);
    case FAULT_TIMEOUT:
        return arch_register_list(LIST_TIMEOUT_REPLY);
    default:
        return (struct register_list){.reg = NULL, .count = 0};
    }
}

static inline void fault_write_register(struct tcb *faulted, uint32_t reg, word_t value)
{
    faulted->context.reg[reg] = arch_sanitise_register(faulted, reg, value);
}

static void fault_write_registers(const struct tcb *replier, struct tcb *faulted, struct register_list list,
                                  word_t length)
{
    const word_t *buffer = message_buffer(replier, false);
    word_t count = length < list.count ? length : list.count;

    for (word_t i = 0; i < count && i < MESSAGE_REGISTERS; i++) {
        fault_write_register(faulted, list.reg[i], replier->context.reg[REG_MR0 + i]);
    }
    for (word_t i = MESSAGE_REGISTERS; buffer && i < count; i++) {
        fault_write_register(faulted, list.reg[i], buffer[BUFFER_MESSAGE + i]);
    }
}

bool fault_reply(struct tcb *replier, struct tcb *faulted)
{
    word_t info = replier->context.reg[REG_INFO];
    enum fault_kind kind = faulted->fault.kind;

    fault_write_registers(replier, faulted, fault_reply_list(kind), message_length(info));
    switch (kind) {
    case FAULT_UNKNOWN_SYSCALL:
    case FAULT_USER_EXCEPTION:
    case FAULT_TIMEOUT:
        return message_label(info) == 0;
    case FAULT_DEBUG_EXCEPTION:
        /* FLT-14: the count is set whatever the label. */
        return arch_debug_reply(faulted, message_length(info) > 0 ? replier->context.reg[REG_MR0] : 1) &&
               message_label(info) == 0;
    default:
        return true;
    }
}
