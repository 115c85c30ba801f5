/* SPDX-License-Identifier: BSD-2-Clause */
/* Comparing what the model expects with what the kernel did. */
#include "world.h"

#include "memory/address.h"

#include <board.h>

#include <stdio.h>
#include <string.h>

static char text[256];

#define FIELD(a, b, field, kind, object)                                                                       \
    do {                                                                                                       \
        if ((uint64_t)(a)->field != (uint64_t)(b)->field) {                                                    \
            (void)snprintf(text, sizeof(text), "%s %#llx: " #field " should be %#llx and is %#llx", (kind),    \
                           (unsigned long long)(object), (unsigned long long)(a)->field,                       \
                           (unsigned long long)(b)->field);                                                    \
            return text;                                                                                       \
        }                                                                                                      \
    } while (0)

static const char *wrong(const char *kind, name_t object, const char *what)
{
    (void)snprintf(text, sizeof(text), "%s %#llx: %s", kind, (unsigned long long)object, what);
    return text;
}

static bool same_queue(const struct queue *a, const struct queue *b)
{
    return a->count == b->count && memcmp(a->member, b->member, a->count * sizeof(name_t)) == 0;
}

static const char *node_difference(const struct node *a, const struct world *actual)
{
    const struct node *b = node_in(actual, a->slot);

    if (!b) {
        return wrong("slot", a->slot, "should hold a capability and is empty");
    }
    FIELD(a, b, cap.kind, "slot", a->slot);
    FIELD(a, b, cap.object, "slot", a->slot);
    FIELD(a, b, cap.rights, "slot", a->slot);
    FIELD(a, b, cap.size, "slot", a->slot);
    FIELD(a, b, cap.flag, "slot", a->slot);
    FIELD(a, b, cap.data, "slot", a->slot);
    FIELD(a, b, parent, "slot", a->slot);
    FIELD(a, b, next, "slot", a->slot);
    FIELD(a, b, family, "slot", a->slot);
    return NULL;
}

static const char *fault_difference(const struct wthread *a, const struct wthread *b)
{
    FIELD(a, b, fault.kind, "thread", a->name);
    if (a->fault.kind == FAULT_NONE) {
        return NULL;
    }
    for (uint32_t i = 0; i < 3; i++) {
        FIELD(a, b, fault.word[i], "thread", a->name);
    }
    if (a->fault.kind == FAULT_CAP) {
        FIELD(a, b, fault.lookup.type, "thread", a->name);
        for (uint32_t i = 0; i + 1u < a->fault.lookup.type; i++) {
            FIELD(a, b, fault.lookup.word[i], "thread", a->name);
        }
    }
    return NULL;
}

static const char *thread_difference(const struct wthread *a, const struct wthread *b)
{
    FIELD(a, b, state, "thread", a->name);
    for (uint32_t i = 0; i < REG_TOTAL; i++) {
        FIELD(a, b, reg[i], "thread", a->name);
    }
    FIELD(a, b, priority, "thread", a->name);
    FIELD(a, b, mcp, "thread", a->name);
    FIELD(a, b, domain, "thread", a->name);
    FIELD(a, b, flags, "thread", a->name);
    FIELD(a, b, sc, "thread", a->name);
    FIELD(a, b, reply, "thread", a->name);
    FIELD(a, b, bound, "thread", a->name);
    FIELD(a, b, yield_to, "thread", a->name);
    FIELD(a, b, vcpu, "thread", a->name);
    FIELD(a, b, buffer_address, "thread", a->name);
    if (a->state == SEND_BLOCKED) {
        FIELD(a, b, badge, "thread", a->name);
        FIELD(a, b, grant, "thread", a->name);
        FIELD(a, b, grant_reply, "thread", a->name);
        FIELD(a, b, call, "thread", a->name);
    }
    if (a->state == SEND_BLOCKED || a->state == RECV_BLOCKED || a->state == NTFN_BLOCKED) {
        FIELD(a, b, waits_on, "thread", a->name);
    }
    return fault_difference(a, b);
}

static const char *sc_difference(const struct wsc *a, const struct wsc *b)
{
    FIELD(a, b, capacity, "scheduling context", a->name);
    FIELD(a, b, consumed, "scheduling context", a->name);
    FIELD(a, b, badge, "scheduling context", a->name);
    FIELD(a, b, thread, "scheduling context", a->name);
    FIELD(a, b, notification, "scheduling context", a->name);
    FIELD(a, b, top, "scheduling context", a->name);
    FIELD(a, b, yield_from, "scheduling context", a->name);
    FIELD(a, b, sporadic, "scheduling context", a->name);
    if (a->capacity == 0) {
        return NULL;
    }
    FIELD(a, b, period, "scheduling context", a->name);
    FIELD(a, b, count, "scheduling context", a->name);
    for (uint32_t i = 0; i < a->count; i++) {
        FIELD(a, b, refill[i].time, "scheduling context", a->name);
        FIELD(a, b, refill[i].amount, "scheduling context", a->name);
    }
    return NULL;
}

