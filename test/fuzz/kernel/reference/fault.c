/* SPDX-License-Identifier: BSD-2-Clause */
/* Faults and their messages (FLT-1 to FLT-21), with the registers that the host port has. */
#include "rules.h"

static struct cap handler_of(const struct wthread *t, uint32_t which)
{
    return cap_in(slot_name(t->name, which));
}

static void send_fault(struct wthread *t, struct cap handler, bool may_donate)
{
    send(endpoint_of(handler.object),
         (struct send){.badge = handler.data,
                       .grant = (handler.rights & RIGHT_GRANT) != 0,
                       .grant_reply = (handler.rights & RIGHT_GRANT_REPLY) != 0,
                       .blocking = true,
                       .may_donate = may_donate},
         t);
}

void raise_fault(struct wthread *t, struct fault fault)
{
    struct cap handler = handler_of(t, TCB_FAULT_HANDLER);

    if (handler.kind != CAP_ENDPOINT) {
        set_state(t, INACTIVE);
        return;
    }
    t->fault = fault;
    send_fault(t, handler, t->sc != 0);
}

bool has_timeout_handler(const struct wthread *t)
{
    return handler_of(t, TCB_TIMEOUT_HANDLER).kind == CAP_ENDPOINT;
}

void raise_timeout(struct wthread *t, word_t badge)
{
    t->fault = (struct fault){.kind = FAULT_TIMEOUT, .word = {badge}};
    send_fault(t, handler_of(t, TCB_TIMEOUT_HANDLER), false);
}

static const uint8_t unknown_syscall[] = {REG_CAP,     REG_INFO,    REG_MR0,   REG_MR0 + 1,  REG_MR0 + 2,
                                          REG_MR0 + 3, REG_REPLY,   REG_DEST,  REG_FAULT_IP, REG_SP};
static const uint8_t user_exception[] = {REG_FAULT_IP, REG_SP, REG_STATUS};
static const uint8_t timeout_reply[] = {REG_FAULT_IP, REG_SP,      REG_STATUS,  REG_CAP,   REG_INFO,    REG_MR0,
                                        REG_MR0 + 1,  REG_MR0 + 2, REG_MR0 + 3, REG_REPLY, REG_SYSCALL, REG_DEST};

struct list {
    const uint8_t *reg;
    uint32_t count;
};

static struct list registers_of(enum fault_kind kind)
{
    switch (kind) {
    case FAULT_UNKNOWN_SYSCALL:
        return (struct list){unknown_syscall, sizeof(unknown_syscall)};
    case FAULT_USER_EXCEPTION:
        return (struct list){user_exception, sizeof(user_exception)};
    case FAULT_TIMEOUT:
        return (struct list){timeout_reply, sizeof(timeout_reply)};
    default:
        return (struct list){NULL, 0};
    }
}

/* FLT-10: the words of the message. */
static uint32_t fault_words(struct wthread *from, word_t *word)
{
    const struct fault *f = &from->fault;
    struct list list = registers_of(f->kind);
    uint32_t n = 0;

    switch (f->kind) {
    case FAULT_CAP:
        word[n++] = from->reg[REG_FAULT_IP];
        word[n++] = f->word[0];
        word[n++] = f->word[1];
        word[n++] = f->lookup.type;
        for (uint32_t i = 0; i + 1u < f->lookup.type; i++) {
            word[n++] = f->lookup.word[i];
        }
        break;
    case FAULT_TIMEOUT:
        word[n++] = f->word[0];
        if (from->sc) {
            word[n++] = take_consumed(sc_of(from->sc));
        }
        break;
    case FAULT_VM:
        word[n++] = from->reg[REG_FAULT_IP];
        word[n++] = f->word[0];
        word[n++] = f->word[1];
        word[n++] = f->word[2];
        break;
    default:
        for (uint32_t i = 0; i < list.count; i++) {
            word[n++] = from->reg[list.reg[i]];
        }
        word[n++] = f->word[0];
        if (f->kind == FAULT_USER_EXCEPTION) {
            word[n++] = f->word[1];
        }
        break;
    }
    return n;
}

void transfer_fault(struct wthread *from, struct wthread *to, word_t badge)
{
    word_t word[MESSAGE_MAX_LENGTH];
    uint32_t count = fault_words(from, word);
    word_t *buffer = buffer_of(to, true);
    word_t delivered = 0;

    for (uint32_t i = 0; i < count; i++) {
        delivered += put_word(to, buffer, i, word[i]);
    }
    to->reg[REG_INFO] = (word_t)from->fault.kind << 12 | delivered;
    to->reg[REG_BADGE] = badge;
}

/* FLT-14 */
bool reply_to_fault(struct wthread *replier, struct wthread *faulted)
{
    word_t info = replier->reg[REG_INFO];
    word_t length = info % 128u > MESSAGE_MAX_LENGTH ? MESSAGE_MAX_LENGTH : info % 128u;
    const word_t *buffer = buffer_of(replier, false);
    struct list list = registers_of(faulted->fault.kind);

    for (uint32_t i = 0; i < list.count && i < length && (buffer || i < MESSAGE_REGISTERS); i++) {
        word_t value = i < MESSAGE_REGISTERS ? replier->reg[REG_MR0 + i] : buffer[BUFFER_MESSAGE + i];
        faulted->reg[list.reg[i]] = list.reg[i] == REG_STATUS ? allowed_status(faulted, value) : value;
    }
    return list.count == 0 || info / 4096u == 0;
}
