/* SPDX-License-Identifier: BSD-2-Clause */
/* Protection domains and devices of the picture, and the columns of the former. */
#include <inttypes.h>
#include <stdio.h>

#include "base/memory.h"
#include "picture/picture.h"

/* A column with more PDs is divided, so that a server with many clients does not make a tower. */
enum { COLUMN_PDS = 7 };

void node_line(struct node *node, enum tone tone, const char *left, const char *text, const char *right)
{
    *LIST_ADD(&node->lines) = (struct picture_line){left, text, right, tone, false};
}

const char *size_text(uint64_t size)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    int unit = -1;

    while (unit < 3 && size != 0 && size % 1024 == 0) {
        size /= 1024;
        unit++;
    }
    return unit < 0 ? mem_format("%" PRIu64 " bytes", size) : mem_format("%" PRIu64 " %s", size, units[unit]);
}

struct edge *scene_connect(struct scene *scene, size_t box, size_t pd, enum tone tone)
{
    bool box_first = scene->nodes.items[box].column < scene->nodes.items[pd].column;
    struct edge *edge = LIST_ADD(&scene->edges);

    *edge = (struct edge){.first = box_first ? box : pd, .second = box_first ? pd : box, .tone = tone};
    return edge;
}

/* The only PD that maps the region, or NULL. */
static const struct protection_domain *only_holder(const struct system *system,
                                                   const struct memory_region *region)
{
    const struct protection_domain *holder = NULL;

    for (size_t i = 0; i < system->pd_count; i++) {
        if (rights_of(&system->pds[i], region).mapped) {
            if (holder != NULL) {
                return NULL;
            }
            holder = &system->pds[i];
        }
    }
    return holder;
}

static bool maps_uncached(const struct protection_domain *pd, const struct memory_region *region)
{
    for (size_t i = 0; i < pd->map_count; i++) {
        if (pd->maps[i].region == region && !pd->maps[i].cached) {
            return true;
        }
    }
    return false;
}

bool is_device(const struct scene *scene, const struct memory_region *region)
{
    const struct system *system = scene->authority->system;
    bool uncached = false;

    for (size_t i = 0; i < scene->board->memory_count; i++) {
        if (region->paddr >= scene->board->memory[i].start && region->paddr < scene->board->memory[i].end) {
            return false;
        }
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        uncached = uncached || maps_uncached(&system->pds[i], region);
    }
    return region->paddr_kind == PADDR_FIXED && uncached;
}

static bool has_device(const struct scene *scene, const struct protection_domain *pd)
{
    bool found = pd->irq_count != 0;

    for (size_t i = 0; i < pd->map_count; i++) {
        found = found || is_device(scene, pd->maps[i].region);
    }
    return found;
}

static const char *role_of(const struct scene *scene, const struct protection_domain *pd)
{
    if (pd->vm != NULL) {
        return "monitor";
    }
    if (has_device(scene, pd)) {
        return "driver";
    }
    return pd->passive ? "server" : "program";
}

static void describe_time(struct node *node, const struct protection_domain *pd)
{
    const char *time = mem_format("%" PRIu64 " of each %" PRIu64 " \u00b5s", pd->budget_us, pd->period_us);

    if (pd->passive) {
        time = "passive: on callers' time";
    } else if (pd->budget_us == pd->period_us) {
        time = mem_format("slices of %" PRIu64 " \u00b5s", pd->budget_us);
    }
    node_line(node, TONE_FAINT, NULL, time, NULL);
}

static void describe_pd(struct scene *scene, const struct protection_domain *pd)
{
    const struct system *system = scene->authority->system;
    struct node *node = &scene->nodes.items[pd->index];

    *node = (struct node){.kind = NODE_PD,
                          .title = pd->name,
                          .badge = mem_format("%u", pd->priority),
                          .role = role_of(scene, pd)};
    describe_time(node, pd);
    for (size_t i = 0; i < pd->irq_count; i++) {
        node_line(node, TONE_NOTIFY, "irq", mem_format("%" PRIu64, pd->irqs[i].number),
                  pd->irqs[i].trigger == TRIGGER_EDGE ? "edge" : "level");
    }
    if (pd->smc) {
        node_line(node, TONE_CONTROL, "SMC", "calls to firmware", NULL);
    }
    if (pd->vm != NULL) {
        node_line(node, TONE_CONTROL, "VM", pd->vm->name, mem_format("%zu vCPU", pd->vm->vcpu_count));
    }
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];

        if (!is_device(scene, region) && only_holder(system, region) == pd) {
            node_line(node, TONE_MEMORY, rights_text(rights_of(pd, region)), region->name,
                      size_text(region->size));
        }
    }
}

