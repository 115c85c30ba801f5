/* SPDX-License-Identifier: BSD-2-Clause */
/* Thread states (GEN-8, OP-1, TCB-20 to TCB-23, SCH-4, DEL-4). */
#include "rules.h"

bool runnable(const struct wthread *t)
{
    return t->state == RUNNING || t->state == RESTART;
}

bool blocked(const struct wthread *t)
{
    return t->state == RECV_BLOCKED || t->state == SEND_BLOCKED || t->state == REPLY_BLOCKED ||
           t->state == NTFN_BLOCKED;
}

bool schedulable(const struct wthread *t)
{
    return runnable(t) && t->sc != 0 && sc_of(t->sc)->capacity > 0 && !is_released(t);
}

void set_state(struct wthread *t, enum thread_state state)
{
    t->state = state;
    if (t->name == w.cur && w.decision == KEEP && !schedulable(t)) {
        w.decision = PICK;
    }
}

static struct queue *queue_of(const struct wthread *t)
{
    return t->state == NTFN_BLOCKED ? &notification_of(t->waits_on)->queue : &endpoint_of(t->waits_on)->queue;
}

void cancel_ipc(struct wthread *t)
{
    t->fault.kind = FAULT_NONE;
    switch (t->state) {
    case RECV_BLOCKED:
    case SEND_BLOCKED:
    case NTFN_BLOCKED:
        queue_remove(queue_of(t), t->name);
        if (t->reply) {
            disarm(reply_of(t->reply));
        }
        set_state(t, INACTIVE);
        break;
    case REPLY_BLOCKED:
        cancel_caller(t);
        break;
    default:
        break;
    }
}

void suspend(struct wthread *t)
{
    cancel_ipc(t);
    if (t->state == RUNNING) {
        t->reg[REG_FAULT_IP] = t->reg[REG_NEXT_IP];
    }
    ready_leave(t);
    release_leave(t);
    if (t->yield_to) {
        sc_of(t->yield_to)->yield_from = 0;
        t->yield_to = 0;
    }
    set_state(t, INACTIVE);
}

void resume(struct wthread *t)
{
    if (t->state != INACTIVE && !blocked(t)) {
        return;
    }
    cancel_ipc(t);
    set_state(t, RESTART);
    wake(sc_of(t->sc));
    sc_let_run(sc_of(t->sc));
    if (schedulable(t)) {
        offer(t);
    }
}

void set_priority(struct wthread *t, uint32_t priority)
{
    if (runnable(t) && (is_ready(t) || t->name == w.cur)) {
        ready_leave(t);
        t->priority = priority;
        if (schedulable(t)) {
            ready_head(t);
        }
        resched();
        return;
    }
    t->priority = priority;
    if (blocked(t) && t->state != REPLY_BLOCKED) {
        queue_remove(queue_of(t), t->name);
        enqueue(queue_of(t), t);
    }
}

void destroy_thread(struct wthread *t)
{
    struct wsc *s = sc_of(t->sc);

    if (t->bound) {
        unbind_notification(notification_of(t->bound));
    }
    if (s) {
        unbind_thread(s);
        complete_yield(s);
    }
    suspend(t);
    dissociate(vcpu_of(t->vcpu));
}

/* CAP-5 */
bool valid_handler(struct cap cap)
{
    return cap.kind == CAP_NULL || (cap.kind == CAP_ENDPOINT && (cap.rights & RIGHT_WRITE) != 0 &&
                                    (cap.rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) != 0);
}