static const char *notification_difference(const struct wnotification *a, const struct wnotification *b)
{
    FIELD(a, b, active, "notification", a->name);
    FIELD(a, b, word, "notification", a->name);
    FIELD(a, b, bound, "notification", a->name);
    FIELD(a, b, sc, "notification", a->name);
    return same_queue(&a->queue, &b->queue) ? NULL : wrong("notification", a->name, "another queue");
}

static const char *reply_difference(const struct wreply *a, const struct wreply *b)
{
    FIELD(a, b, thread, "reply", a->name);
    FIELD(a, b, sc, "reply", a->name);
    FIELD(a, b, older, "reply", a->name);
    FIELD(a, b, newer, "reply", a->name);
    return NULL;
}

static const char *endpoint_difference(const struct wendpoint *a, const struct wendpoint *b)
{
    return same_queue(&a->queue, &b->queue) ? NULL : wrong("endpoint", a->name, "another queue");
}

/* The queue of one domain and priority, as the order of its members in the list of all. */
static bool same_ready_queues(const struct world *a, const struct world *b)
{
    struct queue left = b->ready;

    for (uint32_t i = 0; i < a->ready.count; i++) {
        const struct wthread *t = thread_of(a->ready.member[i]);
        uint32_t k = 0;
        while (k < left.count) {
            const struct wthread *o = thread_of(left.member[k]);
            if (t && o && o->priority == t->priority && o->domain == t->domain) {
                break;
            }
            k++;
        }
        if (!t || k == left.count || left.member[k] != t->name) {
            return false;
        }
        queue_remove(&left, t->name);
    }
    return left.count == 0;
}

static const char *kernel_difference(const struct world *a, const struct world *b)
{
    FIELD(a, b, cur, "kernel", 0);
    FIELD(a, b, cur_sc, "kernel", 0);
    FIELD(a, b, now, "kernel", 0);
    FIELD(a, b, pending, "kernel", 0);
    FIELD(a, b, domain, "kernel", 0);
    FIELD(a, b, domain_index, "kernel", 0);
    FIELD(a, b, domain_start, "kernel", 0);
    FIELD(a, b, domain_time, "kernel", 0);
    FIELD(a, b, deadline, "kernel", 0);
    /* That of the guest's timer goes with the guest and is an invariant of the host port. */
    if (((a->lines_enabled ^ b->lines_enabled) & ~(UINT32_C(1) << VIRTUAL_TIMER_IRQ)) != 0) {
        return wrong("kernel", 0, "other lines are masked");
    }
    FIELD(a, b, lines_raised, "kernel", 0);
    for (uint32_t i = 0; i < DOMAIN_SCHEDULE_LENGTH; i++) {
        FIELD(a, b, schedule[i].domain, "kernel", i);
        FIELD(a, b, schedule[i].duration, "kernel", i);
    }
    for (uint32_t i = 0; i < IRQ_COUNT; i++) {
        FIELD(a, b, line[i], "kernel", i);
    }
    if (!same_queue(&a->released, &b->released)) {
        return wrong("kernel", 0, "another release queue");
    }
    return same_ready_queues(a, b) ? NULL : wrong("kernel", 0, "another ready queue");
}

static const char *buffer_difference(const struct wbuffer *a)
{
    const word_t *words = words_at(a->name);

    for (uint32_t i = 0; i < BUFFER_WORDS; i++) {
        if (a->word[i] != words[i]) {
            (void)snprintf(text, sizeof(text), "buffer %#llx: word %u should be %#llx and is %#llx",
                           (unsigned long long)a->name, i, (unsigned long long)a->word[i],
                           (unsigned long long)words[i]);
            return text;
        }
    }
    return NULL;
}

static const char *vcpu_difference(const struct wvcpu *a, const struct wvcpu *b)
{
    FIELD(a, b, thread, "VCPU", a->name);
    FIELD(a, b, masked, "VCPU", a->name);
    for (uint32_t i = 0; i < LISTS; i++) {
        FIELD(a, b, list[i], "VCPU", a->name);
    }
    for (uint32_t i = 0; i < seL4_VCPUReg_Num && !a->lost; i++) {
        if (i != seL4_VCPUReg_CNTVOFF) { /* moves with time (VCPU-11) */
            FIELD(a, b, reg[i], "VCPU", a->name);
        }
    }
    return NULL;
}

