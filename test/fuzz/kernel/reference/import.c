/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the abstract state from the kernel's data structures. */
#include "world.h"

#include "host_machine.h"
#include "host_processor.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "state.h"
#include "system.h"
#include "vcpu/vcpu.h"

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

/* Tables are mostly empty: so many words at a time. */
enum { STRIDE = 16 };

static bool all_zero(const uint64_t *word)
{
    uint64_t any = 0;

    for (uint32_t i = 0; i < STRIDE; i++) {
        any |= word[i];
    }
    return any == 0;
}

static void import_table(struct cap cap)
{
    const uint64_t *table = words_at(cap.object);
    uint32_t count = cap.kind == CAP_VSPACE ? 1024 : 512;

    for (uint32_t i = 0; i < count; i++) {
        if (i % STRIDE == 0 && all_zero(&table[i])) {
            i += STRIDE - 1;
        } else if (table[i] != 0) {
            *NEW(entry, entries, ENTRIES_MAX) = (struct wentry){cap.object, i, table[i]};
        }
    }
}

static void import_pool(name_t pool)
{
    const word_t *root = words_at(pool);

    for (uint32_t i = 0; i < 512; i++) {
        if (i % STRIDE == 0 && all_zero(&root[i])) {
            i += STRIDE - 1;
        } else if (root[i] != 0) {
            *NEW(space, spaces, SPACES_MAX) = (struct wspace){pool, i, root[i]};
        }
    }
}

static const struct vcpu *vcpu_at_name(name_t name)
{
    return (const struct vcpu *)words_at(name);
}

/* VCPU-1 names them; VCPU-23 says which are in memory while a native thread runs. */
static bool in_hardware(const struct vcpu *v, word_t field)
{
    bool saved_early = field < seL4_VCPURegSaveRange_start || field > seL4_VCPURegSaveRange_end;

    return into->loaded == name_of(v) && (into->guest || !saved_early);
}

#define HARDWARE(entry)                                                                                             \
    entry(SCTLR, sctlr_el1) entry(CPACR, cpacr_el1) entry(TTBR0, ttbr0_el1) entry(TTBR1, ttbr1_el1)                 \
    entry(TCR, tcr_el1) entry(MAIR, mair_el1) entry(AMAIR, amair_el1) entry(CIDR, contextidr_el1)                   \
    entry(ACTLR, actlr_el1) entry(AFSR0, afsr0_el1) entry(AFSR1, afsr1_el1) entry(ESR, esr_el1) entry(FAR, far_el1) \
    entry(PAR, par_el1) entry(VBAR, vbar_el1) entry(TPIDR_EL1, tpidr_el1) entry(VMPIDR_EL2, vmpidr_el2)             \
    entry(SP_EL1, sp_el1) entry(ELR_EL1, elr_el1) entry(SPSR_EL1, spsr_el1) entry(CNTV_CTL, cntv_ctl_el0)           \
    entry(CNTV_CVAL, cntv_cval_el0) entry(CNTVOFF, cntvoff_el2) entry(CNTKCTL_EL1, cntkctl_el1)
#define HARDWARE_ENTRY(number, name) [seL4_VCPUReg_##number] = HOST_##name,

static void import_vcpu(const struct vcpu *v)
{
    static const uint8_t hardware[seL4_VCPUReg_Num] = {HARDWARE(HARDWARE_ENTRY)};
    struct wvcpu *to = NEW(vcpu, vcpus, OBJECTS_MAX);

    *to = (struct wvcpu){.name = name_of(v), .thread = name_of(v->tcb), .masked = v->timer_masked};
    for (word_t i = 0; i < seL4_VCPUReg_Num; i++) {
        to->reg[i] = in_hardware(v, i) ? host_processor.reg[hardware[i]] : v->reg[i];
    }
    memcpy(to->list, v->vgic.list, sizeof(to->list));
}

/* The variables of kernel/vcpu and of the ASID table, and the virtual interface. */
static void import_processor(void)
{
    enum { ASIDS, LOADED = 3, ENABLED, INTERFACE };
    const uint32_t *gich = host_state[INTERFACE].start;
    const struct vcpu *const *loaded = host_state[LOADED].start;

    memcpy(into->pool, host_state[ASIDS].start, sizeof(into->pool));
    into->loaded = name_of(*loaded);
    into->guest = *(const bool *)host_state[ENABLED].start;
    memcpy(into->list, &gich[0x100 / 4], sizeof(into->list));
    into->ended = gich[0x10 / 4] & 1u ? gich[0x20 / 4] : 0;
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
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
        import_table(cap);
        break;
    case CAP_ASID_POOL:
        import_pool(cap.object);
        break;
    case CAP_VCPU:
        import_vcpu(vcpu_at_name(cap.object));
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
                          .vcpu = name_of(tcb->arch.vcpu),
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
        name_t mark = (name_t)cap.object << 5 | cap.kind;
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
    into->entries = 0;
    into->spaces = 0;
    into->vcpus = 0;
    import_kernel();
    import_processor();
    import_nodes();
    import_sc(kernel.idle_sc);
    for (const struct tcb *t = host_machine.threads; t; t = t->arch.next_thread) {
        import_thread(t);
    }
    import_thread(kernel.idle);
}
