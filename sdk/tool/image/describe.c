/* SPDX-License-Identifier: BSD-2-Clause */
/* Encoding of the description: one function for each table. */
#include "image/describe.h"

#include <string.h>

#include "base/diag.h"
#include "initialiser/description.h"

/* Fixed slots of the root CNode before everything else (01 BOOT-4). */
#define INITIAL_CAPS 16

/* Kernel object types of AArch64 (01 OBJ-1). */
static const uint32_t kernel_types[] = {
    [OBJECT_TCB] = 1,    [OBJECT_ENDPOINT] = 2,    [OBJECT_NOTIFICATION] = 3, [OBJECT_CNODE] = 4,
    [OBJECT_SCHED_CONTEXT] = 5, [OBJECT_REPLY] = 6, [OBJECT_VSPACE] = 8,      [OBJECT_SMALL_FRAME] = 9,
    [OBJECT_VCPU] = 12,
    [OBJECT_LARGE_FRAME] = 10,  [OBJECT_PAGE_TABLE] = 11,
};
#define KERNEL_TYPE_UNTYPED 0

struct table_bytes {
    uint8_t *bytes;
    size_t size, capacity;
    uint32_t count;
};

struct writer {
    const struct graph *graph;
    const struct boot_memory *boot;
    const struct placement *placement;
    const struct task *task;
    const struct system *system;
    bool snapshot;
    struct table_bytes tables[DESC_TABLE_COUNT];
};

/* Appends one entry; its padding bytes are zero because the callers' structs are. */
static void put(struct writer *w, enum desc_table which, const void *entry)
{
    struct table_bytes *table = &w->tables[which];
    size_t size = desc_entry_size(which);

    if (table->size + size > table->capacity) {
        size_t capacity = table->capacity == 0 ? 4096 : 2 * table->capacity;
        uint8_t *grown = mem_array(capacity, 1);

        if (table->size != 0) {
            memcpy(grown, table->bytes, table->size);
        }
        table->bytes = grown;
        table->capacity = capacity;
    }
    memcpy(table->bytes + table->size, entry, size);
    table->size += size;
    table->count++;
}

static uint32_t page_reference(const struct writer *w, uint32_t content_page)
{
    return (uint32_t)((w->task->content_vaddr - w->task->virt.start) / SMALL_PAGE) + content_page;
}

static uint32_t reference(const struct writer *w, object_id id)
{
    const struct object *object;

    if (id == NO_OBJECT) {
        return DESC_NONE;
    }
    if (id == SMC_OBJECT) {
        return DESC_SMC;
    }
    object = &w->graph->objects.items[id];
    return object->kind == OBJECT_IMAGE_PAGE ? DESC_IMAGE_PAGE | page_reference(w, object->reference)
                                             : object->reference;
}

static void put_untypeds(struct writer *w)
{
    for (size_t i = 0; i < w->boot->untyped_count; i++) {
        const struct untyped *ut = &w->boot->untypeds[i];

        put(w, DESC_UNTYPEDS, &(struct desc_untyped){ut->paddr, ut->size_bits, ut->device});
    }
}

/* The size argument of Untyped_Retype has a meaning for some types only (01 INV-15). */
static uint32_t retype_size(const struct retype *step)
{
    if (step->filler || step->kind == OBJECT_SCHED_CONTEXT) {
        return step->size_bits;
    }
    return step->kind == OBJECT_CNODE ? step->slot_bits : 0;
}

static void put_retypes(struct writer *w)
{
    for (size_t i = 0; i < w->placement->retypes.count; i++) {
        const struct retype *step = &w->placement->retypes.items[i];

        put(w, DESC_RETYPES,
            &(struct desc_retype){.untyped = step->untyped,
                                  .type = step->filler ? KERNEL_TYPE_UNTYPED : kernel_types[step->kind],
                                  .size_bits = retype_size(step),
                                  .first_slot = step->first_slot,
                                  .count = step->count});
    }
}

static void put_vspaces(struct writer *w)
{
    for (object_id id = 0; id < w->graph->objects.count; id++) {
        if (w->graph->objects.items[id].kind == OBJECT_VSPACE) {
            put(w, DESC_VSPACES, &w->graph->objects.items[id].reference);
        }
    }
}

static void put_cap(struct writer *w, enum desc_table which, const struct graph_cap *cap)
{
    bool own = cap->cnode == NO_OBJECT;

    put(w, which,
        &(struct desc_cap){.cnode = reference(w, cap->cnode),
                           .depth = own ? 0 : w->graph->objects.items[cap->cnode].slot_bits,
                           .index = own ? reference(w, cap->index) : cap->index,
                           .source = reference(w, cap->source),
                           .rights = cap->rights,
                           .mint = cap->mint,
                           .badge = cap->badge});
}

