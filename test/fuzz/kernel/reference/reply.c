/* SPDX-License-Identifier: BSD-2-Clause */
/* Reply objects and call stacks (RPL-1 to RPL-12). */
#include "rules.h"

void caller_waits(struct wthread *caller, struct wthread *callee, struct wreply *k, bool may_donate)
{
    struct wsc *s = sc_of(caller->sc);

    k->thread = caller->name;
    caller->reply = k->name;
    set_state(caller, REPLY_BLOCKED);
    if (!s || callee->sc || !may_donate) {
        return;
    }
    struct wreply *old = reply_of(s->top);
    if (old) {
        old->newer = k->name;
        old->sc = 0;
    }
    k->older = s->top;
    k->newer = 0;
    k->sc = s->name;
    s->top = k->name;
    donate(s, callee);
}

void disarm(struct wreply *k)
{
    thread_of(k->thread)->reply = 0;
    k->thread = 0;
}

static void cut(struct wreply *k)
{
    if (k->newer) {
        reply_of(k->newer)->older = 0;
    }
    if (k->older) {
        reply_of(k->older)->newer = 0;
    }
}

static void set_free(struct wreply *k)
{
    struct wthread *t = thread_of(k->thread);

    k->older = 0;
    k->newer = 0;
    k->sc = 0;
    disarm(k);
    set_state(t, INACTIVE);
}

/* RPL-7 */
void take_off_stack(struct wreply *k)
{
    struct wsc *s = sc_of(k->sc);

    if (s) {
        struct wreply *older = reply_of(k->older);
        s->top = k->older;
        if (older) {
            older->newer = 0;
            older->sc = s->name;
        }
        k->older = 0;
        if (!thread_of(k->thread)->sc) {
            donate(s, thread_of(k->thread));
        }
    } else {
        cut(k);
    }
    set_free(k);
}

/* RPL-9 */
void cancel_caller(struct wthread *t)
{
    struct wreply *k = reply_of(t->reply);

    if (k->sc) {
        sc_of(k->sc)->top = 0;
    }
    cut(k);
    set_free(k);
}

/* RPL-5.5 */
static void let_run(struct wthread *c, bool after_timeout)
{
    struct wsc *s = sc_of(c->sc);

    if (!s || !runnable(c)) {
        return;
    }
    if (ready(s) && sufficient(s, 0)) {
        offer(c);
    } else if (has_timeout_handler(c) && !after_timeout) {
        raise_timeout(c, s->badge);
    } else {
        postpone(s);
    }
}

void answer_caller(struct wreply *k, struct wthread *replier, bool grant)
{
    struct wthread *c = thread_of(k->thread);

    if (!c || c->state != REPLY_BLOCKED) {
        return;
    }
    bool after_timeout = c->fault.kind == FAULT_TIMEOUT;
    take_off_stack(k);
    wake(sc_of(c->sc));
    if (c->fault.kind == FAULT_NONE) {
        transfer(replier, c, 0, grant, 0);
        set_state(c, RUNNING);
    } else {
        bool again = reply_to_fault(replier, c);
        c->fault.kind = FAULT_NONE;
        set_state(c, again ? RESTART : INACTIVE);
    }
    let_run(c, after_timeout);
}

void destroy_reply(struct wreply *k)
{
    struct wthread *t = thread_of(k->thread);

    if (!t) {
        return;
    }
    if (t->state == REPLY_BLOCKED) {
        take_off_stack(k);
    } else {
        cancel_ipc(t);
    }
}
