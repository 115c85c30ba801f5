/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifications (NTF-1 to NTF-17). */
#include "rules.h"

/* NTF-7 */
static void lend(struct wnotification *n, struct wthread *t)
{
    struct wsc *s = sc_of(n->sc);

    if (!t->sc && s && !s->thread) {
        donate(s, t);
        sc_let_run(s);
    }
}

static void deliver(struct wnotification *n, struct wthread *t, word_t badge)
{
    set_state(t, RUNNING);
    t->reg[REG_BADGE] = badge;
    lend(n, t);
    if (schedulable(t)) {
        offer(t);
    }
    wake(sc_of(t->sc));
}

void signal_notification(struct wnotification *n, word_t badge)
{
    struct wthread *bound = thread_of(n->bound);

    if (n->active) {
        n->word |= badge;
    } else if (n->queue.count > 0) {
        struct wthread *t = thread_of(n->queue.member[0]);
        queue_remove(&n->queue, t->name);
        deliver(n, t, badge);
    } else if (bound && bound->state == RECV_BLOCKED) {
        cancel_ipc(bound);
        deliver(n, bound, badge);
    } else {
        n->active = true;
        n->word = badge;
    }
}

static void consume(struct wnotification *n)
{
    struct wthread *t = thread_of(w.cur);

    t->reg[REG_BADGE] = n->word;
    n->active = false;
    n->word = 0;
    lend(n, t);
}

void wait_notification(struct wnotification *n, bool blocking)
{
    struct wthread *t = thread_of(w.cur);

    if (n->active) {
        consume(n);
        wake(sc_of(t->sc));
    } else if (blocking) {
        t->waits_on = n->name;
        set_state(t, NTFN_BLOCKED);
        enqueue(&n->queue, t);
        return_sc(n, t);
    } else {
        t->reg[REG_BADGE] = 0;
    }
}

void deliver_bound(struct wnotification *n)
{
    consume(n);
    if (n->sc && thread_of(w.cur)->sc == n->sc) {
        wake(sc_of(n->sc));
    }
}

void return_sc(struct wnotification *n, struct wthread *t)
{
    if (!n->sc || n->sc != t->sc) {
        return;
    }
    t->sc = 0;
    sc_of(n->sc)->thread = 0;
    if (t->name == w.cur) {
        resched();
    }
}

void unbind_notification(struct wnotification *n)
{
    thread_of(n->bound)->bound = 0;
    n->bound = 0;
}

void destroy_notification(struct wnotification *n)
{
    bool waiting = n->queue.count > 0;

    if (n->sc) {
        unbind_from_notification(sc_of(n->sc));
    }
    if (n->bound) {
        unbind_notification(n);
    }
    while (n->queue.count > 0) {
        struct wthread *t = thread_of(n->queue.member[0]);
        queue_remove(&n->queue, t->name);
        restart(t);
    }
    if (waiting) {
        resched();
    }
}
