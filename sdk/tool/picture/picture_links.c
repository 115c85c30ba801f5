/* SPDX-License-Identifier: BSD-2-Clause */
/* The boxes between PDs: channels, calls, control, and shared memory. */
#include <stdio.h>

#include "base/memory.h"
#include "picture/picture.h"

/* A link while it is made: between the PDs `a` and `b`, of which `a` is further left. */
struct link {
    struct scene *scene;
    struct node node;
    const struct protection_domain *a, *b;
    enum tone tone; /* of the strongest thing in it */
    bool acts_on_a, acts_on_b;
};

static void link_line(struct link *link, enum tone tone, const char *left, const char *text,
                      const char *right)
{
    node_line(&link->node, tone, left, text, right);
    link->node.lines.items[link->node.lines.count - 1].centred = true;
}

/* Arrows in words of the picture: at the side that something goes to. */
static void add_action(struct link *link, enum tone tone, bool to_a, bool to_b, const char *what)
{
    link_line(link, tone, to_a ? "\u25c0" : NULL, what, to_b ? "\u25b6" : NULL);
    link->acts_on_a = link->acts_on_a || to_a;
    link->acts_on_b = link->acts_on_b || to_b;
    if (tone == TONE_CALL || link->tone == TONE_MEMORY ||
        (tone == TONE_CONTROL && link->tone == TONE_NOTIFY)) {
        link->tone = tone;
    }
}

static void add_channels(struct link *link, const struct system *system)
{
    for (size_t i = 0; i < system->channel_count; i++) {
        const struct channel *channel = &system->channels[i];
        const struct channel_end *of_a = &channel->ends[channel->ends[0].pd == link->a ? 0 : 1];
        const struct channel_end *of_b = of_a == &channel->ends[0] ? &channel->ends[1] : &channel->ends[0];

        if (of_a->pd != link->a || of_b->pd != link->b) {
            continue;
        }
        if (of_a->pp || of_b->pp) {
            add_action(link, TONE_CALL, of_b->pp, of_a->pp,
                       mem_format("call %u\u2013%u", of_a->id, of_b->id));
        }
        if (of_a->notify || of_b->notify) {
            add_action(link, TONE_NOTIFY, of_b->notify, of_a->notify,
                       mem_format("notify %u\u2013%u", of_a->id, of_b->id));
        }
    }
}

static void add_control(struct link *link, const struct protection_domain *from,
                        const struct protection_domain *to)
{
    static const char *const names[] = {
        [USER_CAP_TCB] = "has thread", [USER_CAP_SC] = "has time", [USER_CAP_VSPACE] = "has memory map"};
    bool to_b = to == link->b;

    if (to->parent == from) {
        add_action(link, TONE_CONTROL, !to_b, to_b, mem_format("parent, child %u", to->child_id));
    }
    for (size_t i = 0; i < from->cap_count; i++) {
        if (from->caps[i].pd == to) {
            add_action(link, TONE_CONTROL, !to_b, to_b, names[from->caps[i].kind]);
        }
    }
}

static size_t count_holders(const struct system *system, const struct memory_region *region)
{
    size_t count = 0;

    for (size_t i = 0; i < system->pd_count; i++) {
        count += rights_of(&system->pds[i], region).mapped ? 1 : 0;
    }
    return count;
}

static void add_memory(struct link *link, const struct system *system)
{
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];
        struct rights of_a = rights_of(link->a, region);
        struct rights of_b = rights_of(link->b, region);

        if (of_a.mapped && of_b.mapped && !is_device(link->scene, region) &&
            count_holders(system, region) == 2) {
            link_line(link, TONE_MEMORY, rights_text(of_a), region->name, rights_text(of_b));
        }
    }
}

/* Between two columns, in front of the right one; boxes inside one column stand behind it. */
static unsigned column_between(unsigned left, unsigned right)
{
    return right > left ? right - 1 : left + 1;
}

static void add_link(struct scene *scene, size_t one, size_t other)
{
    const struct system *system = scene->authority->system;
    const struct node *nodes = scene->nodes.items;
    size_t a = nodes[one].column <= nodes[other].column ? one : other;
    size_t b = a == one ? other : one;
    struct link link = {.scene = scene, .a = &system->pds[a], .b = &system->pds[b], .tone = TONE_MEMORY};

    link.node = (struct node){.kind = NODE_LINK,
                              .title = link.a->name,
                              .other_title = link.b->name,
                              .column = column_between(nodes[a].column, nodes[b].column)};
    add_channels(&link, system);
    add_control(&link, link.a, link.b);
    add_control(&link, link.b, link.a);
    add_memory(&link, system);
    if (link.node.lines.count == 0) {
        return;
    }
    size_t box = scene->nodes.count;
    *LIST_ADD(&scene->nodes) = link.node;
    struct edge *edge = scene_connect(scene, box, a, link.tone);
    edge->arrow_first = edge->first == a && link.acts_on_a;
    edge->arrow_second = edge->second == a && link.acts_on_a;
    edge = scene_connect(scene, box, b, link.tone);
    edge->arrow_first = edge->first == b && link.acts_on_b;
    edge->arrow_second = edge->second == b && link.acts_on_b;
}

static void add_memory_box(struct scene *scene, const struct memory_region *region)
{
    const struct system *system = scene->authority->system;
    struct node node = {.kind = NODE_MEMORY, .title = region->name, .badge = size_text(region->size)};
    unsigned left = scene->columns;
    unsigned right = 0;

    for (size_t i = 0; i < system->pd_count; i++) {
        struct rights rights = rights_of(&system->pds[i], region);
        unsigned column = scene->nodes.items[i].column;

        if (rights.mapped) {
            node_line(&node, TONE_MEMORY, rights_text(rights), system->pds[i].name, NULL);
            left = column < left ? column : left;
            right = column > right ? column : right;
        }
    }
    node.column = column_between(left, right);
    size_t box = scene->nodes.count;
    *LIST_ADD(&scene->nodes) = node;
    for (size_t i = 0; i < system->pd_count; i++) {
        if (rights_of(&system->pds[i], region).mapped) {
            scene_connect(scene, box, i, TONE_MEMORY);
        }
    }
}

void scene_link(struct scene *scene)
{
    const struct system *system = scene->authority->system;

    for (size_t i = 0; i < system->pd_count; i++) {
        for (size_t j = i + 1; j < system->pd_count; j++) {
            add_link(scene, i, j);
        }
    }
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];

        if (!is_device(scene, region) && count_holders(system, region) > 2) {
            add_memory_box(scene, region);
        }
    }
}
