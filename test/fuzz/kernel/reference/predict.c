/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernel entries (SYS-1 to SYS-11, IPC-10) on the abstract state. */
#include "reference/predict.h"

#include "host_machine.h"
#include "rules.h"
#include "system.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mode {
    bool call;
    bool blocking;
    bool may_donate;
    bool restricted;
};

static struct predictions total;
/* What the entry was, for messages. */
static struct {
    enum event event;
    word_t reg[REG_TOTAL];
    name_t thread;
} entry;
static bool armed;
static struct world after;

void commit(void)
{
    set_state(thread_of(w.cur), RESTART);
}

void reply_to_call(struct wthread *t, word_t label, word_t count)
{
    t->reg[REG_BADGE] = 0;
    t->reg[REG_INFO] = label << 12 | count;
}

bool put_word(struct wthread *t, word_t *buffer, word_t i, word_t value)
{
    if (i < MESSAGE_REGISTERS) {
        t->reg[REG_MR0 + i] = value;
        return true;
    }
    if (buffer) {
        buffer[BUFFER_MESSAGE + i] = value;
    }
    return buffer != NULL;
}

struct verdict answer(const struct request *r, word_t value)
{
    struct wthread *cur = thread_of(w.cur);

    if (r->call) {
        cur->reg[REG_MR0] = value;
        reply_to_call(cur, 0, 1);
    }
    set_state(cur, RUNNING);
    return verdict_ok();
}

static struct fault cap_fault(word_t cptr, bool receiving, struct lookup_failure failure)
{
    return (struct fault){.kind = FAULT_CAP, .word = {cptr, receiving, 0}, .lookup = failure};
}

static struct verdict invoke_channel(const struct request *r, struct mode mode)
{
    struct cap cap = r->cap;

    if (cap.kind == CAP_REPLY) {
        commit();
        answer_caller(reply_of(cap.object), thread_of(w.cur), (cap.rights & RIGHT_GRANT) != 0);
        return verdict_ok();
    }
    if ((cap.rights & RIGHT_WRITE) == 0) {
        return verdict_capability(0);
    }
    commit();
    if (cap.kind == CAP_NOTIFICATION) {
        signal_notification(notification_of(cap.object), cap.data);
    } else {
        send(endpoint_of(cap.object),
             (struct send){.badge = cap.data,
                           .grant = (cap.rights & RIGHT_GRANT) != 0,
                           .grant_reply = (cap.rights & RIGHT_GRANT_REPLY) != 0,
                           .blocking = mode.blocking,
                           .call = mode.call,
                           .may_donate = mode.may_donate},
             thread_of(w.cur));
    }
    return verdict_ok();
}

/* SYS-8 */
static struct verdict invoke_object(const struct request *r, struct mode mode)
{
    switch (r->cap.kind) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_REPLY:
        return invoke_channel(r, mode);
    case CAP_UNTYPED:
        return invoke_untyped(r);
    case CAP_IRQ_CONTROL:
        return invoke_irq_control(r);
    case CAP_IRQ_HANDLER:
        return invoke_irq_handler(r);
    case CAP_FRAME:
        return invoke_frame(r);
    case CAP_PAGE_TABLE:
        return invoke_page_table(r);
    case CAP_VSPACE:
        return invoke_vspace(r);
    case CAP_ASID_CONTROL:
        return invoke_asid_control(r);
    case CAP_ASID_POOL:
        return invoke_asid_pool(r);
    case CAP_VCPU:
        return invoke_vcpu(r);
    case CAP_CNODE:
        return mode.restricted ? verdict_capability(0) : invoke_cnode(r);
    case CAP_THREAD:
        return mode.restricted ? verdict_capability(0) : invoke_thread(r);
    case CAP_DOMAIN:
        return mode.restricted ? verdict_capability(0) : invoke_domain(r);
    case CAP_SCHED_CONTROL:
        return mode.restricted ? verdict_capability(0) : invoke_sched_control(r);
    case CAP_SCHED_CONTEXT:
        return mode.restricted ? verdict_capability(0) : invoke_sched_context(r);
    default:
        return verdict_capability(0);
    }
}