static void put_caps(struct writer *w)
{
    for (size_t i = 0; i < w->graph->derives.count; i++) {
        put_cap(w, DESC_DERIVES, &w->graph->derives.items[i]);
    }
    for (size_t i = 0; i < w->graph->caps.count; i++) {
        put_cap(w, DESC_CAPS, &w->graph->caps.items[i]);
    }
}

static void put_irqs(struct writer *w)
{
    for (size_t i = 0; i < w->graph->irqs.count; i++) {
        const struct graph_irq *irq = &w->graph->irqs.items[i];

        if (irq->irq->number > UINT32_MAX) {
            sdf_error(place_of(irq->irq->at, "irq"), NULL, "interrupt number %lu is too large",
                      irq->irq->number);
        }
        put(w, DESC_IRQS,
            &(struct desc_irq){.irq = (uint32_t)irq->irq->number,
                               .edge = irq->irq->trigger == TRIGGER_EDGE,
                               .slot = reference(w, irq->handler),
                               .notification = reference(w, irq->notification)});
    }
}

static void put_fills(struct writer *w)
{
    for (size_t i = 0; i < w->graph->fills.count; i++) {
        const struct graph_fill *fill = &w->graph->fills.items[i];

        put(w, DESC_FILLS,
            &(struct desc_fill){.frame = reference(w, fill->frame),
                                .large = w->graph->objects.items[fill->frame].kind == OBJECT_LARGE_FRAME,
                                .source_page = page_reference(w, fill->page),
                                .length = fill->length});
    }
}

static void put_tables(struct writer *w)
{
    for (size_t i = 0; i < w->graph->tables.count; i++) {
        const struct graph_table *table = &w->graph->tables.items[i];

        put(w, DESC_TABLES,
            &(struct desc_table_map){reference(w, table->vspace), reference(w, table->table), table->vaddr});
    }
}

/* Does `map` continue a run of `count` frames? */
static bool continues(const struct writer *w, const struct desc_map *run, const struct graph_map *map)
{
    uint64_t size = (map->flags & DESC_MAP_LARGE) != 0 ? LARGE_PAGE : SMALL_PAGE;
    uint32_t copy = reference(w, map->copy);

    return run->count != 0 && run->vspace == reference(w, map->vspace) && run->flags == map->flags &&
           run->vaddr + run->count * size == map->vaddr &&
           run->first_frame + run->count == reference(w, map->frame) &&
           (run->first_copy == DESC_NONE ? copy == DESC_NONE : run->first_copy + run->count == copy);
}

static void put_maps(struct writer *w)
{
    struct desc_map run = {0};

    for (size_t i = 0; i < w->graph->maps.count; i++) {
        const struct graph_map *map = &w->graph->maps.items[i];

        if (continues(w, &run, map)) {
            run.count++;
            continue;
        }
        if (run.count != 0) {
            put(w, DESC_MAPS, &run);
        }
        run = (struct desc_map){.vspace = reference(w, map->vspace),
                                .first_frame = reference(w, map->frame),
                                .count = 1,
                                .flags = map->flags,
                                .first_copy = reference(w, map->copy),
                                .vaddr = map->vaddr};
    }
    if (run.count != 0) {
        put(w, DESC_MAPS, &run);
    }
}

static void put_threads(struct writer *w)
{
    for (size_t i = 0; i < w->graph->threads.count; i++) {
        const struct graph_thread *t = &w->graph->threads.items[i];

        put(w, DESC_SCS,
            &(struct desc_sc){
                reference(w, t->sched_context), t->core, t->budget_us, t->period_us, t->sc_badge});
        put(w, DESC_TCBS,
            &(struct desc_tcb){.tcb = reference(w, t->tcb),
                               .cnode = reference(w, t->cnode),
                               .cnode_data = t->cnode_data,
                               .vspace = reference(w, t->vspace),
                               .ipc_frame = reference(w, t->ipc_frame),
                               .ipc_vaddr = t->ipc_vaddr,
                               .sc = reference(w, t->sched_context),
                               .notification = reference(w, t->notification),
                               .fault_ep = reference(w, t->fault_endpoint),
                               .vcpu = reference(w, t->vcpu),
                               .flags = (t->resume ? DESC_TCB_RESUME : 0) | (t->fpu ? 0 : DESC_TCB_NO_FPU) |
                                        (t->passive ? DESC_TCB_PASSIVE : 0),
                               .priority = t->priority,
                               .domain = t->domain,
                               .pc = t->entry,
                               .sp = t->stack_top});
    }
}

static void put_schedule(struct writer *w)
{
    const struct domain_schedule *schedule = &w->system->schedule;

    for (size_t i = 0; i < schedule->entry_count; i++) {
        const struct schedule_entry *entry = &schedule->entries[i];

        put(w, DESC_SCHEDULE,
            &(struct desc_schedule){.index = (uint32_t)(schedule->index_shift + i),
                                    .domain = entry->domain,
                                    .microseconds = entry->unit == DURATION_US,
                                    .duration = entry->duration});
    }
}

