/* SPDX-License-Identifier: BSD-2-Clause */
/* Adding up what belongs to a protection domain alone. */
#include "report/usage.h"

#include <string.h>

#include "base/memory.h"
#include "objects/pd_abi.h"

struct sum {
    const struct graph *graph;
    uint64_t bytes;
    size_t counts[LAST_MEMORY_OBJECT + 1];
};

static void add(struct sum *sum, object_id id)
{
    const struct object *object;

    if (id == NO_OBJECT || id == SMC_OBJECT) {
        return;
    }
    object = &sum->graph->objects.items[id];
    if (object->kind <= LAST_MEMORY_OBJECT) {
        sum->bytes += UINT64_C(1) << object->size_bits;
        sum->counts[object->kind]++;
    }
}

static const struct graph_thread *thread_of(const struct graph *graph, const struct protection_domain *pd)
{
    for (size_t i = 0; i < graph->threads.count; i++) {
        const struct graph_thread *thread = &graph->threads.items[i];

        if (thread->vcpu == NO_OBJECT && thread->sc_badge == SC_BADGE + pd->index) {
            return thread;
        }
    }
    return NULL;
}

/* The reply object, the endpoint and the CNode are known by the slots that they are in. */
static void add_from_slots(struct sum *sum, const struct graph_thread *thread, const struct protection_domain *pd)
{
    object_id inner = NO_OBJECT;

    for (size_t i = 0; i < sum->graph->caps.count; i++) {
        const struct graph_cap *cap = &sum->graph->caps.items[i];
        if (cap->cnode == thread->cnode && cap->index == 0) {
            inner = cap->source;
        }
    }
    add(sum, inner);
    for (size_t i = 0; i < sum->graph->caps.count; i++) {
        const struct graph_cap *cap = &sum->graph->caps.items[i];
        bool own = cap->index == PD_SLOT_REPLY || (cap->index == PD_SLOT_INPUT && pd->needs_endpoint);
        if (cap->cnode == inner && own) {
            add(sum, cap->source);
        }
    }
}

static uint64_t private_bytes(const struct graph *graph, const struct graph_thread *thread)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < graph->maps.count; i++) {
        const struct object *frame = &graph->objects.items[graph->maps.items[i].frame];
        bool of_region = strncmp(frame->name, "frame_mr_", 9) == 0;
        bytes += graph->maps.items[i].vspace == thread->vspace && !of_region ? SMALL_PAGE : 0;
    }
    return bytes;
}

static const char *counts_text(const struct sum *sum)
{
    static const char *const names[] = {
        [OBJECT_TCB] = "thread",
        [OBJECT_ENDPOINT] = "endpoint",
        [OBJECT_NOTIFICATION] = "notification",
        [OBJECT_CNODE] = "capability table",
        [OBJECT_SCHED_CONTEXT] = "scheduling context",
        [OBJECT_REPLY] = "reply object",
        [OBJECT_VSPACE] = "address space",
        [OBJECT_PAGE_TABLE] = "page table",
        [OBJECT_SMALL_FRAME] = "page",
        [OBJECT_LARGE_FRAME] = "large page",
        [OBJECT_VCPU] = "virtual CPU",
    };
    const char *text = NULL;

    for (enum object_kind kind = 0; kind <= LAST_MEMORY_OBJECT; kind++) {
        if (sum->counts[kind] != 0) {
            text = mem_format("%s%s%zu %s%s", text == NULL ? "" : text, text == NULL ? "" : ", ", sum->counts[kind],
                              names[kind], sum->counts[kind] == 1 ? "" : "s");
        }
    }
    return text;
}

static struct report_usage usage(const struct graph *graph, const struct protection_domain *pd)
{
    const struct graph_thread *thread = thread_of(graph, pd);
    struct sum sum = {.graph = graph};

    add(&sum, thread->tcb);
    add(&sum, thread->sched_context);
    add(&sum, thread->notification);
    add(&sum, thread->cnode);
    add(&sum, thread->vspace);
    add_from_slots(&sum, thread, pd);
    for (size_t i = 0; i < graph->tables.count; i++) {
        if (graph->tables.items[i].vspace == thread->vspace) {
            add(&sum, graph->tables.items[i].table);
        }
    }
    return (struct report_usage){private_bytes(graph, thread), sum.bytes, counts_text(&sum)};
}

const struct report_usage *usage_of(const struct graph *graph, const struct system *system)
{
    struct report_usage *usages = MEM_ARRAY(struct report_usage, system->pd_count);

    for (size_t i = 0; i < system->pd_count; i++) {
        usages[i] = usage(graph, &system->pds[i]);
    }
    return usages;
}
