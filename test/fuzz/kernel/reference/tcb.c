/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations of Thread capabilities (TCB-1 to TCB-29). */
#include "rules.h"

static const uint8_t user_context[] = {REG_FAULT_IP, REG_SP,      REG_STATUS,  REG_CAP,    REG_INFO,
                                       REG_MR0,      REG_MR0 + 1, REG_MR0 + 2, REG_MR0 + 3, REG_REPLY,
                                       REG_SYSCALL,  REG_DEST,    REG_TLS};

enum { CONTEXT_REGISTERS = sizeof(user_context), FRAME_REGISTERS = 3 };

/* TCB-2: false: the thread or the source is gone by now. */
static void install(const struct request *r, uint32_t which, struct cap cap, name_t source)
{
    name_t slot = slot_name(r->cap.object, which);

    delete(slot);
    if (cap.kind != CAP_NULL && same_object(cap, cap_in(source)) && same_object(r->cap, cap_in(r->slot))) {
        insert_derived(cap, source, slot);
    }
}

static bool long_running(name_t slot)
{
    struct cap cap = cap_in(slot);

    return (cap.kind == CAP_THREAD || cap.kind == CAP_CNODE || cap.kind == CAP_ZOMBIE) && is_final(slot);
}

static bool in_long_deletion(const struct wthread *t)
{
    return long_running(slot_name(t->name, TCB_CSPACE)) || long_running(slot_name(t->name, TCB_VSPACE));
}

static struct verdict check_root(name_t source, word_t data, bool vspace, struct cap *root)
{
    struct cap cap = cap_in(source);
    struct verdict verdict = derive(source, data ? update(false, data, cap) : cap, root);

    if (verdict.ok && (vspace ? root->kind != CAP_VSPACE || !root->flag : root->kind != CAP_CNODE)) {
        return verdict_illegal();
    }
    return verdict;
}

static struct verdict check_buffer(name_t source, vaddr_t address, struct cap *frame)
{
    *frame = (struct cap){.kind = CAP_NULL};
    if (address == 0) {
        return verdict_ok();
    }
    struct verdict verdict = derive(source, cap_in(source), frame);
    if (!verdict.ok) {
        return verdict;
    }
    if (frame->kind != CAP_FRAME || frame->flag) {
        return verdict_illegal();
    }
    return address % (1u << seL4_IPCBufferSizeBits) ? verdict_alignment() : verdict_ok();
}

static void install_buffer(const struct request *r, struct wthread *t, vaddr_t address, struct cap frame, name_t source)
{
    t->buffer_address = address;
    install(r, TCB_BUFFER, frame, source);
    if (t->name == w.cur) {
        resched();
    }
}

static struct verdict configure(const struct request *r, struct wthread *t)
{
    struct cap frame;
    struct cap croot;
    struct cap vroot;

    if (r->length < 3 || !r->extra[0] || !r->extra[1] || !r->extra[2]) {
        return verdict_truncated();
    }
    word_t address = request_arg(r, 2);
    struct verdict verdict = check_buffer(r->extra[2], address, &frame);
    if (verdict.ok && in_long_deletion(t)) {
        verdict = verdict_illegal();
    }
    if (verdict.ok) {
        verdict = check_root(r->extra[0], request_arg(r, 0), false, &croot);
    }
    if (verdict.ok) {
        verdict = check_root(r->extra[1], request_arg(r, 1), true, &vroot);
    }
    if (!verdict.ok) {
        return verdict;
    }
    commit();
    install(r, TCB_CSPACE, croot, r->extra[0]);
    install(r, TCB_VSPACE, vroot, r->extra[1]);
    install_buffer(r, t, address, frame, r->extra[2]);
    return verdict_ok();
}

static struct verdict set_space(const struct request *r, struct wthread *t)
{
    struct cap croot;
    struct cap vroot;

    if (r->length < 2 || !r->extra[0] || !r->extra[1] || !r->extra[2]) {
        return verdict_truncated();
    }
    struct verdict verdict = in_long_deletion(t) ? verdict_illegal()
                                                 : check_root(r->extra[1], request_arg(r, 0), false, &croot);
    if (verdict.ok) {
        verdict = check_root(r->extra[2], request_arg(r, 1), true, &vroot);
    }
    if (verdict.ok && !valid_handler(cap_in(r->extra[0]))) {
        verdict = verdict_capability(1);
    }
    if (!verdict.ok) {
        return verdict;
    }
    struct cap handler = cap_in(r->extra[0]);
    commit();
    install(r, TCB_FAULT_HANDLER, handler, r->extra[0]);
    install(r, TCB_CSPACE, croot, r->extra[1]);
    install(r, TCB_VSPACE, vroot, r->extra[2]);
    return verdict_ok();
}

