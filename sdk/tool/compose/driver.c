/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading the database of drivers. */
#include "compose/driver.h"

#include <jansson.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "sdk/sdk.h"

enum { MAX_CONFIG_BYTES = 1 << 20 };

/* Neither page tables nor the 64 entries of device_resources would take more. */
enum { MAX_ITEMS = 64 };

static _Noreturn void bad(const char *path, const char *what)
{
    tool_error("See the rules for config.json in docs/composition.md.", "%s: %s", path, what);
}

static const json_t *array_of(const char *path, const json_t *object, const char *key, bool required)
{
    const json_t *array = json_object_get(object, key);

    if (array == NULL && !required) {
        return NULL;
    }
    if (!json_is_array(array) || json_array_size(array) > MAX_ITEMS) {
        bad(path, mem_format("'%s' must be an array of at most %d", key, MAX_ITEMS));
    }
    return array;
}

/* SDF-11: unknown keys are errors. `known` is a list in spaces. */
static void check_keys(const char *path, const json_t *object, const char *known)
{
    const char *key;
    json_t *value;

    if (!json_is_object(object)) {
        bad(path, mem_format("expected an object with the keys%s", known));
    }
    json_object_foreach((json_t *)object, key, value)
    {
        if (strstr(known, mem_format(" %s ", key)) == NULL) {
            bad(path, mem_format("unknown key '%s'; known here:%s", key, known));
        }
    }
}

static bool number(const char *path, const json_t *object, const char *key, uint64_t max, uint64_t *value)
{
    const json_t *json = json_object_get(object, key);

    if (json == NULL) {
        return false;
    }
    if (!json_is_integer(json) || json_integer_value(json) < 0 ||
        (uint64_t)json_integer_value(json) > max) {
        bad(path, mem_format("'%s' must be a number from 0 to %ju", key, (uintmax_t)max));
    }
    *value = (uint64_t)json_integer_value(json);
    return true;
}

static const char *text(const char *path, const json_t *json, const char *what)
{
    if (!json_is_string(json) || json_string_length(json) == 0 ||
        strlen(json_string_value(json)) != json_string_length(json)) {
        bad(path, mem_format("%s must be text", what));
    }
    return mem_string(json_string_value(json), json_string_length(json));
}

static const char *text_or(const char *path, const json_t *object, const char *key, const char *missing)
{
    const json_t *json = json_object_get(object, key);

    return json == NULL ? missing : text(path, json, mem_format("'%s'", key));
}

static void add_region(struct driver *driver, const json_t *json)
{
    const char *path = driver->path;
    struct driver_region region = {0};

    check_keys(path, json, " name perms setvar_vaddr size cached dt_index ");
    region.name = text(path, json_object_get(json, "name"), "the 'name' of a region");
    region.perms = text_or(path, json, "perms", "rw");
    region.setvar_vaddr = text_or(path, json, "setvar_vaddr", NULL);
    region.has_size = number(path, json, "size", INT64_MAX, &region.size);
    region.has_index = number(path, json, "dt_index", MAX_ITEMS, &region.index);
    const json_t *cached = json_object_get(json, "cached");
    if (cached != NULL && !json_is_boolean(cached)) {
        bad(path, "'cached' must be true or false");
    }
    region.cached = json_is_true(cached);
    if (!region.has_size && !region.has_index) {
        bad(path, mem_format("region '%s' needs a 'dt_index' or a 'size'", region.name));
    }
    if (region.has_size && (region.size == 0 || region.size % SMALL_PAGE != 0)) {
        bad(path, mem_format("the 'size' of region '%s' must be a multiple of the page size", region.name));
    }
    if (region.has_index && region.cached) {
        bad(path, mem_format("region '%s' has registers, which cannot be cached", region.name));
    }
    for (size_t i = 0; i < driver->regions.count; i++) {
        const struct driver_region *other = &driver->regions.items[i];
        if (strcmp(other->name, region.name) == 0 ||
            (other->has_index && region.has_index && other->index == region.index)) {
            bad(path, mem_format("two regions have the name or the dt_index of '%s'", region.name));
        }
    }
    *LIST_ADD(&driver->regions) = region;
}

