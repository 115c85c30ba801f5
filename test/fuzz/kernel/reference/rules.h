/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules of the kernel as operations on the abstract state `w`. All names and rule numbers are those of the
 * specification.
 */
#pragma once

#include "world.h"

/* What an invocation came to. A failed one has changed nothing; words follow the label in the reply (ERR-2). */
enum { VERDICT_WORDS = 6 };

struct verdict {
    bool ok;
    word_t code;
    word_t word[VERDICT_WORDS];
    uint32_t words;
};

struct request {
    word_t label;
    word_t length;
    name_t slot;
    struct cap cap;
    const word_t *buffer;
    name_t extra[MESSAGE_MAX_CAPS]; /* 0: absent */
    bool call;
};

/* A capability address that was followed: 0 and why, or the slot and the bits that are left over. */
struct found {
    name_t slot;
    word_t bits_left;
    struct lookup_failure failure;
};

/* --- errors.c --- */
struct verdict verdict_ok(void);
struct verdict verdict_argument(word_t number);
struct verdict verdict_capability(word_t number);
struct verdict verdict_illegal(void);
struct verdict verdict_range(word_t low, word_t high);
struct verdict verdict_alignment(void);
struct verdict verdict_lookup(bool source, struct lookup_failure failure);
struct verdict verdict_truncated(void);
struct verdict verdict_delete_first(void);
struct verdict verdict_revoke_first(void);
struct verdict verdict_memory(word_t bytes);
word_t request_arg(const struct request *r, word_t i);

/* --- lookup.c --- */
struct found lookup(struct cap root, word_t cptr, word_t bits);
struct found lookup_in_cspace(const struct wthread *t, word_t cptr);
/* CSP-6: a failure is also a verdict. */
struct found lookup_slot(struct cap root, word_t index, word_t depth, bool source, struct verdict *verdict);
struct lookup_failure lookup_missing(word_t bits_left);
struct lookup_failure lookup_no_root(void);

/* --- derive.c --- */
bool same_object(struct cap a, struct cap b);
bool has_children(name_t slot);
bool is_final(name_t slot);
void insert_derived(struct cap cap, name_t from, name_t to);
void insert_created(struct cap cap, name_t parent, name_t to);
void move(struct cap cap, name_t from, name_t to);
void swap(name_t a, struct cap cap_a, name_t b, struct cap cap_b);
void drop(name_t slot);
struct cap mask_rights(struct cap cap, word_t rights);
struct cap update(bool preserve, word_t data, struct cap cap);
/* DRV-1: may be null although the verdict is good. */
struct verdict derive(name_t slot, struct cap cap, struct cap *derived);
void mark_copied(name_t source, struct cap copy);

/* --- delete.c --- */
void delete(name_t slot);
void delete_bounded(name_t slot);
void revoke(name_t slot);

/* --- invocations, by object --- */
struct verdict invoke_cnode(const struct request *r);
struct verdict invoke_untyped(const struct request *r);
struct verdict invoke_thread(const struct request *r);
struct verdict invoke_sched_control(const struct request *r);
struct verdict invoke_sched_context(const struct request *r);
struct verdict invoke_domain(const struct request *r);
struct verdict invoke_irq_control(const struct request *r);
struct verdict invoke_irq_handler(const struct request *r);
struct verdict invoke_frame(const struct request *r);
struct verdict invoke_page_table(const struct request *r);
struct verdict invoke_vspace(const struct request *r);
struct verdict invoke_asid_control(const struct request *r);
struct verdict invoke_asid_pool(const struct request *r);
struct verdict invoke_vcpu(const struct request *r);
/* SYS-7.5, SYS-11 */
void commit(void);
struct verdict answer(const struct request *r, word_t value);
void reply_to_call(struct wthread *t, word_t label, word_t count);
bool put_word(struct wthread *t, word_t *buffer, word_t i, word_t value);

/* --- thread.c --- */
bool runnable(const struct wthread *t);
bool blocked(const struct wthread *t);
bool schedulable(const struct wthread *t);
void set_state(struct wthread *t, enum thread_state state);
void cancel_ipc(struct wthread *t);
void suspend(struct wthread *t);
void resume(struct wthread *t);
void set_priority(struct wthread *t, uint32_t priority);
void destroy_thread(struct wthread *t);
bool valid_handler(struct cap cap);