static const char *processor_difference(const struct world *a, const struct world *b)
{
    FIELD(a, b, loaded, "processor", 0);
    FIELD(a, b, guest, "processor", 0);
    for (uint32_t i = 0; i < LISTS && a->loaded; i++) {
        FIELD(a, b, list[i], "processor", i);
    }
    for (uint32_t i = 0; i < ASID_TABLE; i++) {
        FIELD(a, b, pool[i], "ASID table", i);
    }
    return NULL;
}

static uint32_t entries_of(const struct world *world, name_t table)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < world->entries; i++) {
        count += world->entry[i].table == table;
    }
    return count;
}

static bool has_entry(const struct world *world, struct wentry e)
{
    for (uint32_t i = 0; i < world->entries; i++) {
        const struct wentry *o = &world->entry[i];
        if (o->table == e.table && o->index == e.index) {
            return o->raw == e.raw;
        }
    }
    return false;
}

static const char *table_difference(const struct world *a, const struct world *b, name_t table)
{
    for (uint32_t i = 0; i < b->entries; i++) {
        if (b->entry[i].table == table && !has_entry(a, b->entry[i])) {
            return wrong("table", table, "has an entry that it should not have, or another one");
        }
    }
    return entries_of(a, table) == entries_of(b, table) ? NULL : wrong("table", table, "lacks an entry");
}

static bool has_space(const struct world *world, struct wspace s)
{
    for (uint32_t i = 0; i < world->spaces; i++) {
        const struct wspace *o = &world->space[i];
        if (o->pool == s.pool && o->index == s.index) {
            return o->root == s.root;
        }
    }
    return false;
}

/* Of tables and pools to which there is a capability. */
static const char *spaces_difference(const struct world *a, const struct world *b)
{
    for (uint32_t i = 0; i < b->nodes; i++) {
        struct cap cap = b->node[i].cap;
        const char *difference = NULL;
        if (cap.kind == CAP_PAGE_TABLE || cap.kind == CAP_VSPACE) {
            difference = table_difference(a, b, cap.object);
        }
        for (uint32_t k = 0; cap.kind == CAP_ASID_POOL && k < a->spaces; k++) {
            if (a->space[k].pool == cap.object && !has_space(b, a->space[k])) {
                difference = wrong("ASID pool", cap.object, "lacks a space");
            }
        }
        if (difference) {
            return difference;
        }
    }
    for (uint32_t k = 0; k < b->spaces; k++) {
        if (!has_space(a, b->space[k])) {
            return wrong("ASID pool", b->space[k].pool, "has a space that it should not have");
        }
    }
    return NULL;
}

/* Every object of the one list is in the other, and equal. */
#define COMPARE(list, count, compare, kind)                                                                     \
    do {                                                                                                        \
        for (uint32_t i = 0; i < b->count; i++) {                                                               \
            uint32_t k = 0;                                                                                     \
            while (k < a->count && a->list[k].name != b->list[i].name) {                                        \
                k++;                                                                                            \
            }                                                                                                   \
            if (k == a->count) {                                                                                \
                return wrong(kind, b->list[i].name, "should not exist");                                        \
            }                                                                                                   \
            const char *difference = compare(&a->list[k], &b->list[i]);                                         \
            if (difference) {                                                                                   \
                return difference;                                                                              \
            }                                                                                                   \
        }                                                                                                       \
    } while (0)

/* Objects whose last capability went are still in the model's lists: those that are not in the kernel's do not
 * count, since the slots are compared. */
const char *world_difference(const struct world *a, const struct world *b)
{
    for (uint32_t i = 0; i < a->nodes; i++) {
        const char *difference = node_difference(&a->node[i], b);
        if (difference) {
            return difference;
        }
    }
    if (a->nodes != b->nodes) {
        for (uint32_t i = 0; i < b->nodes; i++) {
            if (!node_in(a, b->node[i].slot)) {
                return wrong("slot", b->node[i].slot, "should be empty");
            }
        }
    }
    COMPARE(thread, threads, thread_difference, "thread");
    COMPARE(endpoint, endpoints, endpoint_difference, "endpoint");
    COMPARE(notification, notifications, notification_difference, "notification");
    COMPARE(reply, replies, reply_difference, "reply");
    COMPARE(sc, scs, sc_difference, "scheduling context");
    COMPARE(vcpu, vcpus, vcpu_difference, "VCPU");
    const char *difference = kernel_difference(a, b);
    difference = difference ? difference : processor_difference(a, b);
    difference = difference ? difference : spaces_difference(a, b);
    for (uint32_t i = 0; i < a->buffers && !difference; i++) {
        difference = buffer_difference(&a->buffer[i]);
    }
    return difference;
}
