/* SPDX-License-Identifier: BSD-2-Clause */
/* <virtual_machine> and <vcpu> (SDF-35 to SDF-37). */
#include "base/diag.h"
#include "base/memory.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

static void check_vm_possible(const struct sdf *sdf, const struct xml_element *element)
{
    const struct board *board = sdf->board;

    if (!board->hypervisor && !board->vtx) {
        sdf_error(
            (struct place){element, NULL}, "Choose a board whose kernel is a hypervisor.",
            "virtual machines are not available, because the kernel of board '%s' is configured without "
            "hypervisor support",
            board->name);
    }
    if (board->arch == ARCH_X86_64 && xml_count(element, "vcpu") != 1) {
        sdf_error((struct place){element, NULL}, NULL,
                  "a virtual machine on x86_64 must have exactly one 'vcpu', and '%s' has %zu",
                  value_text(element, "name"), xml_count(element, "vcpu"));
    }
}

static void parse_scheduling(const struct sdf *sdf, const struct xml_element *element,
                             struct virtual_machine *vm)
{
    static const char *const attributes[] = {"priority", "budget", "period"};

    for (size_t i = 0; i < 3 && sdf->board->arch != ARCH_AARCH64; i++) {
        if (attribute_given(element, attributes[i])) {
            sdf_error(attribute_place(element, attributes[i]), "Set it on the 'protection_domain'.",
                      "attribute '%s' is not permitted on element 'virtual_machine' on %s, where a virtual "
                      "machine shares the scheduling of its monitor",
                      attributes[i], sdf->board->arch_name);
        }
    }
    vm->priority = parse_priority(element);
    parse_budget(sdf, element, &vm->budget_us, &vm->period_us);
}

static void parse_vcpus(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    struct virtual_machine *vm = pd->vm;

    vm->vcpus = MEM_ARRAY(struct vcpu, xml_count(element, "vcpu"));
    FOR_EACH_CHILD (child, element, "vcpu") {
        struct vcpu *vcpu = &vm->vcpus[vm->vcpu_count++];
        vcpu->at = (struct place){child, NULL};
        vcpu->id = value_id(child, "id");
        vcpu->cpu = parse_cpu(sdf, child, pd->cpu);
        add_value_setvar(sdf, pd, child, "setvar_id", vcpu->id);
    }
}

void parse_vm(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    const struct xml_element *vm_element = child_named(element->first_child, "virtual_machine");

    if (vm_element == NULL) {
        return;
    }
    check_vm_possible(sdf, vm_element);
    struct virtual_machine *vm = MEM_ARRAY(struct virtual_machine, 1);
    pd->vm = vm;
    vm->at = (struct place){vm_element, NULL};
    vm->name = value_name(vm_element, "name");
    names_add(&sdf->vms, vm->name, attribute_place(vm_element, "name"), vm, "");
    parse_scheduling(sdf, vm_element, vm);
    parse_vcpus(sdf, vm_element, pd);

    const char *space = mem_format("virtual machine '%s'", vm->name);
    vm->maps = MEM_ARRAY(struct map, xml_count(vm_element, "map"));
    FOR_EACH_CHILD (child, vm_element, "map") {
        vm->maps[vm->map_count++] = parse_map(sdf, child, sdf->board->user_top + 1, space);
    }
}