static struct verdict set_buffer(const struct request *r, struct wthread *t)
{
    struct cap frame;

    if (r->length < 1 || !r->extra[0]) {
        return verdict_truncated();
    }
    word_t address = request_arg(r, 0);
    struct verdict verdict = check_buffer(r->extra[0], address, &frame);
    if (verdict.ok) {
        commit();
        install_buffer(r, t, address, frame, r->extra[0]);
    }
    return verdict;
}

/* SCH-2 */
static struct verdict check_limit(name_t authority, word_t value)
{
    struct cap cap = cap_in(authority);

    if (cap.kind != CAP_THREAD) {
        return verdict_capability(1);
    }
    word_t limit = thread_of(cap.object)->mcp;
    return value > limit ? verdict_range(0, limit) : verdict_ok();
}

static struct verdict set_one_priority(const struct request *r, struct wthread *t, bool mcp)
{
    if (r->length < 1 || !r->extra[0]) {
        return verdict_truncated();
    }
    uint32_t value = (uint32_t)request_arg(r, 0);
    struct verdict verdict = check_limit(r->extra[0], request_arg(r, 0));
    if (!verdict.ok) {
        return verdict;
    }
    commit();
    if (mcp) {
        t->mcp = value;
    } else {
        set_priority(t, value);
    }
    return verdict;
}

/* TCB-11.4 */
static struct verdict check_sc(struct cap cap, const struct wthread *t)
{
    if (cap.kind == CAP_NULL) {
        return t->name == w.cur ? verdict_illegal() : verdict_ok();
    }
    if (cap.kind != CAP_SCHED_CONTEXT) {
        return verdict_capability(2);
    }
    const struct wsc *s = sc_of(cap.object);
    if (t->sc != s->name && (t->sc || s->thread)) {
        return verdict_illegal();
    }
    return blocked(t) && !released(s) ? verdict_illegal() : verdict_ok();
}

static struct verdict set_sched_params(const struct request *r, struct wthread *t)
{
    if (r->length < 2 || !r->extra[0] || !r->extra[1] || !r->extra[2]) {
        return verdict_truncated();
    }
    word_t mcp = request_arg(r, 0);
    word_t priority = request_arg(r, 1);
    struct cap sc = cap_in(r->extra[1]);
    struct cap handler = cap_in(r->extra[2]);
    struct verdict verdict = check_limit(r->extra[0], mcp);
    if (verdict.ok) {
        verdict = check_limit(r->extra[0], priority);
    }
    if (verdict.ok) {
        verdict = check_sc(sc, t);
    }
    if (verdict.ok && !valid_handler(handler)) {
        verdict = verdict_capability(3);
    }
    if (!verdict.ok) {
        return verdict;
    }
    commit();
    install(r, TCB_FAULT_HANDLER, handler, r->extra[2]);
    t->mcp = (uint32_t)mcp;
    set_priority(t, (uint32_t)priority);
    if (sc.kind == CAP_NULL) {
        if (t->sc) {
            unbind_thread(sc_of(t->sc));
        }
    } else if (!t->sc) {
        bind(sc_of(sc.object), t);
    }
    return verdict_ok();
}

static struct verdict set_timeout_endpoint(const struct request *r)
{
    if (!r->extra[0]) {
        return verdict_truncated();
    }
    struct cap handler = cap_in(r->extra[0]);
    if (!valid_handler(handler)) {
        return verdict_capability(1);
    }
    commit();
    install(r, TCB_TIMEOUT_HANDLER, handler, r->extra[0]);
    return verdict_ok();
}

static word_t sanitised(const struct wthread *t, uint32_t reg, word_t value)
{
    return reg == REG_STATUS ? allowed_status(t, value) : value;
}

static struct verdict read_registers(const struct request *r, struct wthread *t)
{
    struct wthread *cur = thread_of(w.cur);

    if (r->length < 2) {
        return verdict_truncated();
    }
    word_t count = request_arg(r, 1);
    if (count < 1 || count > CONTEXT_REGISTERS) {
        return verdict_range(1, CONTEXT_REGISTERS);
    }
    if (t == cur) {
        return verdict_illegal();
    }
    word_t flags = request_arg(r, 0);
    commit();
    if (flags & 1u) {
        suspend(t);
    }
    if (r->call) {
        word_t *buffer = buffer_of(cur, true);
        word_t delivered = 0;
        for (uint32_t i = 0; i < count; i++) {
            delivered += put_word(cur, buffer, i, t->reg[user_context[i]]);
        }
        reply_to_call(cur, 0, delivered);
    }
    set_state(cur, RUNNING);
    return verdict_ok();
}

