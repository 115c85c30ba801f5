/* SPDX-License-Identifier: BSD-2-Clause */
/* Virtual machines: guest-physical address space and virtual CPUs (ABI-7, ABI-24, ABI-30 to ABI-34). */
#include "objects/graph.h"
#include "objects/pd_abi.h"

static object_id make_space(struct graph *graph, const struct virtual_machine *vm, const struct mapped_region *maps)
{
    object_id vspace = graph_object(graph, OBJECT_VSPACE, mem_format("vspace_%s", vm->name));
    size_t first_map = graph->maps.count;

    for (size_t i = 0; i < vm->map_count; i++) {
        graph_map_region(graph, vspace, &maps[i]);
    }
    graph_map_tables(graph, vspace, vm->name, first_map);
    return vspace;
}

/* A virtual CPU has no capabilities and no IPC buffer: its empty CNode is there because every thread has one. */
static struct vcpu_objects make_vcpu(struct graph *graph, const struct protection_domain *pd, size_t position,
                                     object_id endpoint, object_id vspace)
{
    const struct virtual_machine *vm = pd->vm;
    const struct vcpu *vcpu = &vm->vcpus[position];
    const char *name = mem_format("%s_%u", vm->name, vcpu->id);
    struct vcpu_objects objects = {.tcb = graph_object(graph, OBJECT_TCB, mem_format("tcb_%s", name)),
                                   .vcpu = graph_object(graph, OBJECT_VCPU, mem_format("vcpu_%s", name))};

    *LIST_ADD(&graph->threads) = (struct graph_thread){
        .name = name,
        .tcb = objects.tcb,
        .cnode = graph_cnode(graph, PD_CNODE_BITS, mem_format("cnode_%s", name)),
        .cnode_data = pd_guard(64 - PD_CNODE_BITS),
        .vspace = vspace,
        .ipc_frame = NO_OBJECT,
        .sched_context = graph_object(graph, OBJECT_SCHED_CONTEXT, mem_format("sched_context_%s", name)),
        .notification = NO_OBJECT,
        .fault_endpoint = graph_derive(graph, endpoint, RIGHTS_RWG, pd_child_fault_badge(vcpu->id)),
        .vcpu = objects.vcpu,
        .budget_us = vm->budget_us,
        .period_us = vm->period_us,
        .sc_badge = SC_BADGE + position,
        .priority = vm->priority,
        .core = vcpu->cpu,
        .domain = pd->domain,
        .fpu = true,
    };
    return objects;
}

void graph_vm(struct graph *graph, const struct protection_domain *pd, object_id endpoint,
              const struct mapped_region *maps, struct vcpu_objects *objects)
{
    object_id vspace = make_space(graph, pd->vm, maps);

    for (size_t i = 0; i < pd->vm->vcpu_count; i++) {
        objects[i] = make_vcpu(graph, pd, i, endpoint, vspace);
    }
}
