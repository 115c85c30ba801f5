/* SPDX-License-Identifier: BSD-2-Clause */
/* The object graph as JSON (TOOL-27): `objects` in order, capabilities refer to them by index. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "objects/kind_name.h"
#include "report/dump.h"

/* Slots of a Tcb object. */
enum {
    TCB_CSPACE = 0,
    TCB_VSPACE = 1,
    TCB_IPC_BUFFER = 4,
    TCB_FAULT_EP = 5,
    TCB_SC = 6,
    TCB_NOTIFICATION = 8,
    TCB_VCPU = 9
};

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *rights_json(uint8_t rights)
{
    return json_pack("{s:b,s:b,s:b,s:b}", "read", (rights & RIGHTS_R) != 0, "write", (rights & RIGHTS_W) != 0,
                     "grant", (rights & 4) != 0, "grant_reply", (rights & 8) != 0);
}

static json_t *cap_json(const struct graph *graph, object_id source, uint8_t rights, uint64_t badge)
{
    json_t *cap = json_object();
    const char *kind = source == SMC_OBJECT ? "ArmSmc" : kind_name(graph->objects.items[source].kind);

    if (source != SMC_OBJECT) {
        json_object_set_new(cap, "object", number(source));
    }
    json_object_set_new(cap, "badge", number(badge));
    json_object_set_new(cap, "rights", rights_json(rights));
    return json_pack("{s:o}", kind, cap);
}

static void set_slot(json_t *slots, uint64_t slot, json_t *cap)
{
    json_array_append_new(slots, json_pack("[o,o]", number(slot), cap));
}

static json_t *tcb_slots(const struct graph *graph, const struct graph_thread *t)
{
    json_t *slots = json_array();

    set_slot(slots, TCB_CSPACE, cap_json(graph, t->cnode, RIGHTS_ALL, t->cnode_data));
    set_slot(slots, TCB_VSPACE, cap_json(graph, t->vspace, RIGHTS_ALL, 0));
    set_slot(slots, TCB_SC, cap_json(graph, t->sched_context, RIGHTS_ALL, 0));
    if (t->fault_endpoint != NO_OBJECT) {
        set_slot(slots, TCB_FAULT_EP, cap_json(graph, t->fault_endpoint, RIGHTS_RWG, 0));
    }
    if (t->ipc_frame != NO_OBJECT) {
        set_slot(slots, TCB_IPC_BUFFER, cap_json(graph, t->ipc_frame, RIGHTS_ALL, 0));
    }
    if (t->vcpu != NO_OBJECT) {
        set_slot(slots, TCB_VCPU, cap_json(graph, t->vcpu, RIGHTS_ALL, 0));
    }
    if (t->notification != NO_OBJECT) {
        set_slot(slots, TCB_NOTIFICATION, cap_json(graph, t->notification, RIGHTS_RW, 0));
    }
    return slots;
}

static json_t *slots_json(const struct graph *graph, object_id id)
{
    json_t *slots = json_array();

    for (size_t i = 0; i < graph->caps.count; i++) {
        const struct graph_cap *cap = &graph->caps.items[i];

        if (cap->cnode == id) {
            set_slot(slots, cap->index, cap_json(graph, cap->source, cap->rights, cap->badge));
        }
    }
    return slots;
}

static json_t *thread_json(const struct graph *graph, object_id id)
{
    for (size_t i = 0; i < graph->threads.count; i++) {
        const struct graph_thread *t = &graph->threads.items[i];

        if (t->tcb == id) {
            return json_pack("{s:o,s:o,s:o,s:i,s:b}", "slots", tcb_slots(graph, t), "ip", number(t->entry),
                             "sp", number(t->stack_top), "prio", (int)t->priority, "fpu", t->fpu);
        }
    }
    return json_object();
}

