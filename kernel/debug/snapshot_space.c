/* SPDX-License-Identifier: BSD-2-Clause */
/* The snapshot's part about memory: what the processor finds in a thread's page tables. */
#include "arch/aarch64/vspace.h"
#include "arch_memory.h"
#include "debug/print.h"
#include "debug/snapshot.h"

/* Pages that follow each other in virtual and in physical memory and have the same attributes. */
struct run {
    vaddr_t start;
    vaddr_t end; /* start: empty */
    paddr_t base;
    uint64_t attributes; /* the entries without their addresses */
};

static void run_print(const struct run *run)
{
    if (run->start == run->end) {
        return;
    }
    print_text("  map ");
    print_hex(run->start);
    print_text(" to ");
    print_hex(run->end);
    print_text(" at ");
    print_hex(run->base);
    print_text(" attributes ");
    print_hex(run->attributes);
    print_text("\n");
}

static bool run_continues(const struct run *run, vaddr_t address, pte_t page)
{
    uint64_t attributes = page.raw & ~PTE_ADDRESS_MASK;

    return run->end == address && run->attributes == attributes &&
           run->base + (run->end - run->start) == pte_address(page);
}

void snapshot_space(struct cap vspace)
{
    pte_t *root = table_at(vspace.object);
    struct run run = {0};
    vaddr_t address = 0;

    /* Ends at the top of user addresses; a missing table is one step. */
    while (address <= USER_TOP) {
        struct walk at = vspace_walk(root, address);
        vaddr_t next = address + BIT(at.shift);

        if (pte_is_page(*at.entry, at.shift)) {
            if (!run_continues(&run, address, *at.entry)) {
                run_print(&run);
                run = (struct run){address, address, pte_address(*at.entry),
                                   at.entry->raw & ~PTE_ADDRESS_MASK};
            }
            run.end = next;
        }
        address = next;
    }
    run_print(&run);
}
