/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults as messages (FLT-10; layouts: spec/01 section 7).
 */
#include "arch.h"
#include "ipc/fault.h"
#include "ipc/message.h"
#include "sched/sched_context.h"

/* A message in the making. Words for which the receiver has no place are lost (SYS-12). */
struct fault_writer {
    struct tcb *to;
    word_t *buffer;
    word_t count;
};

static inline struct fault_writer fault_put(struct fault_writer w, word_t value)
{
    w.count += message_put(w.to, w.buffer, w.count, value);
    return w;
}

static struct fault_writer fault_put_registers(struct fault_writer w, const struct tcb *from,
                                               enum register_list_kind kind)
{
    struct register_list list = arch_register_list(kind);

    for (uint32_t i = 0; i < list.count; i++) {
        w = fault_put(w, from->context.reg[list.reg[i]]);
    }
    return w;
}

static struct fault_writer fault_put_cap(struct fault_writer w, const struct fault *fault)
{
    uint32_t words = lookup_failure_words(fault->lookup.type);

    w = fault_put(w, fault->word[0]);
    w = fault_put(w, fault->word[1]);
    w = fault_put(w, fault->lookup.type);
    for (uint32_t i = 0; i < words; i++) {
        w = fault_put(w, fault->lookup.word[i]);
    }
    return w;
}

static struct fault_writer fault_put_words(struct fault_writer w, const struct fault *fault, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        w = fault_put(w, fault->word[i]);
    }
    return w;
}

/* FLT-12: single steps and software breaks have no address. */
static uint32_t fault_debug_words(const struct fault *fault)
{
    enum { REASON_SINGLE_STEP = 2 };
    return fault->word[0] >= REASON_SINGLE_STEP ? 1 : 3;
}

static struct fault_writer fault_put_timeout(struct fault_writer w, struct tcb *from)
{
    w = fault_put(w, from->fault.word[0]);
    return from->sc ? fault_put(w, sc_take_consumed(from->sc)) : w;
}

static struct fault_writer fault_put_all(struct fault_writer w, struct tcb *from)
{
    const struct fault *fault = &from->fault;
    word_t ip = from->context.reg[REG_FAULT_IP];

    switch (fault->kind) {
    case FAULT_CAP:
        return fault_put_cap(fault_put(w, ip), fault);
    case FAULT_UNKNOWN_SYSCALL:
        return fault_put_words(fault_put_registers(w, from, LIST_UNKNOWN_SYSCALL), fault, 1);
    case FAULT_USER_EXCEPTION:
        return fault_put_words(fault_put_registers(w, from, LIST_USER_EXCEPTION), fault, 2);
    case FAULT_DEBUG_EXCEPTION:
        return fault_put_words(fault_put(w, ip), fault, fault_debug_words(fault));
    case FAULT_TIMEOUT:
        return fault_put_timeout(w, from);
    case FAULT_VM:
        return fault_put_words(fault_put(w, ip), fault, 3);
    default:
        return fault_put_words(w, fault, 1);
    }
}

void fault_transfer(struct tcb *from, struct tcb *to, word_t badge)
{
    struct fault_writer w = {.to = to, .buffer = message_buffer(to, true), .count = 0};

    w = fault_put_all(w, from);
    to->context.reg[REG_INFO] = message_info((word_t)from->fault.kind, 0, 0, w.count);
    to->context.reg[REG_BADGE] = badge;
}
