/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the abstract state from the kernel's data structures. */
#include "world.h"

#include "host_machine.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "state.h"
#include "system.h"

#include <string.h>

enum { DEPTH_MAX = 128, SEEN = 2048 };

static struct world *into;

/* Objects that have been read, as a hash table. */
static name_t seen[SEEN];

static bool see(name_t name)
{
    uint32_t i = (uint32_t)(name >> 4) * 2654435761u % SEEN;

    while (seen[i] != 0 && seen[i] != name) {
        i = (i + 1u) % SEEN;
    }
    if (seen[i] == name) {
        return false;
    }
    seen[i] = name;
    return true;
}

#define NEW(list, count, limit)                  \
    __extension__({                              \
        if (into->count == (limit)) {            \
            into->undefined = true;              \
            into->count--;                       \
        }                                        \
        into->count++;                           \
        &into->list[into->count - 1u];           \
    })

static name_t name_of(const void *pointer)
{
    return (uintptr_t)pointer;
}

static struct queue import_queue(const struct wait_queue *queue)
{
    struct queue q = {.count = 0};

    for (const struct tcb *t = queue->head; t && q.count < THREADS_MAX; t = t->wait_next) {
        q.member[q.count] = name_of(t);
        q.count++;
    }
    return q;
}

static void import_sc(const struct sched_context *sc)
{
    struct wsc *s = NEW(sc, scs, OBJECTS_MAX);

    *s = (struct wsc){.name = name_of(sc),
                      .period = sc->capacity ? sc->period : 0,
                      .consumed = sc->consumed,
                      .badge = sc->badge,
                      .thread = name_of(sc->tcb),
                      .notification = name_of(sc->notification),
                      .top = name_of(sc->top),
                      .yield_from = name_of(sc->yield_from),
                      .capacity = sc->capacity,
                      .sporadic = sc->sporadic};
    into->undefined = into->undefined || (sc->capacity && sc->count > REFILLS_MAX);
    for (uint32_t i = 0; sc->capacity && i < sc->count && i < REFILLS_MAX; i++) {
        const struct refill *r = &sc->refills[(sc->head + i) % sc->capacity];
        s->refill[i] = (struct wrefill){r->time, r->amount};
        s->count++;
    }
}

static void import_object(struct cap cap)
{
    switch (cap.kind) {
    case CAP_ENDPOINT:
        *NEW(endpoint, endpoints, OBJECTS_MAX) =
            (struct wendpoint){cap.object, import_queue(&endpoint_at(cap.object)->queue)};
        break;
    case CAP_NOTIFICATION: {
        const struct notification *n = notification_at(cap.object);
        *NEW(notification, notifications, OBJECTS_MAX) =
            (struct wnotification){.name = cap.object,
                                   .active = n->active,
                                   .word = n->active ? n->word : 0,
                                   .queue = import_queue(&n->queue),
                                   .bound = name_of(n->bound_tcb),
                                   .sc = name_of(n->sc)};
        break;
    }
    case CAP_REPLY: {
        const struct reply *k = reply_at(cap.object);
        *NEW(reply, replies, OBJECTS_MAX) =
            (struct wreply){cap.object, name_of(k->tcb), name_of(k->sc), name_of(k->older), name_of(k->newer)};
        break;
    }
    case CAP_SCHED_CONTEXT:
        import_sc(sched_context_at(cap.object));
        break;
    default:
        break;
    }
}

/* CDT-6, CDT-10: is what later names part of what earlier names? */
static bool covers(struct cap a, struct cap b)
{
    switch (a.kind) {
    case CAP_NULL:
    case CAP_ZOMBIE:
        return false;
    case CAP_UNTYPED:
        return b.object >= a.object && b.object - a.object < UINT64_C(1) << a.size && b.object != 0 &&
               (b.kind != CAP_UNTYPED || b.size <= a.size);
    case CAP_IRQ_CONTROL:
        return b.kind == CAP_IRQ_CONTROL || b.kind == CAP_IRQ_HANDLER;
    case CAP_IRQ_HANDLER:
        return b.kind == CAP_IRQ_HANDLER && a.data == b.data;
    default:
        return a.kind == b.kind && a.object == b.object;
    }
}

static bool parent_of(const struct slot *earlier, const struct slot *later)
{
    bool badged = earlier->cap.kind == CAP_ENDPOINT || earlier->cap.kind == CAP_NOTIFICATION;

    return earlier->revocable && covers(earlier->cap, later->cap) &&
           (!badged || earlier->cap.data == 0 ||
            (earlier->cap.data == later->cap.data && !later->first_badged));
}

/* The flag of a CNode just repeats what guard and radix say. */
static struct cap meaning_of(struct cap cap)
{
    cap.flag = cap.kind == CAP_CNODE ? 0 : cap.flag;
    return cap;
}

/* One list of the tree in pre-order. */
static void import_list(const struct slot *first)
{
    const struct slot *above[DEPTH_MAX];
    uint32_t depth = 0;

    for (const struct slot *s = first; s; s = slot_next(s)) {
        while (depth > 0 && !parent_of(above[depth - 1u], s)) {
            depth--;
        }
        node_add(into, (struct node){.slot = name_of(s),
                                     .cap = meaning_of(s->cap),
                                     .parent = depth > 0 ? name_of(above[depth - 1u]) : 0,
                                     .next = name_of(slot_next(s)),
                                     .family = s->revocable});
        if (depth == DEPTH_MAX) {
            into->undefined = true;
            return;
        }
        above[depth] = s;
        depth++;
    }
}