/* --- ipc.c --- */
struct send {
    word_t badge;
    bool grant;
    bool grant_reply;
    bool blocking;
    bool call;
    bool may_donate;
};
void enqueue(struct queue *q, struct wthread *t);
void send(struct wendpoint *e, struct send s, struct wthread *t);
void receive(struct wendpoint *e, struct wreply *k, bool blocking);
void restart(struct wthread *t);
void destroy_endpoint(struct wendpoint *e);
void cancel_badged(struct wendpoint *e, word_t badge);
void transfer(struct wthread *from, struct wthread *to, word_t badge, bool grant, name_t endpoint);

/* --- reply.c --- */
void caller_waits(struct wthread *caller, struct wthread *callee, struct wreply *k, bool may_donate);
void answer_caller(struct wreply *k, struct wthread *replier, bool grant);
void disarm(struct wreply *k);
void take_off_stack(struct wreply *k);
void cancel_caller(struct wthread *t);
void destroy_reply(struct wreply *k);

/* --- notification.c --- */
void signal_notification(struct wnotification *n, word_t badge);
void wait_notification(struct wnotification *n, bool blocking);
void deliver_bound(struct wnotification *n);
void return_sc(struct wnotification *n, struct wthread *t);
void unbind_notification(struct wnotification *n);
void destroy_notification(struct wnotification *n);

/* --- fault.c --- */
void raise_fault(struct wthread *t, struct fault fault);
bool has_timeout_handler(const struct wthread *t);
void raise_timeout(struct wthread *t, word_t badge);
void transfer_fault(struct wthread *from, struct wthread *to, word_t badge);
bool reply_to_fault(struct wthread *replier, struct wthread *faulted);

/* --- sched_context.c --- */
ticks_t minimum(void);
bool ready(const struct wsc *s);
bool sufficient(const struct wsc *s, ticks_t usage);
bool released(const struct wsc *s);
void refill_set(struct wsc *s, uint32_t capacity, ticks_t budget, ticks_t period);
void refill_change(struct wsc *s, ticks_t period, ticks_t budget, uint32_t capacity);
void charge(struct wsc *s, ticks_t usage);
void charge_slice(struct wsc *s, ticks_t usage);
void new_slice(struct wsc *s);
void replenish(struct wsc *s);
void donate(struct wsc *s, struct wthread *t);
void sc_let_run(struct wsc *s);
void wake(struct wsc *s);
void postpone(struct wsc *s);
void bind(struct wsc *s, struct wthread *t);
void unbind_thread(struct wsc *s);
void unbind_from_notification(struct wsc *s);
void cut_stack(struct wsc *s);
void complete_yield(struct wsc *s);
word_t take_consumed(struct wsc *s);
void destroy_sc(struct wsc *s);

/* --- schedule.c --- */
void ready_head(struct wthread *t);
void ready_tail(struct wthread *t);
void ready_leave(struct wthread *t);
bool is_ready(const struct wthread *t);
void release_enter(struct wthread *t);
void release_leave(struct wthread *t);
bool is_released(const struct wthread *t);
void resched(void);
void offer(struct wthread *t);
void schedule_next(void);
void sample(ticks_t now);
bool budget_ok(void);
void commit_time(void);
void charge_end(ticks_t usage, bool may_fault);

/* --- space.c --- */
/* DEL-2 for frames, tables, roots and pools. */
void finalise_space(struct cap cap, bool final);
/* The table is all zeros. */
void forget_entries(name_t table);

/* --- vcpu.c --- */
void dissociate(struct wvcpu *v);
word_t allowed_status(const struct wthread *t, word_t value);
void switch_guest(const struct wthread *t);
void flush_guest(name_t vcpu);
void serve_guest_line(word_t irq);

/* --- irq.c --- */
void serve_line(void);
void set_line(word_t irq, enum irq_state state);
name_t line_slot(word_t irq);
