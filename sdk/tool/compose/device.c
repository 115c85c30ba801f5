/* SPDX-License-Identifier: BSD-2-Clause */
/* What a driver gets of its device (04 SDF-30, CFG-5). */
#include <libfdt.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "compose/composer.h"
#include "compose/element.h"
#include "sdf/sdf_value.h"

enum { MAX_TREE_BYTES = 16 << 20 };

/* The board's tree, when the first device is named. */
static void need_tree(struct composer *c)
{
    const char *path = c->options->device_tree_path;
    struct file_bytes file;

    if (c->tree.fdt != NULL) {
        return;
    }
    if (path == NULL) {
        path = path_join(c->board->directory, "board.dtb");
    }
    const char *wrong = file_read(path, MAX_TREE_BYTES, &file);
    if (wrong == NULL) {
        wrong = device_tree_parse(file.data, file.size, &c->tree);
    }
    if (wrong != NULL) {
        tool_error("Name the board's device tree blob with --dtb.", "the device tree '%s' %s", path, wrong);
    }
}

static int find_device(const struct composer *c, const char *path)
{
    struct suggestion nearest = {.wanted = path};
    int node = device_tree_find(&c->tree, path, &nearest);
    struct place at = place_of(c->at, "device");

    if (node < 0) {
        static const char rule[] = "Names of nodes, with unit addresses, from the root, separated by '/'.";
        sdf_error(at, suggestion_text(&nearest, rule),
                  "the board's device tree has no device '%s'", path);
    }
    if (!device_tree_enabled(&c->tree, node)) {
        sdf_error(at, NULL, "the board's device tree says that device '%s' is disabled", path);
    }
    return node;
}

static const char *drivers_directory(const struct composer *c)
{
    const char *directory = c->options->drivers_directory;

    if (directory == NULL) {
        sdf_error(place_of(c->at, "device"), "Give --drivers DIR, the drivers folder of sDDF or one like it.",
                  "no database of drivers is given, so nothing is known about device '%s'",
                  value_text(c->at.element, "device"));
    }
    if (!directory_exists(directory)) {
        tool_error(NULL, "--drivers '%s' is not a directory", directory);
    }
    return directory;
}

static const char *known_drivers(const struct driver_list *list)
{
    const char *text = "none";

    for (size_t i = 0; i < list->drivers.count; i++) {
        for (size_t j = 0; j < list->drivers.items[i].compatible.count; j++) {
            text = mem_format("%s%s'%s'", i + j == 0 ? "" : text, i + j == 0 ? "" : ", ",
                              list->drivers.items[i].compatible.items[j]);
        }
    }
    return text;
}

const struct driver *composer_driver(struct composer *c, const char *const *directories)
{
    if (!attribute_given(c->at.element, "device")) {
        c->prefix = "";
        return NULL;
    }
    const char *path = value_name(c->at.element, "device");
    need_tree(c);
    int node = find_device(c, path);
    c->prefix = mem_format("%s/", device_tree_name(&c->tree, node));

    struct driver_list *list = MEM_ARRAY(struct driver_list, 1);
    *list = drivers_load(drivers_directory(c), directories);
    const struct driver *driver = drivers_find(list, &c->tree, node);
    if (driver == NULL) {
        sdf_error(place_of(c->at, "device"), mem_format("The drivers of the class are for: %s.", known_drivers(list)),
                  "no driver of class '%s' is for device '%s', which is compatible with %s",
                  c->at.element->name, path, device_tree_compatible_text(&c->tree, node));
    }
    return driver;
}

/* A region with that physical address, which another class may have made. */
static const struct memory_region *find_physical(const struct composer *c, struct range reg)
{
    FOR_EACH_CHILD (element, c->root, "memory_region") {
        const struct memory_region *region =
            names_find(&c->sdf.regions, value_text(element, "name"), (struct place){element, NULL});

        if (region->paddr_kind == PADDR_FIXED && region->paddr == reg.start && region->size >= reg.end - reg.start) {
            return region;
        }
    }
    return NULL;
}

