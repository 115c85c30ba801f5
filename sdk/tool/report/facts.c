/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads, capabilities, objects and memory as the report states them (TOOL-25). */
#include "report/facts.h"

#include <stdlib.h>
#include <string.h>

#include "objects/kind_name.h"
#include "report/usage.h"

static const struct object *object_at(const struct facts_input *in, object_id id)
{
    return &in->graph->objects.items[id];
}

static const char *name_of(const struct facts_input *in, object_id id)
{
    return id == SMC_OBJECT ? "smc" : object_at(in, id)->name;
}

static void fill_tcbs(struct build_report *report, const struct facts_input *in)
{
    struct report_tcb *tcbs = MEM_ARRAY(struct report_tcb, in->graph->threads.count);

    for (size_t i = 0; i < in->graph->threads.count; i++) {
        const struct graph_thread *t = &in->graph->threads.items[i];
        const char *bound = name_of(in, t->sched_context);

        if (t->notification != NO_OBJECT) {
            bound = mem_format("%s, %s", bound, name_of(in, t->notification));
        }
        if (t->vcpu != NO_OBJECT) {
            bound = mem_format("%s, %s", bound, name_of(in, t->vcpu));
        }
        tcbs[i] = (struct report_tcb){.name = name_of(in, t->tcb),
                                      .entry = t->entry,
                                      .stack_pointer = t->stack_top,
                                      .ipc_buffer = t->ipc_vaddr,
                                      .priority = (uint8_t)t->priority,
                                      .core = t->core,
                                      .bound = bound};
    }
    report->tcbs = tcbs;
    report->tcb_count = in->graph->threads.count;
}

static const char *rights_text(const struct graph_cap *cap, const struct object *object)
{
    static const char *const texts[] = {"", "W", "R", "RW", "G", "WG", "RG", "RWG"};

    if (object->kind == OBJECT_ENDPOINT || object->kind == OBJECT_NOTIFICATION ||
        object->kind == OBJECT_DERIVED) {
        return texts[cap->rights & 7];
    }
    return "";
}

static uint64_t badge_of(const struct facts_input *in, const struct graph_cap *cap)
{
    if (cap->mint && cap->source != SMC_OBJECT && object_at(in, cap->source)->kind == OBJECT_CNODE) {
        return 0; /* guard data */
    }
    for (size_t i = 0; !cap->mint && i < in->graph->derives.count; i++) {
        if (in->graph->derives.items[i].index == cap->source) {
            return in->graph->derives.items[i].badge;
        }
    }
    return cap->badge;
}

static int by_cnode_and_slot(const void *a, const void *b)
{
    const struct report_slot *x = a;
    const struct report_slot *y = b;
    int cnodes = strcmp(x->cnode, y->cnode);

    return cnodes != 0 ? cnodes : (x->slot > y->slot) - (x->slot < y->slot);
}

static void fill_slots(struct build_report *report, const struct facts_input *in)
{
    struct report_slot *slots = MEM_ARRAY(struct report_slot, in->graph->caps.count);

    for (size_t i = 0; i < in->graph->caps.count; i++) {
        const struct graph_cap *cap = &in->graph->caps.items[i];

        slots[i] = (struct report_slot){
            .cnode = name_of(in, cap->cnode),
            .slot = cap->index,
            .object = name_of(in, cap->source),
            .rights = cap->source == SMC_OBJECT ? "" : rights_text(cap, object_at(in, cap->source)),
            .badge = badge_of(in, cap)};
    }
    qsort(slots, in->graph->caps.count, sizeof *slots, by_cnode_and_slot);
    report->slots = slots;
    report->slot_count = in->graph->caps.count;
}