static void add_irq(struct driver *driver, const json_t *json)
{
    struct driver_irq irq = {0};
    uint64_t id = 0;

    check_keys(driver->path, json, " dt_index channel_id ");
    if (!number(driver->path, json, "dt_index", MAX_ITEMS, &irq.index)) {
        bad(driver->path, "an interrupt needs a 'dt_index'");
    }
    irq.has_id = number(driver->path, json, "channel_id", MAX_ID, &id);
    irq.id = (uint32_t)id;
    for (size_t i = 0; i < driver->irqs.count; i++) {
        if (driver->irqs.items[i].index == irq.index) {
            bad(driver->path, mem_format("two interrupts have the dt_index %ju", (uintmax_t)irq.index));
        }
    }
    *LIST_ADD(&driver->irqs) = irq;
}

static void read_resources(struct driver *driver, const json_t *resources)
{
    check_keys(driver->path, resources, " regions irqs ");
    const json_t *regions = array_of(driver->path, resources, "regions", false);
    for (size_t i = 0; i < json_array_size(regions); i++) {
        add_region(driver, json_array_get(regions, i));
    }
    const json_t *irqs = array_of(driver->path, resources, "irqs", false);
    for (size_t i = 0; i < json_array_size(irqs); i++) {
        add_irq(driver, json_array_get(irqs, i));
    }
}

static void read_driver(struct driver *driver)
{
    struct file_bytes file;
    json_error_t error;
    const char *wrong = file_read(driver->path, MAX_CONFIG_BYTES, &file);

    if (wrong != NULL) {
        bad(driver->path, wrong);
    }
    json_t *root = json_loadb((const char *)file.data, file.size, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        bad(driver->path, mem_format("line %d is not JSON: %s", error.line, error.text));
    }
    check_keys(driver->path, root, " compatible resources ");
    const json_t *compatible = array_of(driver->path, root, "compatible", true);
    for (size_t i = 0; i < json_array_size(compatible); i++) {
        *LIST_ADD(&driver->compatible) =
            text(driver->path, json_array_get(compatible, i), "each of 'compatible'");
    }
    const json_t *resources = json_object_get(root, "resources");
    if (resources != NULL) {
        read_resources(driver, resources);
    }
    json_decref(root);
}

static bool drives(const struct driver *driver, const char *compatible)
{
    for (size_t i = 0; i < driver->compatible.count; i++) {
        if (strcmp(driver->compatible.items[i], compatible) == 0) {
            return true;
        }
    }
    return false;
}

/* SDF-12: one device must not have two drivers of its class. */
static void check_unique(const struct driver_list *list, const struct driver *driver)
{
    for (size_t i = 0; i < list->drivers.count; i++) {
        for (size_t j = 0; j < driver->compatible.count; j++) {
            if (drives(&list->drivers.items[i], driver->compatible.items[j])) {
                bad(driver->path, mem_format("'%s' also drives '%s'", list->drivers.items[i].path,
                                             driver->compatible.items[j]));
            }
        }
    }
}

struct driver_list drivers_load(const char *root, const char *const *directories)
{
    struct driver_list list = {{NULL, 0}};

    for (; *directories != NULL; directories++) {
        const char *directory = path_join(root, *directories);
        struct name_list names = directory_names(directory);

        for (size_t i = 0; i < names.count; i++) {
            struct driver driver = {.name = names.names[i]};
            driver.path = mem_format("%s/%s/config.json", directory, driver.name);
            if (!file_exists(driver.path)) {
                continue;
            }
            read_driver(&driver);
            check_unique(&list, &driver);
            *LIST_ADD(&list.drivers) = driver;
        }
    }
    return list;
}

const struct driver *drivers_find(const struct driver_list *list, const struct device_tree *tree, int node)
{
    for (size_t i = 0; i < list->drivers.count; i++) {
        const struct driver *driver = &list->drivers.items[i];
        for (size_t j = 0; j < driver->compatible.count; j++) {
            if (device_tree_compatible(tree, node, driver->compatible.items[j])) {
                return driver;
            }
        }
    }
    return NULL;
}