static void finish(struct verdict verdict, struct mode mode)
{
    struct wthread *cur = thread_of(w.cur);

    if (!verdict.ok && mode.call) {
        word_t *buffer = buffer_of(cur, true);
        word_t delivered = 0;
        for (uint32_t i = 0; i < verdict.words; i++) {
            delivered += put_word(cur, buffer, i, verdict.word[i]);
        }
        reply_to_call(cur, verdict.code, delivered);
    }
    if (verdict.ok && cur->state == RESTART) {
        if (mode.call) {
            reply_to_call(cur, 0, 0);
        }
        set_state(cur, RUNNING);
    }
}

/* SYS-7 */
static void send_phase(word_t cptr, struct mode mode)
{
    struct wthread *cur = thread_of(w.cur);
    word_t info = cur->reg[REG_INFO];
    word_t length = info % 128u > MESSAGE_MAX_LENGTH ? MESSAGE_MAX_LENGTH : info % 128u;
    struct request r = {.label = info / 4096u, .buffer = buffer_of(cur, false), .call = mode.call};
    struct found found = lookup_in_cspace(cur, cptr);
    word_t caps = r.buffer ? info / 128u % 4u : 0;

    r.length = r.buffer || length < MESSAGE_REGISTERS ? length : MESSAGE_REGISTERS;
    r.slot = found.slot;
    for (word_t i = 0; i < caps && found.slot; i++) {
        cptr = r.buffer[BUFFER_CAPS + i];
        found = lookup_in_cspace(cur, cptr);
        r.extra[i] = found.slot;
    }
    if (!found.slot) {
        if (mode.blocking) {
            raise_fault(cur, cap_fault(cptr, false, found.failure));
        }
        return;
    }
    r.cap = cap_in(r.slot);
    finish(invoke_object(&r, mode), mode);
}

static void receive_endpoint(word_t cptr, struct cap cap, bool blocking, bool with_reply)
{
    struct wthread *cur = thread_of(w.cur);
    struct wreply *k = NULL;

    if ((cap.rights & RIGHT_READ) == 0) {
        raise_fault(cur, cap_fault(cptr, true, lookup_missing(0)));
        return;
    }
    if (with_reply) {
        word_t reply_cptr = cur->reg[REG_REPLY];
        struct found found = lookup_in_cspace(cur, reply_cptr);
        struct lookup_failure failure = found.slot ? lookup_missing(0) : found.failure;
        if (!found.slot || cap_in(found.slot).kind != CAP_REPLY) {
            raise_fault(cur, cap_fault(reply_cptr, true, failure));
            return;
        }
        k = reply_of(cap_in(found.slot).object);
    }
    receive(endpoint_of(cap.object), k, blocking);
}

/* IPC-10 */
static void receive_phase(word_t cptr, bool blocking, bool with_reply)
{
    struct wthread *cur = thread_of(w.cur);
    struct found found = lookup_in_cspace(cur, cptr);
    struct cap cap = found.slot ? cap_in(found.slot) : (struct cap){.kind = CAP_NULL};
    const struct wnotification *n = cap.kind == CAP_NOTIFICATION ? notification_of(cap.object) : NULL;

    if (!found.slot) {
        raise_fault(cur, cap_fault(cptr, true, found.failure));
    } else if (cap.kind == CAP_ENDPOINT) {
        receive_endpoint(cptr, cap, blocking, with_reply);
    } else if (n && (cap.rights & RIGHT_READ) != 0 && (!n->bound || n->bound == w.cur)) {
        wait_notification(notification_of(cap.object), blocking);
    } else {
        raise_fault(cur, cap_fault(cptr, true, lookup_missing(0)));
    }
}

static void combined(word_t first, bool with_reply)
{
    word_t source = thread_of(w.cur)->reg[REG_CAP];

    send_phase(first, (struct mode){.may_donate = true, .restricted = true});
    receive_phase(source, true, with_reply);
}

/* YLD-1 */
static void yield(void)
{
    struct wsc *s = sc_of(w.cur_sc);
    ticks_t consumed = s->consumed + w.pending;

    charge_end(s->refill[0].amount, false);
    s->consumed = consumed;
}

