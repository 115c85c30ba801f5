/* SPDX-License-Identifier: BSD-2-Clause */
/* All protection domains, the monitor, and the capabilities that connect them (ABI-3, ABI-30 to ABI-36). */
#include "base/diag.h"
#include "objects/graph.h"
#include "objects/pd_abi.h"
#include "objects/reinit.h"

/* Objects of one PD or of the monitor, that others refer to. */
struct domain_objects {
    object_id tcb, sched_context, reply, notification, endpoint, cnode, root_cnode;
    struct program_space space;
};

struct builder {
    struct graph *graph;
    const struct system *system;
    struct domain_objects *pds;
    struct domain_objects monitor;
    struct region_frames *regions;
    uint32_t vcpu_count; /* of all machines so far */
};

static object_id named(struct graph *graph, enum object_kind kind, const char *prefix, const char *name)
{
    return graph_object(graph, kind, mem_format("%s_%s", prefix, name));
}

static struct domain_objects make_objects(struct graph *graph, const char *name, bool endpoint)
{
    struct domain_objects o;

    o.tcb = named(graph, OBJECT_TCB, "tcb", name);
    o.sched_context = named(graph, OBJECT_SCHED_CONTEXT, "sched_context", name);
    o.reply = named(graph, OBJECT_REPLY, "reply", name);
    o.cnode = graph_cnode(graph, PD_CNODE_BITS, mem_format("cnode_%s", name));
    o.endpoint = endpoint ? named(graph, OBJECT_ENDPOINT, "ep", name) : NO_OBJECT;
    o.notification = NO_OBJECT;
    o.root_cnode = NO_OBJECT;
    return o;
}

static void refuse_what_is_missing(const struct protection_domain *pd)
{
    if (pd->ioport_count != 0) {
        sdf_error(pd->ioports[0].at, NULL, "I/O ports exist on x86-64 only");
    }
}

/* ---- Objects and address spaces ---- */

static struct region_frames frames_of(const struct builder *b, const struct memory_region *region)
{
    return b->regions[region - b->system->regions];
}

static struct mapped_region *frames_of_maps(const struct builder *b, const struct map *maps, size_t count)
{
    struct mapped_region *mapped = MEM_ARRAY(struct mapped_region, count);

    for (size_t i = 0; i < count; i++) {
        mapped[i] = (struct mapped_region){&maps[i], frames_of(b, maps[i].region)};
    }
    return mapped;
}

static struct program_space make_space(struct builder *b, const struct protection_domain *pd,
                                       struct elf_image *image)
{
    struct program program = {
        .name = pd->name, .at = pd->image_at, .image = image, .stack_size = pd->stack_size};

    return graph_program(b->graph, &program, frames_of_maps(b, pd->maps, pd->map_count), pd->map_count);
}

static void make_monitor(struct builder *b, struct elf_image *image)
{
    struct program program = {.name = "monitor", .image = image, .stack_size = MONITOR_STACK_SIZE};

    b->monitor = make_objects(b->graph, "monitor", false);
    b->monitor.endpoint = graph_object(b->graph, OBJECT_ENDPOINT, "ep_fault_monitor");
    b->monitor.space = graph_program(b->graph, &program, NULL, 0);
}

static void make_pd(struct builder *b, const struct protection_domain *pd, struct elf_image *image)
{
    struct domain_objects *o = &b->pds[pd->index];

    refuse_what_is_missing(pd);
    *o = make_objects(b->graph, pd->name, pd->needs_endpoint);
    o->notification = named(b->graph, OBJECT_NOTIFICATION, "ntfn", pd->name);
    o->root_cnode = graph_cnode(b->graph, PD_ROOT_CNODE_BITS, mem_format("cnode_%s_root", pd->name));
    o->space = make_space(b, pd, image);
}

/* ---- Threads ---- */

static void monitor_thread(struct builder *b, const struct elf_image *image)
{
    const struct board *board = b->graph->board;
    const struct domain_objects *o = &b->monitor;

    *LIST_ADD(&b->graph->threads) = (struct graph_thread){
        .name = "monitor",
        .tcb = o->tcb,
        .cnode = o->cnode,
        .cnode_data = pd_guard(64 - PD_CNODE_BITS),
        .vspace = o->space.vspace,
        .ipc_frame = o->space.ipc_frame,
        .sched_context = o->sched_context,
        .notification = NO_OBJECT,
        .fault_endpoint = NO_OBJECT,
        .vcpu = NO_OBJECT,
        .ipc_vaddr = board_ipc_buffer(board),
        .entry = image->entry,
        .stack_top = board_stack_bottom(board, 0),
        .budget_us = MONITOR_BUDGET_US,
        .period_us = MONITOR_BUDGET_US,
        .priority = MONITOR_PRIORITY,
        .fpu = true,
        .resume = true,
    };
}

