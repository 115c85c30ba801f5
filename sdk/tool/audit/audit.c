/* SPDX-License-Identifier: BSD-2-Clause */
/* Comparing threads and capability spaces. Memory is in audit_space.c. */
#include "audit/audit.h"

#include <stdio.h>
#include <string.h>

#include "audit/audit_space.h"
#include "base/memory.h"
#include "objects/pd_abi.h"

/* Object addresses of a kind, for messages. */
static const struct object *object_at(const struct layout *l, uint64_t paddr)
{
    for (object_id id = 0; id < l->graph.objects.count; id++) {
        const struct object *object = &l->graph.objects.items[id];

        if (object->kind <= LAST_MEMORY_OBJECT && object->paddr == paddr) {
            return object;
        }
    }
    return NULL;
}

static uint64_t paddr_of(const struct layout *l, object_id id)
{
    const struct object *object;

    if (id == NO_OBJECT || id == SMC_OBJECT) {
        return 0;
    }
    object = &l->graph.objects.items[id];
    return object->kind == OBJECT_IMAGE_PAGE ? layout_content_paddr(l, object->reference) : object->paddr;
}

/* ---- Expected capabilities ---- */

static const char *kernel_kind(enum object_kind kind)
{
    static const char *const names[] = {
        [OBJECT_TCB] = "tcb",
        [OBJECT_ENDPOINT] = "endpoint",
        [OBJECT_NOTIFICATION] = "notification",
        [OBJECT_CNODE] = "cnode",
        [OBJECT_SCHED_CONTEXT] = "sched_context",
        [OBJECT_REPLY] = "reply",
        [OBJECT_VSPACE] = "vspace",
        [OBJECT_PAGE_TABLE] = "page_table",
        [OBJECT_SMALL_FRAME] = "frame",
        [OBJECT_LARGE_FRAME] = "frame",
        [OBJECT_VCPU] = "vcpu",
        [OBJECT_IRQ_HANDLER] = "irq_handler",
        [OBJECT_IMAGE_PAGE] = "frame",
    };

    return names[kind];
}

static uint64_t irq_number(const struct layout *l, object_id handler)
{
    for (size_t i = 0; i < l->graph.irqs.count; i++) {
        if (l->graph.irqs.items[i].handler == handler) {
            return l->graph.irqs.items[i].irq->number;
        }
    }
    return UINT64_MAX;
}

static const struct graph_cap *derived(const struct layout *l, object_id id)
{
    for (size_t i = 0; i < l->graph.derives.count; i++) {
        if (l->graph.derives.items[i].index == id) {
            return &l->graph.derives.items[i];
        }
    }
    return NULL;
}

static struct dump_cap named(const char *kind)
{
    struct dump_cap cap = {{0}, 0, 0, 0, 0};

    strcpy(cap.kind, kind);
    return cap;
}

/* A capability of an object with all rights, as it was made. */
static struct dump_cap original(const struct layout *l, object_id id)
{
    if (id == SMC_OBJECT) {
        return named("smc");
    }
    const struct object *object = &l->graph.objects.items[id];
    struct dump_cap cap = named(kernel_kind(object->kind));
    cap.object = paddr_of(l, id);
    switch (object->kind) {
    case OBJECT_ENDPOINT:
        cap.rights = RIGHTS_ALL;
        break;
    case OBJECT_NOTIFICATION:
        cap.rights = RIGHTS_RW;
        break;
    case OBJECT_CNODE:
        cap.size = object->slot_bits;
        break;
    case OBJECT_SCHED_CONTEXT:
        cap.size = object->size_bits;
        break;
    case OBJECT_IRQ_HANDLER:
        cap.object = 0;
        cap.data = irq_number(l, id);
        break;
    default:
        break;
    }
    return cap;
}

static bool has_badge(const struct dump_cap *cap)
{
    return strcmp(cap->kind, "endpoint") == 0 || strcmp(cap->kind, "notification") == 0;
}

static struct dump_cap expected(const struct layout *l, object_id source, bool mint, uint64_t rights, uint64_t badge)
{
    bool is_derived = source != SMC_OBJECT && l->graph.objects.items[source].kind == OBJECT_DERIVED;
    const struct graph_cap *from = is_derived ? derived(l, source) : NULL;
    struct dump_cap cap = original(l, from != NULL ? from->source : source);

    if (from != NULL) {
        cap.rights &= from->rights;
        cap.data = from->badge;
    }
    if (mint) {
        cap.rights &= rights;
        cap.data = badge;
    }
    return cap;
}

/* ---- Comparing ---- */

/* What is compared of a capability depends on its kind: address spaces have an ASID that the kernel chose, and
 * reply objects a right that nobody can take away. */
static bool same_cap(const struct dump_cap *want, const struct dump_cap *have)
{
    if (strcmp(want->kind, have->kind) != 0 || want->object != have->object) {
        return false;
    }
    if (has_badge(want)) {
        return want->rights == have->rights && want->data == have->data;
    }
    if (strcmp(want->kind, "cnode") == 0 || strcmp(want->kind, "sched_context") == 0) {
        return want->size == have->size && want->data == have->data;
    }
    return strcmp(want->kind, "irq_handler") != 0 || want->data == have->data;
}