static void system_call_entry(void)
{
    const word_t *reg = thread_of(w.cur)->reg;

    switch ((int64_t)reg[REG_SYSCALL]) {
    case seL4_SysCall:
        send_phase(reg[REG_CAP], (struct mode){.call = true, .blocking = true, .may_donate = true});
        break;
    case seL4_SysReplyRecv:
        combined(reg[REG_REPLY], true);
        break;
    case seL4_SysNBSendRecv:
        combined(reg[REG_DEST], true);
        break;
    case seL4_SysNBSendWait:
        combined(reg[REG_REPLY], false);
        break;
    case seL4_SysSend:
        send_phase(reg[REG_CAP], (struct mode){.blocking = true});
        break;
    case seL4_SysNBSend:
        send_phase(reg[REG_CAP], (struct mode){.blocking = false});
        break;
    case seL4_SysRecv:
        receive_phase(reg[REG_CAP], true, true);
        break;
    case seL4_SysNBRecv:
        receive_phase(reg[REG_CAP], false, true);
        break;
    case seL4_SysWait:
        receive_phase(reg[REG_CAP], true, false);
        break;
    case seL4_SysNBWait:
        receive_phase(reg[REG_CAP], false, false);
        break;
    case seL4_SysYield:
        yield();
        break;
    default:
        raise_fault(thread_of(w.cur), (struct fault){.kind = FAULT_UNKNOWN_SYSCALL, .word = {reg[REG_SYSCALL]}});
        break;
    }
}

static void leave(void)
{
    struct wthread *t;

    schedule_next();
    t = thread_of(w.cur);
    switch_guest(t);
    if (t->yield_to) {
        complete_yield(sc_of(t->yield_to));
    }
    if (t->state == RESTART) {
        t->reg[REG_NEXT_IP] = t->reg[REG_FAULT_IP];
        t->state = RUNNING;
    }
}

static void run(enum event event, struct fault fault)
{
    sample(host_machine.now);
    bool go = budget_ok();
    if (event == EVENT_INTERRUPT) {
        serve_line();
    } else if (!go) {
        if (runnable(thread_of(w.cur))) {
            set_state(thread_of(w.cur), RESTART);
        }
    } else if (event == EVENT_FAULT) {
        raise_fault(thread_of(w.cur), fault);
    } else {
        system_call_entry();
        /* PRE-1: a long operation that destroys the scheduling context it runs on stops at the next point. */
        w.undefined = w.undefined || sc_of(w.cur_sc)->capacity == 0;
    }
    leave();
}

void predict(enum event event, struct fault fault)
{
    /* FP-1: a short path need not notice that time has passed. */
    bool may_be_late = event != EVENT_INTERRUPT && system_uses_fastpath && host_machine.now != kernel.now;

    armed = false;
    host_machine.preempted = false;
    if (may_be_late) {
        total.unknown++;
        return;
    }
    world_import(&w);
    if (!w.undefined) {
        entry.event = event;
        entry.thread = w.cur;
        memcpy(entry.reg, thread_of(w.cur)->reg, sizeof(entry.reg));
        run(event, fault);
        armed = true;
    }
    total.unknown += w.undefined;
    armed = armed && !w.undefined;
}

static void print_entry(void)
{
    static const char *const events[] = {"system call", "fault", "interrupt"};

    (void)fprintf(stderr, "after this %s of thread %#llx with these registers:", events[entry.event],
                  (unsigned long long)entry.thread);
    for (uint32_t i = 0; i < REG_TOTAL; i++) {
        (void)fprintf(stderr, " %#llx", (unsigned long long)entry.reg[i]);
    }
    (void)fprintf(stderr, "\n");
}

void predict_check(void)
{
    if (!armed || host_machine.preempted) {
        total.unknown += armed;
        armed = false;
        return;
    }
    armed = false;
    world_import(&after);
    total.compared++;
    const char *difference = after.undefined ? NULL : world_difference(&w, &after);
    difference = after.undefined || difference ? difference : spaces_violated(&after);
    if (difference) {
        (void)fprintf(stderr, "model: %s\n", difference);
        print_entry();
        abort();
    }
}

struct predictions predictions(void)
{
    return total;
}