/* A child's faults go to its parent, others to the monitor (ABI-32). */
static object_id fault_endpoint(struct builder *b, const struct protection_domain *pd)
{
    if (pd->parent != NULL) {
        return graph_derive(b->graph, b->pds[pd->parent->index].endpoint, RIGHTS_RWG,
                            pd_child_fault_badge(pd->child_id));
    }
    return graph_derive(b->graph, b->monitor.endpoint, RIGHTS_RWG, pd_monitor_badge(pd->index));
}

static void pd_thread(struct builder *b, const struct protection_domain *pd, const struct elf_image *image)
{
    const struct board *board = b->graph->board;
    const struct domain_objects *o = &b->pds[pd->index];

    *LIST_ADD(&b->graph->threads) = (struct graph_thread){
        .name = pd->name,
        .tcb = o->tcb,
        .cnode = o->root_cnode,
        .vspace = o->space.vspace,
        .ipc_frame = o->space.ipc_frame,
        .sched_context = o->sched_context,
        .notification = o->notification,
        .fault_endpoint = fault_endpoint(b, pd),
        .vcpu = NO_OBJECT,
        .ipc_vaddr = board_ipc_buffer(board),
        .entry = image->entry,
        .stack_top = board_stack_bottom(board, 0),
        .budget_us = pd->budget_us,
        .period_us = pd->period_us,
        .sc_badge = SC_BADGE + pd->index,
        .priority = pd->priority,
        .core = pd->cpu,
        .domain = pd->domain,
        .fpu = pd->fpu,
        .passive = pd->passive,
        .resume = true,
    };
}

/* The monitor gets the TCBs of all virtual CPUs to name them, numbered over the whole system (MON-1). */
static void make_vm(struct builder *b, const struct protection_domain *pd)
{
    const struct domain_objects *o = &b->pds[pd->index];
    struct vcpu_objects *vcpus = MEM_ARRAY(struct vcpu_objects, pd->vm->vcpu_count);

    graph_vm(b->graph, pd, o->endpoint, frames_of_maps(b, pd->vm->maps, pd->vm->map_count), vcpus);
    for (size_t i = 0; i < pd->vm->vcpu_count; i++) {
        uint32_t id = pd->vm->vcpus[i].id;

        graph_copy(b->graph, o->cnode, PD_BASE_VM_TCB + id, vcpus[i].tcb);
        graph_copy(b->graph, o->cnode, PD_BASE_VCPU + id, vcpus[i].vcpu);
        graph_copy(b->graph, b->monitor.cnode, MONITOR_BASE_VM_TCB + b->vcpu_count, vcpus[i].tcb);
        b->vcpu_count++;
    }
}

/* ---- Capability spaces ---- */

static void monitor_caps(struct builder *b)
{
    const struct domain_objects *o = &b->monitor;

    graph_copy(b->graph, o->cnode, MONITOR_SLOT_FAULT_EP, o->endpoint);
    graph_copy(b->graph, o->cnode, MONITOR_SLOT_REPLY, o->reply);
    for (uint32_t i = 0; i < b->system->pd_count; i++) {
        graph_copy(b->graph, o->cnode, MONITOR_BASE_TCB + i, b->pds[i].tcb);
    }
}

static void own_caps(struct builder *b, const struct protection_domain *pd)
{
    struct graph *graph = b->graph;
    const struct domain_objects *o = &b->pds[pd->index];

    graph_mint(graph, o->root_cnode, 0, o->cnode, RIGHTS_ALL,
               pd_guard(64 - PD_ROOT_CNODE_BITS - PD_CNODE_BITS));
    if (o->endpoint != NO_OBJECT) {
        graph_mint(graph, o->cnode, PD_SLOT_INPUT, o->endpoint, RIGHTS_RWG, 0);
    } else {
        graph_mint(graph, o->cnode, PD_SLOT_INPUT, o->notification, RIGHTS_RW, 0);
    }
    graph_copy(graph, o->cnode, PD_SLOT_VSPACE, o->space.vspace);
    graph_copy(graph, o->cnode, PD_SLOT_REPLY, o->reply);
    if (pd->passive) {
        graph_mint(graph, o->cnode, PD_SLOT_MONITOR_EP, b->monitor.endpoint, RIGHTS_RWG,
                   pd_monitor_badge(pd->index));
    }
    if (graph->board->benchmark) {
        graph_copy(graph, o->cnode, PD_SLOT_TCB, o->tcb);
    }
    if (pd->smc) {
        graph_copy(graph, o->cnode, PD_SLOT_SMC, SMC_OBJECT);
    }
    if (pd->parent != NULL) {
        graph_copy(graph, b->pds[pd->parent->index].cnode, PD_BASE_CHILD_TCB + pd->child_id, o->tcb);
    }
}