static json_t *sched_context_json(const struct graph *graph, object_id id)
{
    for (size_t i = 0; i < graph->threads.count; i++) {
        const struct graph_thread *t = &graph->threads.items[i];

        if (t->sched_context == id) {
            return json_pack("{s:o,s:o,s:o}", "budget", number(t->budget_us), "period", number(t->period_us),
                             "badge", number(t->sc_badge));
        }
    }
    return json_object();
}

static json_t *fields_json(const struct graph *graph, object_id id)
{
    const struct object *object = &graph->objects.items[id];

    switch (object->kind) {
    case OBJECT_TCB:
        return thread_json(graph, id);
    case OBJECT_SCHED_CONTEXT:
        return sched_context_json(graph, id);
    case OBJECT_CNODE:
        return json_pack("{s:i,s:o}", "size", (int)object->slot_bits, "slots", slots_json(graph, id));
    case OBJECT_SMALL_FRAME:
    case OBJECT_LARGE_FRAME:
        return json_pack("{s:i,s:o}", "size_bits", (int)object->size_bits, "paddr", number(object->paddr));
    default:
        return json_object();
    }
}

static json_t *objects_json(const struct graph *graph)
{
    json_t *objects = json_array();

    for (object_id id = 0; id < graph->objects.count; id++) {
        const struct object *object = &graph->objects.items[id];

        json_array_append_new(objects, json_pack("{s:s,s:{s:o}}", "name", object->name, "object",
                                                 kind_name(object->kind), fields_json(graph, id)));
    }
    return objects;
}

static json_t *irqs_json(const struct graph *graph)
{
    json_t *irqs = json_array();

    for (size_t i = 0; i < graph->irqs.count; i++) {
        const struct graph_irq *irq = &graph->irqs.items[i];

        json_array_append_new(irqs, json_pack("{s:o,s:o}", "irq", number(irq->irq->number), "handler",
                                              number(irq->handler)));
    }
    return irqs;
}

static json_t *asid_slots_json(const struct graph *graph)
{
    json_t *slots = json_array();

    for (object_id id = 0; id < graph->objects.count; id++) {
        if (graph->objects.items[id].kind == OBJECT_VSPACE) {
            json_array_append_new(slots, number(id));
        }
    }
    return slots;
}

static json_t *untypeds_json(const struct boot_memory *boot)
{
    json_t *untypeds = json_array();

    for (size_t i = 0; i < boot->untyped_count; i++) {
        const struct untyped *ut = &boot->untypeds[i];

        json_array_append_new(untypeds, json_pack("{s:o,s:i,s:b}", "paddr", number(ut->paddr), "size_bits",
                                                  (int)ut->size_bits, "device", ut->device));
    }
    return untypeds;
}

/* Durations keep the unit of the system description. */
static json_t *schedule_json(const struct domain_schedule *schedule)
{
    json_t *entries = json_array();

    for (size_t i = 0; i < schedule->entry_count; i++) {
        const struct schedule_entry *entry = &schedule->entries[i];

        json_array_append_new(entries, json_pack("{s:i,s:o,s:s}", "id", (int)entry->domain, "time",
                                                 number(entry->duration), "unit",
                                                 entry->unit == DURATION_US ? "us" : "ticks"));
    }
    return entries;
}

void dump_json(const char *path, const struct system *system, const struct graph *graph,
               const struct boot_memory *boot)
{
    json_t *root = json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:{s:i,s:o},s:o}", "objects", objects_json(graph),
                             "irqs", irqs_json(graph), "domain_schedule", schedule_json(&system->schedule),
                             "domain_set_start", number(system->schedule.start_index), "domain_idx_shift",
                             number(system->schedule.index_shift), "asid_slots", asid_slots_json(graph),
                             "root_objects", "start", 0, "end", number(graph->objects.count),
                             "untyped_covers", untypeds_json(boot));
    char *text = json_dumps(root, JSON_INDENT(1));
    const char *wrong = text == NULL ? "out of memory" : file_write(path, text, strlen(text));

    if (wrong != NULL) {
        tool_error(NULL, "%s: cannot be written: %s", path, wrong);
    }
    free(text);
    json_decref(root);
}