static const struct memory_region *register_region(struct composer *c, const char *name, struct range reg,
                                                   const struct driver_region *wanted)
{
    uint64_t start = reg.start & ~(SMALL_PAGE - 1);
    uint64_t size = round_to_pages(reg.end) - start;

    if (wanted->has_size && wanted->size > size) {
        sdf_error(place_of(c->at, "device"), NULL,
                  "the driver wants 0x%jx bytes of region '%s', but the device tree says that it has 0x%jx",
                  (uintmax_t)wanted->size, wanted->name, (uintmax_t)size);
    }
    size = wanted->has_size ? wanted->size : size;
    const struct memory_region *existing = find_physical(c, (struct range){start, start + size});
    return existing != NULL ? existing : composer_fixed_region(c, name, start, size);
}

static const char *wrong_device(const struct composer *c)
{
    return value_text(c->at.element, "device");
}

static device_region_resource_t add_region(struct composer *c, const struct driver *driver, int node,
                                           struct xml_element *pd, const struct driver_region *wanted)
{
    const char *name = mem_format("%s%s/%s", c->prefix, driver->name, wanted->name);
    const struct memory_region *region;
    uint64_t offset = 0;

    if (wanted->has_index) {
        struct range reg;
        const char *wrong = device_tree_reg(&c->tree, node, wanted->index, &reg);

        if (wrong != NULL) {
            sdf_error(place_of(c->at, "device"), NULL, "device '%s' %s", wrong_device(c), wrong);
        }
        region = register_region(c, name, reg, wanted);
        offset = reg.start % SMALL_PAGE;
    } else {
        region = composer_dma_region(c, name, wanted->size);
    }
    region_resource_t map =
        composer_map_device(c, pd, region, wanted->perms, wanted->cached, wanted->setvar_vaddr);
    map.vaddr = (void *)((uintptr_t)map.vaddr + offset);
    return (device_region_resource_t){map, region->paddr};
}

static device_irq_resource_t add_irq(struct composer *c, int node, struct xml_element *pd,
                                     const struct driver_irq *wanted)
{
    struct device_interrupt interrupt;
    const char *wrong = device_tree_interrupt(&c->tree, node, wanted->index, c->board->arch, &interrupt);

    if (wrong != NULL) {
        sdf_error(place_of(c->at, "device"), NULL, "device '%s' %s", wrong_device(c), wrong);
    }
    uint32_t id = wanted->has_id ? wanted->id : composer_free_id(c, pd);
    const char *trigger = !interrupt.has_trigger               ? NULL
                          : interrupt.trigger == TRIGGER_EDGE ? "edge"
                                                              : "level";
    element_add(pd, c->at, "irq",
                ATTRIBUTES("irq", mem_format("%ju", (uintmax_t)interrupt.number), "id", mem_format("%u", id),
                           "trigger", trigger));
    return (device_irq_resource_t){(uint8_t)id};
}

void composer_device(struct composer *c, const struct driver *driver, struct xml_element *pd)
{
    device_resources_t resources = {.magic = DEVICE_RESOURCES_MAGIC};

    if (driver == NULL) {
        return;
    }
    struct suggestion nearest = {0};
    int node = device_tree_find(&c->tree, value_text(c->at.element, "device"), &nearest);
    for (size_t i = 0; i < driver->regions.count; i++) {
        resources.regions[resources.num_regions++] =
            add_region(c, driver, node, pd, &driver->regions.items[i]);
    }
    for (size_t i = 0; i < driver->irqs.count; i++) {
        resources.irqs[resources.num_irqs++] = add_irq(c, node, pd, &driver->irqs.items[i]);
    }
    composer_section(c, pd, ".device_resources", mem_format("%s_device_resources.data", composer_name(pd)),
                     &resources, sizeof resources);
}
