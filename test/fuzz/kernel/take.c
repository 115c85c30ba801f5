/* SPDX-License-Identifier: BSD-2-Clause */
#include "take.h"

#include "scenario.h"

static const uint8_t *next;
static const uint8_t *end;

void take_from(const uint8_t *bytes, size_t count)
{
    next = bytes;
    end = bytes + count;
}

bool take_is_over(void)
{
    return next == end;
}

uint8_t take_byte(void)
{
    uint8_t byte = 0;

    if (next < end) {
        byte = *next;
        next++;
    }
    return byte;
}

word_t take_slot(void)
{
    static const word_t fixed[] = {SLOT_TCB,    SLOT_CNODE, SLOT_VSPACE,        SLOT_IRQ_CONTROL,
                                   SLOT_DOMAIN, SLOT_SC,    SLOT_SCHED_CONTROL, SLOT_UNTYPED};
    uint8_t byte = take_byte();

    return byte < 192 ? SLOT_FREE + byte % 64u : fixed[byte % 8u];
}

/* Mostly a slot of the given kind: a byte below 224 picks one of them. */
word_t take_of(word_t first, word_t count)
{
    uint8_t byte = take_byte();

    return byte < 224 ? first + byte % count : SLOT_FREE + byte * 7u % 64u;
}

/* Mostly an endpoint or a notification, with and without a badge. */
word_t take_channel(void)
{
    static const word_t channels[] = {EPS,        EPS + 1,       EPS + 2,       NTFNS,           NTFNS + 1,
                                      NTFNS + 2,  BADGED,        BADGED + 1,    BADGED + 2,      BADGED + 3,
                                      NTFNS + 3,  EPS + 3};
    uint8_t byte = take_byte();

    return byte < 240 ? channels[byte % 12u] : SLOT_FREE + byte * 7u % 64u;
}

word_t take_word(void)
{
    uint8_t byte = take_byte();

    if (byte < 64) {
        return byte;
    }
    if (byte < 128) {
        return SLOT_FREE + byte - 64u;
    }
    if (byte < 192) {
        return UINT64_C(1) << (byte - 128u);
    }
    return byte == 255 ? UINT64_MAX : (byte - 191u) * 100u;
}

/* A CNode to work in, and how many bits address a slot of it. */
word_t take_cnode(word_t *depth)
{
    uint8_t byte = take_byte();
    word_t slot = byte < 128 ? SLOT_CNODE : CNODES + byte % CNODE_COUNT;

    *depth = slot == SLOT_CNODE ? WORD_BITS : CNODE_RADIX;
    if (byte % 16u == 15) {
        *depth = take_word();
    }
    return slot;
}

word_t take_index(word_t depth)
{
    return depth == CNODE_RADIX ? take_byte() % 8u : take_slot();
}

struct message take_message(void)
{
    uint8_t shape = take_byte();
    /* Most messages are short and carry no capabilities. */
    struct message m = {.label = shape % 3u,
                        .length = shape < 128 ? shape / 4u % 8u : shape / 4u % 16u,
                        .caps = shape < 192 ? 0 : shape / 16u % 4u};

    for (word_t i = 0; i < m.caps; i++) {
        m.cap[i] = take_slot();
    }
    for (word_t i = 0; i < m.length; i++) {
        m.word[i] = i;
    }
    return m;
}

/* A word of its kind, for the byte that stands for it; the highest bytes stand for any word. */
word_t take_word_argument(enum argument kind)
{
    uint8_t byte;

    if (kind == ARG_NONE) {
        return 0;
    }
    byte = take_byte();
    if (byte >= 240 || kind == ARG_ANY) {
        return take_word();
    }
    switch (kind) {
    case ARG_PRIORITY:
        return 95u + byte % 10u;
    case ARG_GUARD:
        return byte % 4u == 0 ? WORD_BITS - ROOT_RADIX : 0;
    case ARG_ADDRESS:
        return byte % 8u == 0 ? 0 : byte % 8u * (UINT64_C(1) << seL4_IPCBufferSizeBits);
    case ARG_COUNT:
        return byte % 15u;
    case ARG_LINE:
        return byte % 8u;
    case ARG_INDEX:
        return SLOT_FREE + byte % 64u;
    case ARG_DEPTH:
        return WORD_BITS;
    case ARG_DOMAIN:
        return byte % 4u;
    case ARG_ENTRY:
        return byte % 6u;
    case ARG_DURATION:
        return byte * UINT64_C(1000);
    case ARG_MICROSECONDS:
        return 20u + byte % 32u * 50u;
    case ARG_REFILLS:
        return byte % 10u;
    default:
        return byte % 16u;
    }
}

/* A slot with a capability of its kind, or with any. */
word_t take_cap_argument(enum argument kind)
{
    uint8_t byte = take_byte();

    if (byte >= 240 || kind == ARG_SLOT) {
        return take_slot();
    }
    switch (kind) {
    case ARG_THREAD:
        return byte < 224 ? TCBS + byte % (uint32_t)TCB_COUNT : (uint32_t)SLOT_TCB;
    case ARG_CNODE:
        return byte < 160 ? (uint32_t)SLOT_CNODE : CNODES + byte % (uint32_t)CNODE_COUNT;
    case ARG_VSPACE:
        return SLOT_VSPACE;
    case ARG_FRAME:
        return BUFFERS + byte % TCB_COUNT;
    case ARG_ENDPOINT:
        return byte < 160 ? (word_t)(EPS + byte % EP_COUNT) : (word_t)(BADGED + byte % 2u);
    case ARG_NOTIFICATION:
        return byte < 200 ? (word_t)(NTFNS + byte % NTFN_COUNT) : (word_t)(BADGED + 2u + byte % 2u);
    case ARG_SC:
        return byte < 224 ? SCS + byte % (uint32_t)SC_COUNT : (uint32_t)SLOT_SC;
    case ARG_SCHED_CONTROL:
        return SLOT_SCHED_CONTROL;
    case ARG_DOMAIN_CAP:
        return SLOT_DOMAIN;
    case ARG_IRQ_CONTROL:
        return SLOT_IRQ_CONTROL;
    case ARG_IRQ_HANDLER:
        return IRQS + byte % IRQ_COUNT_USED;
    case ARG_AUTHORITY:
        return byte < 160 ? (uint32_t)SLOT_TCB : TCBS + byte % (uint32_t)TCB_COUNT;
    default:
        return byte % 2u ? TCBS + byte / 2u % TCB_COUNT : NTFNS + byte / 2u % NTFN_COUNT;
    }
}
