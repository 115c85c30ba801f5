/* SPDX-License-Identifier: BSD-2-Clause */
/* Sets of channel ids as Viper macros, one file for each PD (TOOL-28). */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/file.h"
#include "report/dump.h"

/* Which ids of a PD a macro is true for. */
struct id_sets {
    uint64_t may_notify, may_be_notified, may_call, may_be_called, irqs, children;
};

static void add_end(struct id_sets *sets, const struct protection_domain *pd, const struct channel_end *mine,
                    const struct channel_end *other)
{
    if (mine->pd != pd) {
        return;
    }
    sets->may_notify |= (uint64_t)mine->notify << mine->id;
    sets->may_call |= (uint64_t)mine->pp << mine->id;
    sets->may_be_notified |= (uint64_t)other->notify << mine->id;
    sets->may_be_called |= (uint64_t)other->pp << mine->id;
}

static struct id_sets collect(const struct system *system, const struct protection_domain *pd)
{
    struct id_sets sets = {0};

    for (size_t i = 0; i < system->channel_count; i++) {
        const struct channel_end *ends = system->channels[i].ends;

        add_end(&sets, pd, &ends[0], &ends[1]);
        add_end(&sets, pd, &ends[1], &ends[0]);
    }
    for (size_t i = 0; i < pd->irq_count; i++) {
        sets.irqs |= UINT64_C(1) << pd->irqs[i].id;
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        if (system->pds[i].parent == pd) {
            sets.children |= UINT64_C(1) << system->pds[i].child_id;
        }
    }
    return sets;
}

static const char *macro(const char *name, uint64_t set)
{
    const char *condition = "";

    for (unsigned id = 0; id < 64; id++) {
        if (((set >> id) & 1) != 0) {
            condition = mem_format("%s%sid == %u", condition, *condition != '\0' ? " || " : "", id);
        }
    }
    return mem_format("define %s(id) (%s)\n", name, *condition != '\0' ? condition : "false");
}

static const char *maps_text(const struct protection_domain *pd)
{
    const char *readable = "";
    const char *writable = "";

    for (size_t i = 0; i < pd->map_count; i++) {
        const struct map *map = &pd->maps[i];
        const char *range = mem_format("(%lu <= addr && addr < %lu)", map->vaddr,
                                       map->vaddr + map->region->size);

        if (map->read) {
            readable = mem_format("%s%s%s", readable, *readable != '\0' ? " || " : "", range);
        }
        if (map->write) {
            writable = mem_format("%s%s%s", writable, *writable != '\0' ? " || " : "", range);
        }
    }
    return mem_format("define readable(addr) (%s)\ndefine writable(addr) (%s)\n",
                      *readable != '\0' ? readable : "false", *writable != '\0' ? writable : "false");
}

static void dump_pd(const char *directory, const struct system *system, const struct protection_domain *pd)
{
    struct id_sets sets = collect(system, pd);
    const char *path = path_join(directory, mem_format("%s.vpr", pd->name));
    const char *text = mem_format("%s%s%s%s%s%s%s", macro("channel_may_notify", sets.may_notify),
                                  macro("channel_may_be_notified", sets.may_be_notified),
                                  macro("channel_may_ppcall", sets.may_call),
                                  macro("channel_may_be_ppcalled", sets.may_be_called),
                                  macro("channel_is_irq", sets.irqs), macro("child_exists", sets.children),
                                  maps_text(pd));
    const char *wrong = file_write(path, text, strlen(text));

    if (wrong != NULL) {
        tool_error(NULL, "%s: cannot be written: %s", path, wrong);
    }
}

void dump_viper(const char *directory, const struct system *system)
{
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        tool_error(NULL, "%s: the directory cannot be made: %s", directory, strerror(errno));
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        dump_pd(directory, system, &system->pds[i]);
    }
}