static void add_device(struct scene *scene, const struct memory_region *region)
{
    const struct system *system = scene->authority->system;
    size_t index = scene->nodes.count;
    struct node *node = LIST_ADD(&scene->nodes);

    *node = (struct node){.kind = NODE_DEVICE, .title = region->name};
    node_line(node, TONE_FAINT, NULL, mem_format("0x%" PRIx64, region->paddr), size_text(region->size));
    for (size_t i = 0; i < system->pd_count; i++) {
        struct rights rights = rights_of(&system->pds[i], region);

        if (rights.mapped) {
            node_line(node, TONE_MEMORY, rights_text(rights), system->pds[i].name, NULL);
            scene_connect(scene, index, i, TONE_PLAIN);
        }
    }
}

static bool are_linked(const struct authority *authority, size_t a, size_t b)
{
    return authority_step(authority, a, b).kind != STEP_NONE ||
           authority_step(authority, b, a).kind != STEP_NONE;
}

/* The PD that a part of the system without devices begins with: the highest of those without a layer. */
static size_t next_seed(const struct system *system, const unsigned *layers, unsigned none)
{
    size_t best = system->pd_count;

    for (size_t i = 0; i < system->pd_count; i++) {
        if (layers[i] == none &&
            (best == system->pd_count || system->pds[i].priority > system->pds[best].priority)) {
            best = i;
        }
    }
    return best;
}

/* Gives each PD without a layer that is linked to one of layer `layer` the next layer. */
static bool grow(const struct authority *authority, unsigned *layers, unsigned layer, unsigned none)
{
    size_t count = authority->system->pd_count;
    bool grown = false;

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count && layers[i] == layer; j++) {
            if (layers[j] == none && are_linked(authority, i, j)) {
                layers[j] = layer + 1;
                grown = true;
            }
        }
    }
    return grown;
}

static void find_layers(const struct scene *scene, unsigned *layers)
{
    const struct system *system = scene->authority->system;
    const unsigned none = MAX_PDS;

    for (size_t i = 0; i < system->pd_count; i++) {
        layers[i] = has_device(scene, &system->pds[i]) ? 0 : none;
    }
    for (unsigned layer = 0; grow(scene->authority, layers, layer, none); layer++) {
    }
    for (size_t seed; (seed = next_seed(system, layers, none)) != system->pd_count;) {
        layers[seed] = 0;
        for (unsigned layer = 0; grow(scene->authority, layers, layer, none); layer++) {
        }
    }
}

/* Columns of PDs are odd; between them are the boxes, and column 0 is for devices. */
static void assign_columns(struct scene *scene, const unsigned *layers)
{
    size_t count = scene->authority->system->pd_count;
    unsigned column = 1;
    size_t placed = 0;

    for (unsigned layer = 0; placed < count; layer++) {
        size_t in_layer = 0;

        for (size_t i = 0; i < count; i++) {
            in_layer += layers[i] == layer ? 1 : 0;
        }
        size_t parts = (in_layer + COLUMN_PDS - 1) / COLUMN_PDS;
        size_t nth = 0;
        for (size_t i = 0; i < count; i++) {
            if (layers[i] == layer) {
                scene->nodes.items[i].column = column + 2 * (unsigned)(nth * parts / in_layer);
                nth++;
            }
        }
        placed += in_layer;
        column += 2 * (unsigned)parts;
    }
    scene->columns = column;
}

void scene_make(struct scene *scene)
{
    const struct system *system = scene->authority->system;
    unsigned layers[MAX_PDS];

    for (size_t i = 0; i < system->pd_count; i++) {
        LIST_ADD(&scene->nodes);
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        describe_pd(scene, &system->pds[i]);
    }
    find_layers(scene, layers);
    assign_columns(scene, layers);
    for (size_t i = 0; i < system->region_count; i++) {
        if (is_device(scene, &system->regions[i])) {
            add_device(scene, &system->regions[i]);
        }
    }
}