static const char *text_of(const struct layout *l, const struct dump_cap *cap)
{
    const struct object *object = object_at(l, cap->object);
    const char *name = object != NULL        ? mem_format(" '%s'", object->name)
                       : cap->object != 0 ? mem_format(" at 0x%jx", (uintmax_t)cap->object)
                                          : "";

    if (strcmp(cap->kind, "null") == 0) {
        return "nothing";
    }
    if (has_badge(cap)) {
        return mem_format("%s%s, rights %s%s%s%s, badge 0x%jx", cap->kind, name, cap->rights & RIGHTS_R ? "R" : "",
                          cap->rights & RIGHTS_W ? "W" : "", cap->rights & 4 ? "G" : "", cap->rights & 8 ? "P" : "",
                          (uintmax_t)cap->data);
    }
    if (strcmp(cap->kind, "irq_handler") == 0) {
        return mem_format("handler of interrupt %ju", (uintmax_t)cap->data);
    }
    return mem_format("%s%s", cap->kind, name);
}

static size_t differ(const struct layout *l, const char *thread, const char *what, const struct dump_cap *want,
                     const struct dump_cap *have)
{
    if (same_cap(want, have)) {
        return 0;
    }
    printf("'%s': %s is %s, but should be %s\n", thread, what, text_of(l, have), text_of(l, want));
    return 1;
}

/* What a slot of a PD's capability space is for (ABI-3). */
static const char *slot_text(uint32_t slot)
{
    static const struct {
        uint32_t first;
        const char *what;
    } ranges[] = {
        {PD_BASE_VCPU, "virtual CPU"},          {PD_BASE_VM_TCB, "thread of virtual CPU"},
        {PD_BASE_CHILD_TCB, "thread of child"}, {PD_BASE_IRQ, "interrupt"},
        {PD_BASE_ENDPOINT, "calls on channel"}, {PD_BASE_NOTIFICATION, "notifications on channel"},
    };
    static const char *const fixed[] = {"slot 0",           "where it receives",   "slot 2", "its address space",
                                        "its reply object", "the monitor's endpoint", "its own thread", "SMC"};

    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (slot >= ranges[i].first && slot < ranges[i].first + MAX_ID + 1) {
            return mem_format("%s %u", ranges[i].what, slot - ranges[i].first);
        }
    }
    return slot < sizeof fixed / sizeof fixed[0] ? fixed[slot] : mem_format("slot %u", slot);
}

static object_id inner_cnode(const struct layout *l, object_id root)
{
    for (size_t i = 0; i < l->graph.caps.count; i++) {
        const struct graph_cap *cap = &l->graph.caps.items[i];

        if (cap->cnode == root && cap->index == 0 && cap->source != SMC_OBJECT &&
            l->graph.objects.items[cap->source].kind == OBJECT_CNODE) {
            return cap->source;
        }
    }
    return NO_OBJECT;
}

static const struct dump_cap *slot_of(const struct dump_thread *have, uint32_t number, bool inner)
{
    static const struct dump_cap nothing = {"null", 0, 0, 0, 0};

    for (size_t i = 0; i < have->slots.count; i++) {
        if (have->slots.items[i].number == number && have->slots.items[i].inner == inner) {
            return &have->slots.items[i].cap;
        }
    }
    return &nothing;
}