static void fill_objects(struct build_report *report, const struct facts_input *in)
{
    struct report_object *objects = MEM_ARRAY(struct report_object, in->graph->objects.count);
    uint64_t content = in->boot->task.start + (in->task->content_vaddr - in->task->virt.start);
    size_t count = 0;

    for (object_id id = 0; id < in->graph->objects.count; id++) {
        const struct object *object = object_at(in, id);
        bool image_page = object->kind == OBJECT_IMAGE_PAGE;

        if (object->kind > LAST_MEMORY_OBJECT && !image_page) {
            continue;
        }
        objects[count] = (struct report_object){
            .type = kind_name(object->kind),
            .name = object->name,
            .size = image_page ? SMALL_PAGE : UINT64_C(1) << object->size_bits,
            .has_paddr = true,
            .paddr = image_page ? content + object->reference * SMALL_PAGE : object->paddr};
        count++;
    }
    report->objects = objects;
    report->object_count = count;
}

/* ---- Physical memory ---- */

typedef LIST(struct report_memory) memory_list;

static int by_address(const void *a, const void *b)
{
    const struct report_memory *x = a;
    const struct report_memory *y = b;

    if (x->range.start != y->range.start) {
        return x->range.start < y->range.start ? -1 : 1;
    }
    return (x->range.end > y->range.end) - (x->range.end < y->range.end);
}

static void add(memory_list *list, struct range range, const char *use)
{
    *LIST_ADD(list) = (struct report_memory){range, use};
}

/* The element of the region names the frames; other objects are summed up. */
static const char *use_of(const struct facts_input *in, const struct object *object)
{
    for (size_t i = 0; i < in->system->region_count; i++) {
        const struct memory_region *region = &in->system->regions[i];

        if (object->at.element != NULL && region->at.element == object->at.element) {
            return mem_format("region %s", region->name);
        }
    }
    return "kernel objects";
}

static void add_objects(memory_list *list, const struct facts_input *in)
{
    for (object_id id = 0; id < in->graph->objects.count; id++) {
        const struct object *object = object_at(in, id);

        if (object->kind <= LAST_MEMORY_OBJECT) {
            add(list, (struct range){object->paddr, object->paddr + (UINT64_C(1) << object->size_bits)},
                use_of(in, object));
        }
    }
}

/* Joins neighbours of one use and names the gaps inside ordinary memory. Empty ranges only bound gaps. */
static memory_list join(const memory_list *sorted, const struct board *board)
{
    memory_list joined = {0};
    uint64_t end = UINT64_MAX;

    for (size_t i = 0; i < sorted->count; i++) {
        struct report_memory next = sorted->items[i];
        struct report_memory *last = joined.count != 0 ? &joined.items[joined.count - 1] : NULL;
        struct range gap = {end, next.range.start};

        if (gap.start < gap.end && bootmem_is_ram(board, gap)) {
            add(&joined, gap, "free");
            last = NULL;
        }
        end = next.range.end;
        if (last != NULL && last->range.end == next.range.start && strcmp(last->use, next.use) == 0) {
            last->range.end = end;
        } else if (next.range.start < end) {
            add(&joined, next.range, next.use);
        }
    }
    return joined;
}

static void fill_memory(struct build_report *report, const struct facts_input *in)
{
    const struct board *board = in->graph->board;
    memory_list list = {0};
    memory_list joined;

    add(&list, (struct range){in->kernel->boot.end, in->kernel->image.end}, "kernel");
    add(&list, in->boot->task, "initialiser");
    add(&list, in->boot->root_objects, "initialiser's kernel objects");
    add_objects(&list, in);
    for (size_t i = 0; i < board->memory_count; i++) {
        /* Empty ranges make the free space at both ends of memory a gap. */
        add(&list, (struct range){board->memory[i].start, board->memory[i].start}, "");
        add(&list, (struct range){board->memory[i].end, board->memory[i].end}, "");
    }
    qsort(list.items, list.count, sizeof *list.items, by_address);
    joined = join(&list, board);
    report->memory = joined.items;
    report->memory_count = joined.count;
}

void facts_fill(struct build_report *report, const struct facts_input *in)
{
    fill_tcbs(report, in);
    fill_slots(report, in);
    fill_objects(report, in);
    fill_memory(report, in);
    report->usages = usage_of(in->graph, in->system);
    report->image_size = in->image_size;
    report->initialiser_size = in->task->virt.end - in->task->virt.start;
}