/* Names for messages of debug builds; fillers have none (TOOL-17). */
static void put_names(struct writer *w)
{
    const char **names = MEM_ARRAY(const char *, w->placement->slot_count);

    if (!w->graph->board->debug) {
        return;
    }
    for (object_id id = 0; id < w->graph->objects.count; id++) {
        const struct object *object = &w->graph->objects.items[id];

        if (object->kind != OBJECT_IMAGE_PAGE) {
            names[object->reference] = object->name;
        }
    }
    for (uint32_t slot = 0; slot < w->placement->slot_count; slot++) {
        put(w, DESC_NAMES, &w->tables[DESC_TEXT].count);
        for (const char *c = names[slot] != NULL ? names[slot] : "unused memory";; c++) {
            put(w, DESC_TEXT, c);
            if (*c == '\0') {
                break;
            }
        }
    }
}

/* A place for one large page next to the task, in a page directory that the kernel has made (INIT-7). */
static uint64_t scratch_vaddr(const struct writer *w)
{
    uint64_t end = w->task->virt.end + 2 * SMALL_PAGE;
    uint64_t scratch = (end + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);

    if (w->graph->fills.count == 0) {
        return 0;
    }
    if ((scratch ^ (end - 1)) >> 30 != 0) {
        tool_error("Make the program images or prefilled regions a little smaller or larger.",
                   "the initial task ends at 0x%lx, where no large page can be mapped to fill memory regions",
                   end);
    }
    return scratch;
}

static void check_slots(const struct writer *w)
{
    uint64_t pages = (w->task->virt.end - w->task->virt.start) / SMALL_PAGE;
    uint64_t used = INITIAL_CAPS + w->boot->task_tables + w->graph->board->cores + pages +
                    w->boot->untyped_count + w->placement->slot_count;
    uint64_t available = UINT64_C(1) << w->graph->board->root_cnode_bits;

    if (used > available) {
        tool_error("Use page_size=\"0x200000\" for large memory regions.",
                   "the system needs %lu capability slots to boot, but the kernel gives %lu", used,
                   available);
    }
}

static struct description assemble(const struct writer *w)
{
    struct desc_header header = {.magic = DESC_MAGIC};
    size_t size = sizeof header;
    uint8_t *bytes;

    for (enum desc_table i = 0; i < DESC_TABLE_COUNT; i++) {
        size = (size + DESC_ALIGN - 1) / DESC_ALIGN * DESC_ALIGN;
        header.tables[i] = (struct desc_range){(uint32_t)size, w->tables[i].count};
        size += w->tables[i].size;
        if (size > UINT32_MAX) {
            tool_error(NULL, "the system is too large to describe");
        }
    }
    header.size = (uint32_t)size;
    header.slot_count = w->placement->slot_count;
    header.image_pages = (uint32_t)((w->task->virt.end - w->task->virt.start) / SMALL_PAGE);
    header.page_size_bits = w->graph->board->sizes.small_page;
    header.large_page_bits = w->graph->board->sizes.large_page;
    header.scratch_vaddr = scratch_vaddr(w);
    header.schedule_start = (uint32_t)(w->system->schedule.index_shift + w->system->schedule.start_index);

    header.flags = w->snapshot ? DESC_SNAPSHOT : 0;

    bytes = mem_array(size, 1);
    for (enum desc_table i = 0; i < DESC_TABLE_COUNT; i++) {
        if (w->tables[i].size != 0) {
            memcpy(bytes + header.tables[i].offset, w->tables[i].bytes, w->tables[i].size);
        }
    }
    memcpy(bytes, &header, sizeof header);
    const size_t unchecked = offsetof(struct desc_header, slot_count);
    header.checksum = desc_crc32(bytes + unchecked, (uint32_t)(size - unchecked));
    memcpy(bytes, &header, sizeof header);
    return (struct description){bytes, size};
}

struct description describe(const struct graph *graph, const struct boot_memory *boot,
                            const struct placement *placement, const struct task *task,
                            const struct system *system, bool snapshot)
{
    struct writer w = {.graph = graph,
                       .boot = boot,
                       .placement = placement,
                       .task = task,
                       .system = system,
                       .snapshot = snapshot};

    check_slots(&w);
    put_untypeds(&w);
    put_retypes(&w);
    put_vspaces(&w);
    put_caps(&w);
    put_irqs(&w);
    put_fills(&w);
    put_tables(&w);
    put_maps(&w);
    put_threads(&w);
    put_schedule(&w);
    put_names(&w);
    return assemble(&w);
}
