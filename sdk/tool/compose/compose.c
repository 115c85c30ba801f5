/* SPDX-License-Identifier: BSD-2-Clause */
/* Expanding the device classes of a description. */
#include "compose/compose.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "compose/composer.h"

_Static_assert(sizeof(void *) == 8, "configuration has the layout of 64-bit programs");

static const struct {
    const char *name;
    void (*expand)(struct composer *c, const struct xml_element *element);
} classes[] = {
    {"timer", compose_timer},
    {"serial", compose_serial},
    {"net", compose_net},
};

enum { CLASS_COUNT = sizeof classes / sizeof classes[0] };

static size_t class_of(const char *element)
{
    size_t i = 0;

    while (i < CLASS_COUNT && strcmp(classes[i].name, element) != 0) {
        i++;
    }
    return i;
}

bool is_device_class(const char *element)
{
    return class_of(element) < CLASS_COUNT;
}

/* Anything to do below `element`? */
static bool is_composed(const struct xml_element *element)
{
    for (const struct xml_element *e = element->first_child; e != NULL; e = e->next_sibling) {
        if (is_device_class(e->name) || strcmp(e->name, "section") == 0 ||
            (strcmp(e->name, "protection_domain") == 0 && is_composed(e))) {
            return true;
        }
    }
    return false;
}

/* Where memory for devices ends (SDF-2, SDF-60); 0 if the board does not say. */
static uint64_t paddr_top(const struct board *board)
{
    const char *path = path_join(board->directory, "composition.json");

    if (!file_exists(path)) {
        return 0;
    }
    struct json_file *file = json_load(path, "facts for composition");
    uint64_t top = json_number(file, "paddr_top", UINT64_MAX) & ~(SMALL_PAGE - 1);
    json_close(file);
    return top;
}

static struct composer *composer_new(struct xml_element *root, const struct board *board,
                                     const struct options *options)
{
    struct composer *c = MEM_ARRAY(struct composer, 1);

    c->sdf = (struct sdf){.system = MEM_ARRAY(struct system, 1), .board = board, .options = options};
    c->root = root;
    c->board = board;
    c->options = options;
    c->paddr_top = paddr_top(board);
    parse_regions(&c->sdf, root);
    for (size_t i = 0; i < c->sdf.system->region_count; i++) {
        const struct memory_region *region = &c->sdf.system->regions[i];
        if (region->paddr_kind == PADDR_FIXED) {
            *LIST_ADD(&c->fixed) = (struct range){region->paddr, region->paddr + region->size};
        }
    }
    return c;
}

struct composition compose(struct xml_element *root, const struct board *board, const struct options *options)
{
    struct xml_element *last = root->last_child;

    if (!is_composed(root)) {
        return (struct composition){NULL, 0};
    }
    struct composer *c = composer_new(root, board, options);
    compose_sections(c, root);
    /* What is made goes behind `last`. */
    for (struct xml_element *e = root->first_child;; e = e->next_sibling) {
        if (is_device_class(e->name)) {
            c->at = (struct place){e, NULL};
            classes[class_of(e->name)].expand(c, e);
        }
        if (e == last) {
            break;
        }
    }
    return (struct composition){c->sections.items, c->sections.count};
}