/* Every slot of one CNode, whether something is expected in it or not. */
static size_t compare_cnode(const struct layout *l, const struct graph_thread *want, const struct dump_thread *have,
                            object_id cnode, bool inner, bool named_slots)
{
    uint32_t count = UINT32_C(1) << l->graph.objects.items[cnode].slot_bits;
    struct dump_cap *slots = MEM_ARRAY(struct dump_cap, count);
    size_t differences = 0;

    for (uint32_t i = 0; i < count; i++) {
        slots[i] = named("null");
    }
    for (size_t i = 0; i < l->graph.caps.count; i++) {
        const struct graph_cap *cap = &l->graph.caps.items[i];
        if (cap->cnode == cnode) {
            slots[cap->index] = expected(l, cap->source, cap->mint, cap->rights, cap->badge);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *what = named_slots ? slot_text(i) : mem_format("slot %u of its %s", i, inner ? "inner" : "root");
        differences += differ(l, want->name, what, &slots[i], slot_of(have, i, inner));
    }
    return differences;
}

static size_t compare_cspace(const struct layout *l, const struct graph_thread *want, const struct dump_thread *have)
{
    object_id inner = inner_cnode(l, want->cnode);
    bool is_pd = inner != NO_OBJECT;
    size_t differences = compare_cnode(l, want, have, want->cnode, false, false);

    return is_pd ? differences + compare_cnode(l, want, have, inner, true, true) : differences;
}

static size_t compare_number(const char *thread, const char *what, uint64_t want, uint64_t have)
{
    if (want == have) {
        return 0;
    }
    printf("'%s': its %s is 0x%jx, but should be 0x%jx\n", thread, what, (uintmax_t)have, (uintmax_t)want);
    return 1;
}

static size_t compare_roots(const struct layout *l, const struct graph_thread *want, const struct dump_thread *have)
{
    struct dump_cap cspace = original(l, want->cnode);
    struct dump_cap vspace = original(l, want->vspace);
    struct dump_cap nothing = named("null");
    struct dump_cap buffer = want->ipc_frame == NO_OBJECT ? nothing : original(l, want->ipc_frame);
    struct dump_cap fault = want->fault_endpoint == NO_OBJECT
                                ? nothing
                                : expected(l, want->fault_endpoint, false, RIGHTS_ALL, 0);

    cspace.data = want->cnode_data;
    return differ(l, want->name, "its capability space", &cspace, &have->roots[ROOT_CSPACE]) +
           differ(l, want->name, "its address space", &vspace, &have->roots[ROOT_VSPACE]) +
           differ(l, want->name, "its IPC buffer", &buffer, &have->roots[ROOT_IPC_BUFFER]) +
           differ(l, want->name, "its fault handler", &fault, &have->roots[ROOT_FAULT_HANDLER]) +
           differ(l, want->name, "its timeout handler", &nothing, &have->roots[ROOT_TIMEOUT_HANDLER]);
}

static size_t compare_bindings(const struct layout *l, const struct graph_thread *want, const struct dump_thread *have)
{
    const char *name = want->name;

    return compare_number(name, "priority", want->priority, have->priority) +
           compare_number(name, "maximum controlled priority", want->priority, have->mcp) +
           compare_number(name, "domain", want->domain, have->domain) +
           compare_number(name, "flags", want->fpu ? 0 : 1, have->flags) +
           compare_number(name, "IPC buffer address", want->ipc_vaddr, have->ipc_buffer_address) +
           compare_number(name, "scheduling context", paddr_of(l, want->sched_context), have->sched_context) +
           compare_number(name, "notification", paddr_of(l, want->notification), have->notification) +
           compare_number(name, "notification's scheduling context",
                          want->passive ? paddr_of(l, want->sched_context) : 0, have->notification_sched_context) +
           compare_number(name, "virtual CPU", paddr_of(l, want->vcpu), have->vcpu);
}

static struct dump_thread *thread_at(struct dump *dump, uint64_t tcb)
{
    for (size_t i = 0; i < dump->threads.count; i++) {
        if (dump->threads.items[i].tcb == tcb) {
            return &dump->threads.items[i];
        }
    }
    return NULL;
}

static size_t compare_thread(const struct layout *l, const struct board *board, const struct graph_thread *want,
                             struct dump *dump)
{
    struct dump_thread *have = thread_at(dump, paddr_of(l, want->tcb));

    if (have == NULL) {
        printf("'%s': there is no such thread\n", want->name);
        return 1;
    }
    have->seen = true;
    return compare_roots(l, want, have) + compare_bindings(l, want, have) + compare_cspace(l, want, have) +
           audit_space(l, board, want, have);
}

/* The idle thread has nothing. The initialiser is stopped, and may keep what it made, but nothing to make more. */
static size_t compare_other(const struct board *board, const struct dump_thread *have)
{
    static const char *const authority[] = {"untyped", "irq_control", "asid_control", "sched_control", "smc"};
    bool idle = strcmp(have->roots[ROOT_CSPACE].kind, "null") == 0 && have->maps.count == 0;
    bool initialiser = have->roots[ROOT_CSPACE].size == board->root_cnode_bits;
    size_t differences = 0;

    if (!idle && !initialiser) {
        printf("'%s': there should be no such thread\n", have->name);
        return 1;
    }
    for (size_t i = 0; i < have->slots.count; i++) {
        for (size_t j = 0; j < sizeof authority / sizeof authority[0]; j++) {
            if (strcmp(have->slots.items[i].cap.kind, authority[j]) == 0) {
                printf("the initialiser: still has %s in slot 0x%jx\n", authority[j],
                       (uintmax_t)have->slots.items[i].number);
                differences++;
            }
        }
    }
    return differences;
}

size_t audit_compare(const struct layout *l, const struct board *board, struct dump *dump)
{
    size_t differences = 0;
    size_t caps = 0;
    size_t maps = 0;

    for (size_t i = 0; i < l->graph.threads.count; i++) {
        differences += compare_thread(l, board, &l->graph.threads.items[i], dump);
    }
    for (size_t i = 0; i < dump->threads.count; i++) {
        const struct dump_thread *thread = &dump->threads.items[i];
        if (!thread->seen) {
            differences += compare_other(board, thread);
            continue;
        }
        caps += thread->slots.count;
        maps += thread->maps.count;
    }
    printf("threads: %zu, capabilities: %zu, runs of mapped pages: %zu, differences: %zu\n", l->graph.threads.count,
           caps, maps, differences);
    return differences;
}
