/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The order of waiting threads: by priority, then by arrival (OP-13). The model only looks at threads before and
 * after each kernel entry: who waits since when, and whether someone was served before his turn.
 */
#include "model.h"

#include "host_machine.h"
#include "state.h"

enum { THREADS = 256 };

struct waiter {
    const struct tcb *thread; /* null: free */
    const void *object;       /* null: does not wait */
    uint64_t arrival;         /* number of the kernel entry */
    uint8_t state;
    uint8_t priority;
    bool bound;  /* to a notification, which may end its wait before its turn */
    bool seen;   /* during a comparison */
    bool moved;  /* its priority was set: it waits behind its equals now */
    bool served; /* by this entry */
};

static struct {
    struct waiter waiter[THREADS];
    uint32_t end;
    uint64_t entry;
} queue;

const struct model_state model_queue_state = {&queue, sizeof(queue)};

static struct waiter *waiter_of(const struct tcb *t)
{
    struct waiter *free = NULL;

    for (uint32_t i = 0; i < queue.end; i++) {
        if (queue.waiter[i].thread == t) {
            return &queue.waiter[i];
        }
        free = free || queue.waiter[i].thread ? free : &queue.waiter[i];
    }
    if (!free) {
        if (queue.end == THREADS) {
            model_fail("more threads than the model has room for");
        }
        free = &queue.waiter[queue.end];
        queue.end++;
    }
    *free = (struct waiter){.thread = t};
    return free;
}

void __real_thread_set_priority(struct tcb *t, uint8_t priority);
void __wrap_thread_set_priority(struct tcb *t, uint8_t priority);
void __wrap_thread_set_priority(struct tcb *t, uint8_t priority)
{
    waiter_of(t)->moved = true;
    __real_thread_set_priority(t, priority);
}

static const void *awaited(const struct tcb *t)
{
    switch (t->state) {
    case SEND_BLOCKED:
    case RECV_BLOCKED:
        return t->wait_endpoint;
    case NTFN_BLOCKED:
        return t->wait_notification;
    default:
        return NULL;
    }
}

/* Did the entry complete the communication that w waited for? Cancelled threads are restarted or stopped. */
static bool was_served(const struct waiter *w, const struct tcb *t)
{
    bool communicated = t->state == RUNNING || (w->state == SEND_BLOCKED && t->state == REPLY_BLOCKED);

    return w->object && communicated && t != kernel.cur && !w->moved && !(w->state == RECV_BLOCKED && w->bound);
}

static void observe(struct waiter *w, const struct tcb *t)
{
    const void *object = awaited(t);

    w->served = was_served(w, t);
    w->seen = true;
    if (!w->served) {
        if (object && (object != w->object || t->state != w->state || w->moved)) {
            w->arrival = queue.entry;
        }
        w->object = object;
        w->state = t->state;
        w->priority = t->priority;
    }
    w->bound = t->bound_notification != NULL;
}

/* Nobody who still waits came before the one who was served. */
static void check_turn(const struct waiter *served)
{
    for (uint32_t i = 0; i < queue.end; i++) {
        const struct waiter *w = &queue.waiter[i];
        if (w->thread && !w->served && !w->moved && w->object == served->object && w->state == served->state &&
            w->arrival < queue.entry &&
            (w->priority > served->priority ||
             (w->priority == served->priority && w->arrival < served->arrival))) {
            model_fail("IPC-12: a thread was served before its turn");
        }
    }
}

static void check_order(const struct tcb *t)
{
    const struct tcb *prev = awaited(t) ? t->wait_prev : NULL;

    if (prev && (prev->priority < t->priority ||
                 (prev->priority == t->priority && waiter_of(prev)->arrival > waiter_of(t)->arrival))) {
        model_fail("OP-13: a queue is not in order of priority and arrival");
    }
}

void model_queue_compare(void)
{
    queue.entry++;
    for (const struct tcb *t = host_machine.threads; t; t = t->arch.next_thread) {
        observe(waiter_of(t), t);
    }
    for (const struct tcb *t = host_machine.threads; t; t = t->arch.next_thread) {
        check_order(t);
    }
    for (uint32_t i = 0; i < queue.end; i++) {
        struct waiter *w = &queue.waiter[i];
        if (w->thread && w->served) {
            check_turn(w);
        }
    }
    for (uint32_t i = 0; i < queue.end; i++) {
        struct waiter *w = &queue.waiter[i];
        if (w->served) {
            w->object = NULL;
        }
        w->thread = w->seen ? w->thread : NULL;
        w->seen = false;
        w->moved = false;
        w->served = false;
    }
}
