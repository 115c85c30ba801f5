/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of the report that says what each protection domain has, in the words of its description. */
#include "report/report_pds.h"

#include <inttypes.h>

static void print_maps(FILE *out, const struct protection_domain *pd)
{
    for (size_t i = 0; i < pd->map_count; i++) {
        const struct map *map = &pd->maps[i];
        const struct memory_region *region = map->region;
        fprintf(out, "    map  0x%" PRIx64 " %c%c%c%s  region %s, 0x%" PRIx64 " bytes in %s pages",
                map->vaddr, map->read ? 'r' : '-', map->write ? 'w' : '-', map->execute ? 'x' : '-',
                map->cached ? "" : " uncached", region->name, region->size,
                region->page_size == LARGE_PAGE ? "2 MiB" : "4 KiB");
        if (region->paddr_kind != PADDR_ANYWHERE) {
            fprintf(out, " at physical 0x%" PRIx64, region->paddr);
        }
        putc('\n', out);
    }
}

static void print_channels(FILE *out, const struct system *system, const struct protection_domain *pd)
{
    for (size_t i = 0; i < 2 * system->channel_count; i++) {
        const struct channel_end *end = &system->channels[i / 2].ends[i % 2];
        const struct channel_end *other = &system->channels[i / 2].ends[1 - i % 2];
        if (end->pd == pd) {
            fprintf(out, "    channel %u to %s%s%s\n", end->id, other->pd->name,
                    end->notify ? ", may notify" : "", end->pp ? ", may call" : "");
        }
    }
}

static void print_usage(FILE *out, const struct report_usage *usage)
{
    fprintf(out, "    memory of its own: 0x%" PRIx64 " bytes for program, stack and IPC buffer\n",
            usage->private_bytes);
    fprintf(out, "    kernel objects: 0x%" PRIx64 " bytes: %s\n", usage->object_bytes, usage->objects);
}

void report_print_pds(FILE *out, const struct system *system, const struct report_usage *usages)
{
    fprintf(out, "\n# Protection domains\n");
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        fprintf(out, "\n%s: priority %u, budget %" PRIu64 " us of %" PRIu64 " us%s%s", pd->name, pd->priority,
                pd->budget_us, pd->period_us, pd->passive ? ", passive" : "", pd->fpu ? "" : ", no FPU");
        if (system->domain_count != 0) {
            fprintf(out, ", domain %u", pd->domain);
        }
        putc('\n', out);
        fprintf(out, "    program %s, stack 0x%" PRIx64 " bytes\n", pd->image_path, pd->stack_size);
        if (pd->parent != NULL) {
            fprintf(out, "    child %u of %s\n", pd->child_id, pd->parent->name);
        }
        print_usage(out, &usages[i]);
        print_maps(out, pd);
        print_channels(out, system, pd);
    }
}
