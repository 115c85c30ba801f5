/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message transfer between threads (XFR-1 to XFR-10).
 */
#include "ipc/transfer.h"

#include "cspace/derive.h"
#include "cspace/lookup.h"
#include "cspace/tree.h"
#include "ipc/fault.h"
#include "ipc/message.h"

/* The slots of the capabilities that go with a message; count is 0 if any of them does not resolve (XFR-2.2). */
struct passed_caps {
    struct slot *slot[MESSAGE_MAX_CAPS];
    word_t count;
};

static struct passed_caps transfer_find_caps(const struct tcb *from, const word_t *buffer, word_t count)
{
    struct passed_caps caps = {.count = count};

    for (word_t i = 0; i < count; i++) {
        caps.slot[i] = cspace_lookup(from, buffer[BUFFER_CAPS + i]);
        if (!caps.slot[i]) {
            caps.count = 0;
            break;
        }
    }
    return caps;
}

/* XFR-5: where the receiver wants a capability; null: nowhere. */
static struct slot *transfer_receive_slot(const struct tcb *to, const word_t *buffer)
{
    struct slot *root = cspace_lookup(to, buffer[BUFFER_RECEIVE_CNODE]);
    struct slot *slot;

    if (!root) {
        return NULL;
    }
    slot = cspace_operation_slot(root->cap, buffer[BUFFER_RECEIVE_INDEX], buffer[BUFFER_RECEIVE_DEPTH], false);
    return slot && slot_is_empty(slot) ? slot : NULL;
}

/* XFR-7: false: the transfer of capabilities stops here. */
static bool transfer_copy_cap(struct slot *source, struct slot *destination)
{
    if (!destination) {
        return false;
    }
    struct derived derived = cap_derive(source, source->cap);
    if (derived.outcome != DONE || cap_is(derived.cap, CAP_NULL)) {
        return false;
    }
    cap_mark_copied(source, derived.cap);
    tree_insert_derived(derived.cap, source, destination);
    return true;
}

/* XFR-6 to XFR-8: returns the capability fields of the delivered message info. */
static word_t transfer_caps(struct passed_caps caps, struct tcb *to, word_t *buffer,
                            const struct endpoint *endpoint)
{
    struct slot *destination = transfer_receive_slot(to, buffer);
    word_t unwrapped = 0;
    word_t i;

    for (i = 0; i < caps.count; i++) {
        struct cap cap = caps.slot[i]->cap;
        if (endpoint && cap_is(cap, CAP_ENDPOINT) && endpoint_at(cap.object) == endpoint) {
            buffer[BUFFER_CAPS + i] = cap.data;
            unwrapped |= BIT(i);
        } else {
            if (!transfer_copy_cap(caps.slot[i], destination)) {
                break;
            }
            destination = NULL;
        }
    }
    return message_info(0, unwrapped, i, 0);
}

word_t message_copy_words(const struct tcb *from, const word_t *source, struct tcb *to, word_t *destination,
                          word_t length)
{
    word_t in_registers = length < MESSAGE_REGISTERS ? length : MESSAGE_REGISTERS;

    for (word_t i = 0; i < in_registers; i++) {
        to->context.reg[REG_MR0 + i] = from->context.reg[REG_MR0 + i];
    }
    if (!source || !destination) {
        return in_registers;
    }
    for (word_t i = in_registers; i < length; i++) {
        destination[BUFFER_MESSAGE + i] = source[BUFFER_MESSAGE + i];
    }
    return length;
}

void message_transfer(struct tcb *from, struct tcb *to, word_t badge, bool grant, const struct endpoint *endpoint)
{
    if (from->fault.kind != FAULT_NONE) {
        fault_transfer(from, to, badge);
        return;
    }
    const word_t *source = message_buffer(from, false);
    word_t *destination = message_buffer(to, true);
    word_t info = from->context.reg[REG_INFO];
    word_t extra = grant && source ? message_extra_caps(info) : 0;
    word_t caps = 0;
    word_t length = message_copy_words(from, source, to, destination, message_length(info));

    if (extra > 0 && destination) {
        caps = transfer_caps(transfer_find_caps(from, source, extra), to, destination, endpoint);
    }
    to->context.reg[REG_INFO] = message_info(message_label(info), 0, 0, length) | caps;
    to->context.reg[REG_BADGE] = badge;
}