static void irq_caps(struct builder *b, const struct protection_domain *pd)
{
    const struct domain_objects *o = &b->pds[pd->index];

    for (size_t i = 0; i < pd->irq_count; i++) {
        const struct irq *irq = &pd->irqs[i];
        object_id handler = graph_object(b->graph, OBJECT_IRQ_HANDLER,
                                         mem_format("irq_%lu_%s", irq->number, pd->name));
        object_id notification = graph_derive(b->graph, o->notification, RIGHTS_RW, pd_notify_badge(irq->id));

        *LIST_ADD(&b->graph->irqs) = (struct graph_irq){irq, handler, notification};
        graph_copy(b->graph, o->cnode, PD_BASE_IRQ + irq->id, handler);
    }
}

static void user_caps(struct builder *b, const struct protection_domain *pd)
{
    for (size_t i = 0; i < pd->cap_count; i++) {
        const struct user_cap *cap = &pd->caps[i];
        const struct domain_objects *of = &b->pds[cap->pd->index];
        object_id object = cap->kind == USER_CAP_TCB  ? of->tcb
                           : cap->kind == USER_CAP_SC ? of->sched_context
                                                      : of->space.vspace;

        graph_copy(b->graph, b->pds[pd->index].root_cnode, cap->slot, object);
    }
}

static void end_caps(struct builder *b, const struct channel_end *from, const struct channel_end *to)
{
    const struct domain_objects *sender = &b->pds[from->pd->index];
    const struct domain_objects *receiver = &b->pds[to->pd->index];

    if (from->notify) {
        graph_mint(b->graph, sender->cnode, PD_BASE_NOTIFICATION + from->id, receiver->notification,
                   RIGHTS_RW, pd_notify_badge(to->id));
    }
    if (from->pp) {
        graph_mint(b->graph, sender->cnode, PD_BASE_ENDPOINT + from->id, receiver->endpoint, RIGHTS_RWG,
                   pd_call_badge(to->id));
    }
}

static void all_caps(struct builder *b)
{
    const struct system *system = b->system;

    monitor_caps(b);
    for (size_t i = 0; i < system->pd_count; i++) {
        own_caps(b, &system->pds[i]);
        irq_caps(b, &system->pds[i]);
        user_caps(b, &system->pds[i]);
    }
    for (size_t i = 0; i < system->channel_count; i++) {
        const struct channel *channel = &system->channels[i];

        end_caps(b, &channel->ends[0], &channel->ends[1]);
        end_caps(b, &channel->ends[1], &channel->ends[0]);
    }
}

/* What the monitor and parents see of other PDs' memory. */
static void add_views(struct builder *b, const struct debug_info *info, const struct elf_image *images)
{
    struct program_space *spaces = MEM_ARRAY(struct program_space, b->system->pd_count);

    for (size_t i = 0; i < b->system->pd_count; i++) {
        spaces[i] = b->pds[i].space;
    }
    graph_monitor_views(b->graph, b->monitor.space.vspace, b->system, spaces, info);
    for (size_t i = 0; i < b->system->pd_count; i++) {
        graph_reinit(b->graph, b->system, &b->system->pds[i], spaces, images);
    }
}

void graph_build(struct graph *graph, const struct board *board, const struct system *system,
                 struct elf_image *images, struct elf_image *monitor, const struct debug_info *info)
{
    struct builder b = {.graph = graph,
                        .system = system,
                        .pds = MEM_ARRAY(struct domain_objects, system->pd_count),
                        .regions = MEM_ARRAY(struct region_frames, system->region_count)};

    *graph = (struct graph){.board = board};
    for (size_t i = 0; i < system->region_count; i++) {
        b.regions[i] = graph_region(graph, &system->regions[i]);
    }
    make_monitor(&b, monitor);
    for (size_t i = 0; i < system->pd_count; i++) {
        make_pd(&b, &system->pds[i], &images[i]);
    }
    add_views(&b, info, images);
    monitor_thread(&b, monitor);
    for (size_t i = 0; i < system->pd_count; i++) {
        pd_thread(&b, &system->pds[i], &images[i]);
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        if (system->pds[i].vm != NULL) {
            make_vm(&b, &system->pds[i]);
        }
    }
    all_caps(&b);
}
