/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules between elements that are neither ids nor ranges. */
#include "sdf/check.h"

#include "base/diag.h"

static void check_parents(struct system *system, const struct board *board)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        struct protection_domain *pd = &system->pds[i];
        pd->needs_endpoint = pd->needs_endpoint || pd->vm != NULL;
        if (pd->parent == NULL) {
            continue;
        }
        struct protection_domain *parent = &system->pds[pd->parent->index];
        parent->needs_endpoint = true;
        if (board->arch == ARCH_X86_64 && parent->vm != NULL) {
            sdf_error(
                pd->at, "Put the child under another protection domain.",
                "protection domain '%s' has the child '%s' and the virtual machine '%s', but on x86_64 it "
                "cannot have both",
                parent->name, pd->name, parent->vm->name);
        }
    }
}

static void check_vcpu_count(const struct system *system, const struct board *board)
{
    size_t count = 0;

    for (size_t i = 0; i < system->pd_count && board->arch != ARCH_X86_64; i++) {
        const struct virtual_machine *vm = system->pds[i].vm;
        count += vm == NULL ? 0 : vm->vcpu_count;
        if (count > MAX_VCPUS) {
            sdf_error(vm->at, NULL,
                      "with virtual machine '%s' the system has %zu virtual CPUs, but may have at "
                      "most %d",
                      vm->name, count, MAX_VCPUS);
        }
    }
}

static void warn_unmapped(const struct system *system)
{
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];
        if (!region->mapped) {
            sdf_warning(region->at, "Map it, or remove it.",
                        "memory region '%s' is mapped by no protection domain or virtual machine",
                        region->name);
        }
    }
}

void check_system(struct system *system, const struct board *board)
{
    check_parents(system, board);
    check_vcpu_count(system, board);
    check_ids(system);
    check_overlaps(system);
    check_memory(system, board);
    choose_page_sizes(system);
    warn_unmapped(system);
}
