/* SPDX-License-Identifier: BSD-2-Clause */
/* Authority as a relation between PDs, and ways along it. */
#include "authority/authority.h"

#include "base/memory.h"

static void add_rights(struct rights *rights, const struct map *maps, size_t count,
                       const struct memory_region *region)
{
    for (size_t i = 0; i < count; i++) {
        if (maps[i].region == region) {
            rights->mapped = true;
            rights->read = rights->read || maps[i].read;
            rights->write = rights->write || maps[i].write;
            rights->execute = rights->execute || maps[i].execute;
        }
    }
}

struct rights rights_of(const struct protection_domain *pd, const struct memory_region *region)
{
    struct rights rights = {false, false, false, false};

    add_rights(&rights, pd->maps, pd->map_count, region);
    if (pd->vm != NULL) {
        add_rights(&rights, pd->vm->maps, pd->vm->map_count, region);
    }
    return rights;
}

const char *rights_text(struct rights rights)
{
    if (!rights.read && !rights.write && !rights.execute) {
        return "none";
    }
    return mem_format("%s%s%s", rights.read ? "r" : "", rights.write ? "w" : "", rights.execute ? "x" : "");
}

/* Keeps the strongest way. */
static void add_step(struct authority *authority, size_t from, size_t to, enum step_kind kind,
                     const struct memory_region *region)
{
    struct step *step = &authority->steps[from * authority->system->pd_count + to];

    if (from != to && (step->kind == STEP_NONE || kind < step->kind)) {
        *step = (struct step){kind, region};
    }
}

static void add_channels(struct authority *authority)
{
    for (size_t i = 0; i < authority->system->channel_count; i++) {
        const struct channel *channel = &authority->system->channels[i];

        for (int side = 0; side < 2; side++) {
            const struct channel_end *end = &channel->ends[side];
            size_t own = end->pd->index;
            size_t other = channel->ends[1 - side].pd->index;

            if (end->pp) {
                add_step(authority, own, other, STEP_CALL, NULL);
                add_step(authority, other, own, STEP_REPLY, NULL);
            }
            if (end->notify) {
                add_step(authority, own, other, STEP_NOTIFY, NULL);
            }
        }
    }
}

static void add_control(struct authority *authority, const struct protection_domain *pd)
{
    static const enum step_kind kinds[] = {
        [USER_CAP_TCB] = STEP_THREAD, [USER_CAP_SC] = STEP_TIME, [USER_CAP_VSPACE] = STEP_VSPACE};

    if (pd->parent != NULL) {
        add_step(authority, pd->parent->index, pd->index, STEP_PARENT, NULL);
        add_step(authority, pd->index, pd->parent->index, STEP_FAULT, NULL);
    }
    for (size_t i = 0; i < pd->cap_count; i++) {
        add_step(authority, pd->index, pd->caps[i].pd->index, kinds[pd->caps[i].kind], NULL);
    }
}

static void add_region(struct authority *authority, const struct memory_region *region)
{
    const struct system *system = authority->system;
    struct rights rights[MAX_PDS];

    for (size_t i = 0; i < system->pd_count; i++) {
        rights[i] = rights_of(&system->pds[i], region);
    }
    for (size_t from = 0; from < system->pd_count; from++) {
        for (size_t to = 0; to < system->pd_count && rights[from].write; to++) {
            if (rights[to].read || rights[to].execute) {
                add_step(authority, from, to, STEP_MEMORY, region);
            }
        }
    }
}

struct authority authority_of(const struct system *system)
{
    struct authority authority = {system, MEM_ARRAY(struct step, system->pd_count * system->pd_count)};

    for (size_t i = 0; i < system->pd_count; i++) {
        add_control(&authority, &system->pds[i]);
    }
    add_channels(&authority);
    for (size_t i = 0; i < system->region_count; i++) {
        add_region(&authority, &system->regions[i]);
    }
    return authority;
}

struct step authority_step(const struct authority *authority, size_t from, size_t to)
{
    return authority->steps[from * authority->system->pd_count + to];
}

static bool may_take(struct step step, enum path_kind kind)
{
    if (kind == PATH_CONTROL) {
        return step.kind == STEP_PARENT || step.kind == STEP_THREAD || step.kind == STEP_VSPACE;
    }
    return step.kind != STEP_NONE;
}

void authority_ways(const struct authority *authority, size_t from, enum path_kind kind, pd_set closed,
                    size_t *previous)
{
    size_t count = authority->system->pd_count;
    size_t queue[MAX_PDS];
    size_t queued = 0;

    for (size_t i = 0; i < count; i++) {
        previous[i] = count;
    }
    previous[from] = from;
    queue[queued++] = from;
    for (size_t next = 0; next < queued; next++) {
        for (size_t to = 0; to < count; to++) {
            bool open = previous[to] == count && (closed >> to & 1) == 0;
            if (open && may_take(authority_step(authority, queue[next], to), kind)) {
                previous[to] = queue[next];
                queue[queued++] = to;
            }
        }
    }
}

const char *authority_step_text(const struct authority *authority, size_t from, size_t to)
{
    struct step step = authority_step(authority, from, to);
    const char *a = authority->system->pds[from].name;
    const char *b = authority->system->pds[to].name;

    switch (step.kind) {
    case STEP_PARENT:
        return mem_format("'%s' is the parent of '%s'", a, b);
    case STEP_THREAD:
        return mem_format("'%s' has the thread of '%s'", a, b);
    case STEP_VSPACE:
        return mem_format("'%s' has the address space of '%s'", a, b);
    case STEP_TIME:
        return mem_format("'%s' has the processor time of '%s'", a, b);
    case STEP_CALL:
        return mem_format("'%s' calls '%s'", a, b);
    case STEP_MEMORY:
        return mem_format("'%s' writes '%s', which '%s' reads", a, step.region->name, b);
    case STEP_REPLY:
        return mem_format("'%s' replies to '%s'", a, b);
    case STEP_FAULT:
        return mem_format("'%s' faults to '%s'", a, b);
    case STEP_NOTIFY:
        return mem_format("'%s' notifies '%s'", a, b);
    case STEP_NONE:
        break;
    }
    return "";
}

const char *authority_way_text(const struct authority *authority, const size_t *previous, size_t to)
{
    const char *text = "";

    /* Backwards; a shortest way visits no PD twice. */
    while (previous[to] != to) {
        const char *step = authority_step_text(authority, previous[to], to);

        text = *text == '\0' ? step : mem_format("%s; %s", step, text);
        to = previous[to];
    }
    return text;
}
