/* SPDX-License-Identifier: BSD-2-Clause */
/* Walks over everything that can be reached from the root CNode, the threads and the interrupt lines. */
#include "observe.h"

#include "host_machine.h"
#include "host_processor.h"
#include "ipc/endpoint.h"
#include "ipc/message.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "sched/time.h"
#include "state.h"
#include "system.h"
#include "vcpu/vcpu.h"

#include <stdlib.h>

enum { OBJECTS = 4096 };

/* Objects that have been met, as a hash table, and in the order in which they were met. */
static struct {
    struct cap table[OBJECTS];
    struct cap list[OBJECTS / 2];
    uint32_t slot[OBJECTS / 2];
    uint32_t count;
} met;

static FILE *output;
static uint64_t digest;

static void emit(const char *name, uint64_t value)
{
    if (output) {
        (void)fprintf(output, "  %s %#llx\n", name, (unsigned long long)value);
    }
    digest = (digest ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    digest ^= digest >> 29;
}

static void emit_pointer(const char *name, const void *pointer)
{
    emit(name, (uintptr_t)pointer);
}

static void emit_title(const char *name, uint64_t address)
{
    if (output) {
        (void)fprintf(output, "%s %#llx\n", name, (unsigned long long)address);
    }
    digest = (digest ^ address) * UINT64_C(0x9e3779b97f4a7c15);
}

static void meet(struct cap cap)
{
    uint32_t i = (uint32_t)((cap.object >> 4) ^ (cap.object >> 13)) % OBJECTS;

    if (cap.object == 0) {
        return;
    }
    while (met.table[i].kind != CAP_NULL && (met.table[i].object != cap.object || met.table[i].kind != cap.kind)) {
        i = (i + 1u) % OBJECTS;
    }
    if (met.table[i].kind != CAP_NULL) {
        return;
    }
    if (met.count == OBJECTS / 2) {
        (void)fprintf(stderr, "observe: more objects than expected\n");
        abort();
    }
    met.table[i] = cap;
    met.list[met.count] = cap;
    met.slot[met.count] = i;
    met.count++;
}

static void emit_slot(const struct slot *slot)
{
    if (slot_is_empty(slot)) {
        return;
    }
    emit_title("slot", (uintptr_t)slot);
    emit("kind", slot->cap.kind);
    emit("object", slot->cap.object);
    emit("rights", slot->cap.rights);
    emit("size", slot->cap.size);
    emit("flag", slot->cap.flag);
    emit("data", slot->cap.data);
    emit("next", slot->next_link);
    emit("prev", slot->prev_link);
    emit("revocable", slot->revocable);
    emit("first badged", slot->first_badged);
    meet(slot->cap);
}

static void emit_slots(const struct slot *slots, word_t count)
{
    for (word_t i = 0; i < count; i++) {
        emit_slot(&slots[i]);
    }
}

static void emit_queue(const struct wait_queue *queue)
{
    for (const struct tcb *t = queue->head; t; t = t->wait_next) {
        emit_pointer("waits", t);
    }
}

static void emit_sched_context(const struct sched_context *sc)
{
    emit("capacity", sc->capacity);
    emit("consumed", sc->consumed);
    emit("badge", sc->badge);
    emit("sporadic", sc->sporadic);
    emit_pointer("thread", sc->tcb);
    emit_pointer("notification", sc->notification);
    emit_pointer("top", sc->top);
    emit_pointer("yield from", sc->yield_from);
    for (uint32_t i = 0; sc->capacity != 0 && i < sc->count; i++) {
        emit("refill time", sc->refills[(sc->head + i) % sc->capacity].time);
        emit("refill amount", sc->refills[(sc->head + i) % sc->capacity].amount);
    }
    emit("period", sc->capacity ? sc->period : 0);
}

static void emit_notification(const struct notification *n)
{
    emit("active", n->active);
    emit("word", n->active ? n->word : 0);
    emit_pointer("bound", n->bound_tcb);
    emit_pointer("sc", n->sc);
    emit_queue(&n->queue);
}

static void emit_reply(const struct reply *k)
{
    emit_pointer("thread", k->tcb);
    emit_pointer("sc", k->sc);
    emit_pointer("older", k->older);
    emit_pointer("newer", k->newer);
}

static void emit_fault(const struct fault *fault)
{
    emit("fault", fault->kind);
    for (uint32_t i = 0; fault->kind != FAULT_NONE && i < 3; i++) {
        emit("fault word", fault->word[i]);
    }
    if (fault->kind == FAULT_CAP) {
        emit("lookup failure", fault->lookup.type);
        for (uint32_t i = 0; i < lookup_failure_words(fault->lookup.type); i++) {
            emit("lookup word", fault->lookup.word[i]);
        }
    }
}

static void emit_wait(const struct tcb *t)
{
    if (t->state == SEND_BLOCKED) {
        emit("badge", t->wait_badge);
        emit("grant", t->wait_grant);
        emit("grant reply", t->wait_grant_reply);
        emit("call", t->wait_is_call);
    }
    if (t->state == SEND_BLOCKED || t->state == RECV_BLOCKED) {
        emit_pointer("endpoint", t->wait_endpoint);
    }
    if (t->state == NTFN_BLOCKED) {
        emit_pointer("notification", t->wait_notification);
    }
}

static void emit_buffer(const struct tcb *t)
{
    enum { BUFFER_WORDS = 128 };
    const word_t *buffer = message_buffer(t, false);

    for (uint32_t i = 0; buffer && i < BUFFER_WORDS; i++) {
        if (buffer[i] != 0) {
            emit("buffer", i);
            emit("word", buffer[i]);
        }
    }
}

static void emit_thread(const struct tcb *t)
{
    emit_title("thread", (uintptr_t)t);
    for (uint32_t i = 0; i < REG_TOTAL; i++) {
        emit("register", t->context.reg[i]);
    }
    emit("state", t->state);
    emit("priority", t->priority);
    emit("mcp", t->mcp);
    emit("domain", t->domain);
    emit("flags", t->flags);
    emit("ready", t->in_ready);
    emit("released", t->in_release);
    emit_pointer("sc", t->sc);
    emit_pointer("reply", t->reply);
    emit_pointer("bound", t->bound_notification);
    emit_pointer("yield to", t->yield_to);
    emit("buffer address", t->buffer_address);
    emit_wait(t);
    emit_fault(&t->fault);
    emit_buffer(t);
    emit_slots(t->slots, TCB_SLOTS);
}

static void emit_table(struct cap cap, word_t count)
{
    const uint64_t *table = words_at(cap.object);

    emit_title("table", cap.object);
    for (word_t i = 0; i < count; i++) {
        if (table[i] != 0) {
            emit("index", i);
            emit("entry", table[i]);
        }
    }
}

static void emit_vcpu(const struct vcpu *v)
{
    emit_title("VCPU", (uintptr_t)v);
    emit_pointer("thread", v->tcb);
    emit("timer masked", v->timer_masked);
    for (word_t i = 0; i < seL4_VCPUReg_Num; i++) {
        emit("register", vcpu_read(v, i));
    }
    for (word_t i = 0; i < HOST_LIST_REGISTERS; i++) {
        emit("list", v->vgic.list[i]);
    }
}

static void emit_processor(void)
{
    emit_title("processor", 0);
    emit_pointer("VCPU", vcpu_active());
    for (word_t i = 0; vcpu_active() && i < HOST_LIST_REGISTERS; i++) {
        emit("list", gic_hypervisor[0x100 / 4 + i]);
    }
    for (uint32_t i = 0; i < HOST_CACHE_OPERATIONS; i++) {
        emit("cache lines", host_processor.cache_lines[i]);
    }
}

static void emit_object(struct cap cap)
{
    switch (cap.kind) {
    case CAP_PAGE_TABLE:
        emit_table(cap, 512);
        break;
    case CAP_VSPACE:
        emit_table(cap, 1024);
        break;
    case CAP_ASID_POOL:
        emit_table(cap, 512);
        break;
    case CAP_VCPU:
        emit_vcpu(vcpu_at(cap.object));
        break;
    case CAP_CNODE:
        emit_slots(slots_at(cap.object), cnode_slots(cap));
        break;
    case CAP_ZOMBIE:
        emit_slots(slots_at(cap.object), cap.flag ? TCB_SLOTS : BIT(cap.size));
        break;
    case CAP_ENDPOINT:
        emit_title("endpoint", cap.object);
        emit_queue(&endpoint_at(cap.object)->queue);
        break;
    case CAP_NOTIFICATION:
        emit_title("notification", cap.object);
        emit_notification(notification_at(cap.object));
        break;
    case CAP_REPLY:
        emit_title("reply", cap.object);
        emit_reply(reply_at(cap.object));
        break;
    case CAP_SCHED_CONTEXT:
        emit_title("scheduling context", cap.object);
        emit_sched_context(sched_context_at(cap.object));
        break;
    default:
        break;
    }
}

static void emit_ready_queues(void)
{
    for (uint32_t domain = 0; domain < NUM_DOMAINS; domain++) {
        const struct ready_queues *queues = &kernel.ready[domain];
        for (uint32_t priority = 0; priority < NUM_PRIORITIES && queues->level1 != 0; priority++) {
            const struct tcb *head = queues->head[priority];
            for (const struct tcb *t = head; t; t = t->schedule_next == head ? NULL : t->schedule_next) {
                emit_pointer("ready", t);
            }
        }
    }
}

static void emit_kernel(void)
{
    emit_title("kernel", 0);
    emit_pointer("current", kernel.cur);
    emit_pointer("current sc", kernel.cur_sc);
    emit("now", kernel.now);
    emit("pending", kernel.pending);
    emit("domain", kernel.domain);
    emit("domain index", kernel.domain_index);
    emit("domain start", kernel.domain_start);
    emit("domain time", kernel.domain_time);
    emit("deadline", host_machine.deadline);
    emit("lines enabled", host_machine.irq_enabled);
    emit("lines raised", host_machine.irq_raised);
    emit_ready_queues();
    for (const struct tcb *t = kernel.release_head; t; t = t->schedule_next) {
        emit_pointer("released", t);
    }
    for (uint32_t i = 0; i < DOMAIN_SCHEDULE_LENGTH; i++) {
        if (kernel.domain_schedule[i].duration != 0) {
            emit("slot", i);
            emit("slot domain", kernel.domain_schedule[i].domain);
            emit("slot duration", kernel.domain_schedule[i].duration);
        }
    }
    for (uint32_t i = 0; i < IRQ_COUNT; i++) {
        emit("line", kernel.irq_state[i]);
    }
    emit_slots(kernel.irq_slot, IRQ_COUNT);
}

static void emit_everything(void)
{
    digest = 1;
    emit_kernel();
    emit_processor();
    meet(system_cap(SLOT_CNODE).kind == CAP_CNODE ? system_cap(SLOT_CNODE) : system_root_cnode());
    for (const struct tcb *t = host_machine.threads; t; t = t->arch.next_thread) {
        emit_thread(t);
    }
    for (uint32_t i = 0; i < met.count; i++) {
        emit_object(met.list[i]);
    }
    for (uint32_t i = 0; i < met.count; i++) {
        met.table[met.slot[i]].kind = CAP_NULL;
    }
    met.count = 0;
}

uint64_t observe(void)
{
    output = NULL;
    emit_everything();
    return digest;
}

void observe_print(FILE *file)
{
    output = file;
    emit_everything();
    output = NULL;
}

bool observe_is_defined(void)
{
    for (uint32_t i = 0; i < DOMAIN_SCHEDULE_LENGTH; i++) {
        ticks_t duration = kernel.domain_schedule[i].duration;
        if (duration != 0 && duration <= 2u * min_budget()) {
            return false;
        }
    }
    return true;
}
