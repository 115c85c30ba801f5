/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Thread states and what changes them: suspend, resume, priority, creation, destruction.
 */
#include "thread/tcb.h"

#include "arch.h"
#include "debug_hooks.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "sched/release_queue.h"
#include "sched/sched_context.h"
#include "sched/scheduler.h"
#include "state.h"

bool thread_schedulable(const struct tcb *t)
{
    return thread_runnable(t) && t->sc && sc_active(t->sc) && !t->in_release;
}

void thread_set_state(struct tcb *t, enum thread_state state)
{
    t->state = (uint8_t)state;
    if (t == kernel.cur && kernel.decision == DECISION_KEEP && !thread_schedulable(t)) {
        kernel.decision = DECISION_PICK;
    }
}

void thread_cancel_ipc(struct tcb *t)
{
    t->fault.kind = FAULT_NONE;
    switch (t->state) {
    case RECV_BLOCKED:
    case SEND_BLOCKED:
        endpoint_dequeue(t);
        if (t->reply) {
            reply_disarm(t->reply);
        }
        thread_set_state(t, INACTIVE);
        break;
    case NTFN_BLOCKED:
        notification_dequeue(t);
        thread_set_state(t, INACTIVE);
        break;
    case REPLY_BLOCKED:
        reply_cancel_caller(t);
        break;
    default:
        break;
    }
}

void thread_suspend(struct tcb *t)
{
    thread_cancel_ipc(t);
    if (t->state == RUNNING) {
        /* Its system call is complete; when resumed it must continue after it (TCB-23). */
        t->context.reg[REG_FAULT_IP] = t->context.reg[REG_NEXT_IP];
    }
    ready_remove(t);
    release_remove(t);
    if (t->yield_to) {
        t->yield_to->yield_from = NULL;
        t->yield_to = NULL;
    }
    thread_set_state(t, INACTIVE);
}

void thread_resume(struct tcb *t)
{
    if (t->state != INACTIVE && !thread_blocked(t)) {
        return;
    }
    thread_cancel_ipc(t);
    thread_set_state(t, RESTART);
    sc_wake(t->sc);
    sc_resume(t->sc);
    if (thread_schedulable(t)) {
        scheduler_offer(t);
    }
}

static void thread_requeue_waiting(struct tcb *t)
{
    struct wait_queue *queue =
        t->state == NTFN_BLOCKED ? &t->wait_notification->queue : &t->wait_endpoint->queue;

    wait_queue_remove(queue, t);
    wait_queue_insert(queue, t);
}

void thread_set_priority(struct tcb *t, uint8_t priority)
{
    if (thread_runnable(t) && (t->in_ready || t == kernel.cur)) {
        ready_remove(t);
        t->priority = priority;
        if (thread_schedulable(t)) {
            ready_insert_head(t);
        }
        scheduler_resched();
        return;
    }
    t->priority = priority;
    if (t->state == SEND_BLOCKED || t->state == RECV_BLOCKED || t->state == NTFN_BLOCKED) {
        thread_requeue_waiting(t);
    }
}

void thread_create(struct tcb *t)
{
    t->domain = (uint8_t)kernel.domain;
    arch_thread_create(t);
    debug_thread_created(t);
}

void thread_destroy(struct tcb *t)
{
    struct sched_context *sc = t->sc;

    if (t->bound_notification) {
        notification_unbind(t->bound_notification);
    }
    if (sc) {
        sc_unbind_tcb(sc);
        sc_complete_yield(sc);
    }
    thread_suspend(t);
    arch_thread_destroy(t);
    debug_thread_destroyed(t);
}
