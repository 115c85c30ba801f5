/* SPDX-License-Identifier: BSD-2-Clause */
/* The report for people. */
#include "report/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "report/report_pds.h"
#include "report/report_touch.h"

static const char *trigger_name(const struct irq *irq)
{
    return irq->kind == IRQ_MSI ? "message" : irq->trigger == TRIGGER_LEVEL ? "level" : "edge";
}

static void print_irqs(FILE *out, const struct system *system)
{
    fprintf(out, "# Interrupts\n\n");
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        for (size_t j = 0; j < pd->irq_count; j++) {
            const struct irq *irq = &pd->irqs[j];
            fprintf(out, "%6ju  %-7s  core %u  %s, id %u", (uintmax_t)irq->number, trigger_name(irq), pd->cpu,
                    pd->name, irq->id);
            if (irq->kind == IRQ_IOAPIC) {
                fprintf(out, ", I/O APIC %ju pin %ju, active %s", (uintmax_t)irq->ioapic, (uintmax_t)irq->pin,
                        irq->polarity == POLARITY_HIGH ? "high" : "low");
            } else if (irq->kind == IRQ_MSI) {
                fprintf(out, ", PCI %02x:%02x.%x handle %ju", irq->pci.bus, irq->pci.device,
                        irq->pci.function, (uintmax_t)irq->handle);
            }
            putc('\n', out);
        }
    }
}

static void print_arch(FILE *out, const struct system *system, const struct board *board)
{
    bool any = false;

    fprintf(out, "\n# Rights special to %s\n\n", board->arch_name);
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        if (pd->smc) {
            fprintf(out, "SMC calls granted to %s\n", pd->name);
        }
        for (size_t j = 0; j < pd->ioport_count; j++) {
            const struct ioport *port = &pd->ioports[j];
            fprintf(out, "I/O ports [0x%x, 0x%x) granted to %s, id %u\n", port->addr, port->addr + port->size,
                    pd->name, port->id);
        }
        any = any || pd->smc || pd->ioport_count != 0;
    }
    if (!any) {
        fprintf(out, "none\n");
    }
}

static void print_schedule(FILE *out, const struct system *system)
{
    const struct domain_schedule *schedule = &system->schedule;

    if (system->domain_count == 0) {
        return;
    }
    fprintf(out, "\n# Domain schedule (starts at index %" PRIu64 ")\n\n",
            schedule->index_shift + schedule->start_index);
    for (size_t i = 0; i < schedule->entry_count; i++) {
        const struct schedule_entry *entry = &schedule->entries[i];
        fprintf(out, "%4" PRIu64 "  ", schedule->index_shift + i);
        if (entry->duration == 0) {
            fprintf(out, "end\n");
        } else {
            fprintf(out, "domain %u for %" PRIu64 " %s\n", entry->domain, entry->duration,
                    entry->unit == DURATION_US ? "us" : "ticks");
        }
    }
}

static void print_tcbs(FILE *out, const struct build_report *report)
{
    fprintf(out, "\n# Threads\n");
    for (size_t i = 0; i < report->tcb_count; i++) {
        const struct report_tcb *tcb = &report->tcbs[i];
        fprintf(out, "\n%s\n", tcb->name);
        fprintf(out, "    entry       0x%" PRIx64 "\n", tcb->entry);
        fprintf(out, "    stack       0x%" PRIx64 "\n", tcb->stack_pointer);
        fprintf(out, "    ipc buffer  0x%" PRIx64 "\n", tcb->ipc_buffer);
        fprintf(out, "    priority    %u\n", tcb->priority);
        fprintf(out, "    core        %u\n", tcb->core);
        fprintf(out, "    bound       %s\n", tcb->bound);
    }
}

static void print_slots(FILE *out, const struct build_report *report)
{
    const char *cnode = "";

    fprintf(out, "\n# Capabilities\n");
    for (size_t i = 0; i < report->slot_count; i++) {
        const struct report_slot *slot = &report->slots[i];
        if (strcmp(slot->cnode, cnode) != 0) {
            cnode = slot->cnode;
            fprintf(out, "\n%s\n", cnode);
        }
        fprintf(out, "    %4" PRIu64 "  %-40s %-4s", slot->slot, slot->object, slot->rights);
        if (slot->badge != 0) {
            fprintf(out, " badge 0x%" PRIx64, slot->badge);
        }
        putc('\n', out);
    }
}

static void print_objects(FILE *out, const struct build_report *report)
{
    fprintf(out, "\n# Kernel objects (%zu)\n\n", report->object_count);
    for (size_t i = 0; i < report->object_count; i++) {
        const struct report_object *object = &report->objects[i];
        if (object->has_paddr) {
            fprintf(out, "0x%012" PRIx64, object->paddr);
        } else {
            fprintf(out, "%14s", "-");
        }
        fprintf(out, "  0x%08" PRIx64 "  %-14s %s\n", object->size, object->type, object->name);
    }
}

static void print_memory(FILE *out, const struct build_report *report)
{
    fprintf(out, "\n# Physical memory\n\n");
    for (size_t i = 0; i < report->memory_count; i++) {
        const struct report_memory *memory = &report->memory[i];
        fprintf(out, "[0x%012" PRIx64 ", 0x%012" PRIx64 ")  0x%09" PRIx64 "  %s\n", memory->range.start,
                memory->range.end, memory->range.end - memory->range.start, memory->use);
    }
}

void report_write(const char *path, const struct system *system, const struct board *board,
                  const struct build_report *report)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        tool_error(NULL, "out of memory");
    }
    fprintf(out, "System %s for board %s, configuration %s\n", system->path, board->name, board->config);
    fprintf(out, "Image of 0x%" PRIx64 " bytes, initialiser with data of 0x%" PRIx64 " bytes\n\n",
            report->image_size, report->initialiser_size);
    print_irqs(out, system);
    report_print_pds(out, system, report->usages);
    report_print_touch(out, system);
    print_arch(out, system, board);
    print_schedule(out, system);
    print_tcbs(out, report);
    print_slots(out, report);
    print_objects(out, report);
    print_memory(out, report);
    fclose(out);
    const char *reason = file_write(path, text, size);
    free(text);
    if (reason != NULL) {
        tool_error(NULL, "cannot write the report '%s': %s", path, reason);
    }
}