static void import_slots(const struct slot *slots, word_t count)
{
    for (word_t i = 0; i < count; i++) {
        const struct slot *first = &slots[i];
        if (first->cap.kind == CAP_NULL || node_in(into, name_of(first))) {
            continue;
        }
        /* The list may begin in a container that is reached just through the list. */
        while (slot_prev(first)) {
            first = slot_prev(first);
        }
        import_list(first);
    }
}

static void import_thread(const struct tcb *tcb)
{
    struct wthread *t = NEW(thread, threads, THREADS_MAX);

    *t = (struct wthread){.name = name_of(tcb),
                          .state = tcb->state,
                          .priority = tcb->priority,
                          .mcp = tcb->mcp,
                          .domain = tcb->domain,
                          .flags = tcb->flags,
                          .sc = name_of(tcb->sc),
                          .reply = name_of(tcb->reply),
                          .bound = name_of(tcb->bound_notification),
                          .yield_to = name_of(tcb->yield_to),
                          .buffer_address = tcb->buffer_address,
                          .fault = tcb->fault};
    memcpy(t->reg, tcb->context.reg, sizeof(t->reg));
    if (tcb->state == SEND_BLOCKED) {
        t->badge = tcb->wait_badge;
        t->grant = tcb->wait_grant;
        t->grant_reply = tcb->wait_grant_reply;
        t->call = tcb->wait_is_call;
    }
    if (tcb->state == SEND_BLOCKED || tcb->state == RECV_BLOCKED) {
        t->waits_on = name_of(tcb->wait_endpoint);
    }
    if (tcb->state == NTFN_BLOCKED) {
        t->waits_on = name_of(tcb->wait_notification);
    }
}

static void import_ready(void)
{
    for (uint32_t domain = 0; domain < NUM_DOMAINS; domain++) {
        const struct ready_queues *queues = &kernel.ready[domain];
        for (uint32_t priority = 0; priority < NUM_PRIORITIES && queues->level1; priority++) {
            const struct tcb *head = queues->head[priority];
            for (const struct tcb *t = head; t; t = t->schedule_next == head ? NULL : t->schedule_next) {
                into->ready.member[into->ready.count] = name_of(t);
                into->ready.count += into->ready.count + 1u < THREADS_MAX;
            }
        }
    }
}

static void import_kernel(void)
{
    into->cur = name_of(kernel.cur);
    into->idle = name_of(kernel.idle);
    into->idle_sc = name_of(kernel.idle_sc);
    into->cur_sc = name_of(kernel.cur_sc);
    into->now = kernel.now;
    into->pending = kernel.pending;
    into->domain = kernel.domain;
    into->domain_index = kernel.domain_index;
    into->domain_start = kernel.domain_start;
    into->domain_time = kernel.domain_time;
    for (uint32_t i = 0; i < DOMAIN_SCHEDULE_LENGTH; i++) {
        into->schedule[i] =
            (struct wslot){(uint32_t)kernel.domain_schedule[i].domain, kernel.domain_schedule[i].duration};
    }
    for (uint32_t i = 0; i < IRQ_COUNT; i++) {
        into->line[i] = kernel.irq_state[i];
    }
    into->lines_enabled = host_machine.irq_enabled;
    into->lines_raised = host_machine.irq_raised;
    into->deadline = host_machine.deadline;
    for (const struct tcb *t = kernel.release_head; t; t = t->schedule_next) {
        into->released.member[into->released.count] = name_of(t);
        into->released.count += into->released.count + 1u < THREADS_MAX;
    }
    import_ready();
}

/* Slots of containers are found by the capabilities to them, which are found in slots: until nothing new comes. */
static void import_nodes(void)
{
    struct cap root = system_root_cnode();

    import_slots(slots_at(root.object), cnode_slots(root));
    import_slots(kernel.irq_slot, IRQ_COUNT);
    import_slots(system_buffer_slot(), 1);
    for (const struct tcb *t = host_machine.threads; t; t = t->arch.next_thread) {
        import_slots(t->slots, TCB_SLOTS);
    }
    for (uint32_t i = 0; i < into->nodes; i++) {
        struct cap cap = into->node[i].cap;
        name_t mark = cap.object + 1u + cap.kind % 8u;
        if (cap.object == 0 || cap.object == root.object || !see(mark)) {
            continue;
        }
        if (cap.kind == CAP_CNODE) {
            import_slots(slots_at(cap.object), cnode_slots(cap));
        } else if (cap.kind == CAP_ZOMBIE) {
            import_slots(slots_at(cap.object), cap.flag ? TCB_SLOTS : cnode_slots(cap));
        } else {
            import_object(cap);
        }
    }
}

void world_import(struct world *target)
{
    into = target;
    into->nodes = 0;
    into->threads = 0;
    into->endpoints = 0;
    into->notifications = 0;
    into->replies = 0;
    into->scs = 0;
    into->buffers = 0;
    into->ready.count = 0;
    into->released.count = 0;
    into->decision = KEEP;
    into->chosen = 0;
    into->rearm = false;
    into->undefined = false;
    memset(into->index, 0, sizeof(into->index));
    memset(seen, 0, sizeof(seen));
    import_kernel();
    import_nodes();
    import_sc(kernel.idle_sc);
    for (const struct tcb *t = host_machine.threads; t; t = t->arch.next_thread) {
        import_thread(t);
    }
    import_thread(kernel.idle);
}
