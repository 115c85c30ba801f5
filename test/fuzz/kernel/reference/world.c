/* SPDX-License-Identifier: BSD-2-Clause */
/* Finding things in the abstract state. */
#include "world.h"

#include "memory/address.h"

#include <string.h>

struct world w;

#define FIND(list, count, name)                     \
    do {                                            \
        for (uint32_t i = 0; i < (count); i++) {    \
            if ((list)[i].name == (name)) {         \
                return &(list)[i];                  \
            }                                       \
        }                                           \
        return NULL;                                \
    } while (0)

struct wthread *thread_of(name_t name)
{
    FIND(w.thread, w.threads, name);
}

struct wendpoint *endpoint_of(name_t name)
{
    FIND(w.endpoint, w.endpoints, name);
}

struct wnotification *notification_of(name_t name)
{
    FIND(w.notification, w.notifications, name);
}

struct wreply *reply_of(name_t name)
{
    FIND(w.reply, w.replies, name);
}

struct wvcpu *vcpu_of(name_t name)
{
    for (uint32_t i = 0; i < w.vcpus && name != 0; i++) {
        if (w.vcpu[i].name == name) {
            return &w.vcpu[i];
        }
    }
    return NULL;
}

struct wsc *sc_of(name_t name)
{
    FIND(w.sc, w.scs, name);
}

static uint32_t index_start(name_t slot)
{
    return (uint32_t)(slot >> SLOT_BITS) * UINT32_C(2654435761) % INDEX_SIZE;
}

static void index_add(struct world *world, uint32_t position)
{
    uint32_t i = index_start(world->node[position].slot);

    while (world->index[i] != 0) {
        i = (i + 1u) % INDEX_SIZE;
    }
    world->index[i] = (uint16_t)(position + 1u);
}

const struct node *node_in(const struct world *world, name_t slot)
{
    uint32_t i = index_start(slot);

    while (world->index[i] != 0 && world->node[world->index[i] - 1u].slot != slot) {
        i = (i + 1u) % INDEX_SIZE;
    }
    return world->index[i] != 0 ? &world->node[world->index[i] - 1u] : NULL;
}

struct node *node_of(name_t slot)
{
    const struct node *n = node_in(&w, slot);
    return n ? &w.node[n - w.node] : NULL;
}

void node_add(struct world *world, struct node node)
{
    if (world->nodes == NODES_MAX) {
        world->undefined = true;
        return;
    }
    world->node[world->nodes] = node;
    index_add(world, world->nodes);
    world->nodes++;
}

void node_drop(struct world *world, name_t slot)
{
    const struct node *n = node_in(world, slot);

    world->nodes--;
    world->node[n - world->node] = world->node[world->nodes];
    memset(world->index, 0, sizeof(world->index));
    for (uint32_t i = 0; i < world->nodes; i++) {
        index_add(world, i);
    }
}

struct cap cap_in(name_t slot)
{
    const struct node *n = node_of(slot);
    return n ? n->cap : (struct cap){.kind = CAP_NULL};
}

void queue_insert(struct queue *q, uint32_t at, name_t member)
{
    if (q->count == THREADS_MAX) {
        w.undefined = true;
        return;
    }
    memmove(&q->member[at + 1u], &q->member[at], (q->count - at) * sizeof(name_t));
    q->member[at] = member;
    q->count++;
}

void queue_append(struct queue *q, name_t member)
{
    queue_insert(q, q->count, member);
}

void queue_remove(struct queue *q, name_t member)
{
    for (uint32_t i = 0; i < q->count; i++) {
        if (q->member[i] == member) {
            memmove(&q->member[i], &q->member[i + 1u], (q->count - i - 1u) * sizeof(name_t));
            q->count--;
            return;
        }
    }
}

bool queue_has(const struct queue *q, name_t member)
{
    for (uint32_t i = 0; i < q->count; i++) {
        if (q->member[i] == member) {
            return true;
        }
    }
    return false;
}

static word_t *buffer_words(name_t name)
{
    for (uint32_t i = 0; i < w.buffers; i++) {
        if (w.buffer[i].name == name) {
            return w.buffer[i].word;
        }
    }
    if (w.buffers == BUFFERS_MAX) {
        w.undefined = true;
        return w.buffer[0].word;
    }
    struct wbuffer *b = &w.buffer[w.buffers];
    w.buffers++;
    b->name = name;
    memcpy(b->word, words_at(name), sizeof(b->word));
    return b->word;
}

/* IPC-30 */
word_t *buffer_of(const struct wthread *t, bool writable)
{
    struct cap frame = cap_in(slot_name(t->name, TCB_BUFFER));
    uint32_t needed = writable ? RIGHT_READ | RIGHT_WRITE : RIGHT_READ;

    if (frame.kind != CAP_FRAME || frame.flag || (frame.rights & needed) != needed) {
        return NULL;
    }
    return buffer_words(frame.object + t->buffer_address % (UINT64_C(1) << frame.size));
}