static struct verdict write_registers(const struct request *r, struct wthread *t)
{
    if (r->length < 2) {
        return verdict_truncated();
    }
    word_t flags = request_arg(r, 0);
    word_t count = request_arg(r, 1);
    if (count > r->length - 2u) {
        return verdict_truncated();
    }
    if (t->name == w.cur) {
        return verdict_illegal();
    }
    commit();
    for (uint32_t i = 0; i < CONTEXT_REGISTERS && i < count; i++) {
        t->reg[user_context[i]] = sanitised(t, user_context[i], request_arg(r, i + 2u));
    }
    t->reg[REG_NEXT_IP] = t->reg[REG_FAULT_IP];
    if (flags & 1u) {
        resume(t);
    }
    return verdict_ok();
}

static struct verdict copy_registers(const struct request *r, struct wthread *t)
{
    if (r->length < 1 || !r->extra[0]) {
        return verdict_truncated();
    }
    struct cap cap = cap_in(r->extra[0]);
    if (cap.kind != CAP_THREAD) {
        return verdict_capability(1);
    }
    struct wthread *source = thread_of(cap.object);
    word_t flags = request_arg(r, 0);
    commit();
    if (flags & 1u) {
        suspend(source);
    }
    if (flags & 2u) {
        resume(t);
    }
    for (uint32_t i = 0; i < CONTEXT_REGISTERS; i++) {
        if (flags & (i < FRAME_REGISTERS ? 4u : 8u)) {
            t->reg[user_context[i]] = sanitised(t, user_context[i], source->reg[user_context[i]]);
        }
    }
    if (flags & 4u) {
        t->reg[REG_NEXT_IP] = t->reg[REG_FAULT_IP];
    }
    if (t->name == w.cur) {
        resched();
    }
    return verdict_ok();
}

static struct verdict bind_notification(const struct request *r, struct wthread *t)
{
    if (!r->extra[0]) {
        return verdict_truncated();
    }
    struct cap cap = cap_in(r->extra[0]);
    if (t->bound || cap.kind != CAP_NOTIFICATION || (cap.rights & RIGHT_READ) == 0) {
        return verdict_illegal();
    }
    struct wnotification *n = notification_of(cap.object);
    if (n->queue.count > 0 || n->bound) {
        return verdict_illegal();
    }
    commit();
    n->bound = t->name;
    t->bound = n->name;
    return verdict_ok();
}

static struct verdict unbind(struct wthread *t)
{
    if (!t->bound) {
        return verdict_illegal();
    }
    commit();
    unbind_notification(notification_of(t->bound));
    return verdict_ok();
}

static struct verdict set_tls_base(const struct request *r, struct wthread *t)
{
    if (r->length < 1) {
        return verdict_truncated();
    }
    commit();
    t->reg[REG_TLS] = request_arg(r, 0);
    if (t->name == w.cur) {
        resched();
    }
    return verdict_ok();
}

static struct verdict set_flags(const struct request *r, struct wthread *t)
{
    if (r->length < 2) {
        return verdict_truncated();
    }
    commit();
    t->flags = (t->flags & ~request_arg(r, 0)) | (request_arg(r, 1) & TCB_FLAGS_KNOWN);
    return answer(r, t->flags);
}

struct verdict invoke_thread(const struct request *r)
{
    struct wthread *t = thread_of(r->cap.object);

    switch (r->label) {
    case TCBReadRegisters:
        return read_registers(r, t);
    case TCBWriteRegisters:
        return write_registers(r, t);
    case TCBCopyRegisters:
        return copy_registers(r, t);
    case TCBConfigure:
        return configure(r, t);
    case TCBSetPriority:
    case TCBSetMCPriority:
        return set_one_priority(r, t, r->label == TCBSetMCPriority);
    case TCBSetSchedParams:
        return set_sched_params(r, t);
    case TCBSetTimeoutEndpoint:
        return set_timeout_endpoint(r);
    case TCBSetIPCBuffer:
        return set_buffer(r, t);
    case TCBSetSpace:
        return set_space(r, t);
    case TCBSuspend:
        commit();
        suspend(t);
        return verdict_ok();
    case TCBResume:
        commit();
        resume(t);
        return verdict_ok();
    case TCBBindNotification:
        return bind_notification(r, t);
    case TCBUnbindNotification:
        return unbind(t);
    case TCBSetTLSBase:
        return set_tls_base(r, t);
    case TCBSetFlags:
        return set_flags(r, t);
    default:
        return verdict_illegal();
    }
}
