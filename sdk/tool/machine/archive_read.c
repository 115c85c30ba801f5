/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading a debug archive. It may come from anywhere, so every value is checked. */
#include "machine/archive_read.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "report/archive.h"

enum { FORMAT = 1, MAX_INDEX_BYTES = 1 << 26, MAX_IMAGE_BYTES = 1 << 30 };

static const char rebuild[] = "Build the image again with this version of the tool.";

static _Noreturn void bad(const char *path, const char *key)
{
    tool_error(rebuild, "the index '%s' of the debug archive has no usable '%s'", path, key);
}

static json_t *member(const char *path, json_t *object, const char *key, json_type type)
{
    json_t *value = json_object_get(object, key);

    if (value == NULL || json_typeof(value) != type) {
        bad(path, key);
    }
    return value;
}

static const char *text(const char *path, json_t *object, const char *key)
{
    const char *value = json_string_value(member(path, object, key, JSON_STRING));

    return mem_string(value, strlen(value));
}

static uint64_t hex(const char *path, json_t *object, const char *key)
{
    const char *value = text(path, object, key);
    char *end;
    uint64_t number = strtoull(value, &end, 16);

    if (strncmp(value, "0x", 2) != 0 || *end != '\0') {
        bad(path, key);
    }
    return number;
}

static uint64_t integer(const char *path, json_t *object, const char *key)
{
    return (uint64_t)json_integer_value(member(path, object, key, JSON_INTEGER));
}

/* Programs are files of the archive itself. */
static const char *program(const char *directory, const char *path, json_t *object, const char *key)
{
    const char *name = text(path, object, key);

    if (strchr(name, '/') != NULL) {
        bad(path, key);
    }
    return path_join(directory, name);
}

static void read_slots(struct archived_pd *pd, const char *path, json_t *object)
{
    json_t *slots = member(path, object, "slots", JSON_ARRAY);

    pd->slot_count = json_array_size(slots);
    pd->slots = MEM_ARRAY(struct archived_slot, pd->slot_count);
    for (size_t i = 0; i < pd->slot_count; i++) {
        json_t *slot = json_array_get(slots, i);

        pd->slots[i] = (struct archived_slot){hex(path, slot, "slot"), text(path, slot, "what")};
    }
}

static void read_irqs(struct archived_pd *pd, const char *path, json_t *object)
{
    json_t *irqs = member(path, object, "irqs", JSON_ARRAY);

    pd->irq_count = json_array_size(irqs);
    pd->irqs = MEM_ARRAY(uint64_t, pd->irq_count);
    for (size_t i = 0; i < pd->irq_count; i++) {
        pd->irqs[i] = (uint64_t)json_integer_value(json_array_get(irqs, i));
    }
}

static struct archived_pd read_thread(const char *directory, const char *path, json_t *object)
{
    return (struct archived_pd){.name = text(path, object, "name"),
                                .program = program(directory, path, object, "program"),
                                .vspace = hex(path, object, "vspace"),
                                .tcb = hex(path, object, "tcb")};
}

static struct archived_pd read_pd(const char *directory, const char *path, json_t *object)
{
    struct archived_pd pd = read_thread(directory, path, object);

    pd.priority = integer(path, object, "priority");
    if (json_object_get(object, "parent") != NULL) {
        pd.parent = text(path, object, "parent");
        pd.child_id = integer(path, object, "child_id");
    }
    read_slots(&pd, path, object);
    read_irqs(&pd, path, object);
    return pd;
}

static void read_invocations(struct archive *archive, json_t *object)
{
    const char *name;
    json_t *label;

    archive->invocations = MEM_ARRAY(struct archived_invocation, json_object_size(object));
    json_object_foreach(object, name, label)
    {
        archive->invocations[archive->invocation_count++] = (struct archived_invocation){
            (uint64_t)json_integer_value(label), mem_string(name, strlen(name))};
    }
}

static json_t *load_index(const char *image, const char *path)
{
    struct file_bytes bytes;
    json_error_t error;
    const char *wrong = file_read(path, MAX_INDEX_BYTES, &bytes);

    if (wrong != NULL) {
        tool_error("The tool writes the archive beside the image: keep them together.",
                   "'%s' has no debug archive: cannot read '%s': %s", image, path, wrong);
    }
    json_t *index = json_loadb((const char *)bytes.data, bytes.size, 0, &error);
    if (!json_is_object(index) || json_integer_value(json_object_get(index, "format")) != FORMAT) {
        tool_error(rebuild, "'%s' is no index of a debug archive of this version", path);
    }
    return index;
}

struct archive archive_open(const char *image)
{
    static const char suffix[] = ".debug";
    size_t length = strlen(image);
    bool given = directory_exists(image);
    struct archive archive = {.image = image};

    while (given && length > 1 && image[length - 1] == '/') {
        length--;
    }
    archive.directory = given ? mem_string(image, length) : archive_path(image);
    if (given && length > sizeof suffix - 1) {
        archive.image = mem_string(image, length - (sizeof suffix - 1));
    }
    const char *path = path_join(archive.directory, "index.json");
    json_t *index = load_index(image, path);
    json_t *pds = member(path, index, "pds", JSON_ARRAY);

    archive.board = text(path, index, "board");
    archive.config = text(path, index, "config");
    archive.hypervisor = json_is_true(json_object_get(index, "hypervisor"));
    archive.image_hash = hex(path, index, "image_hash");
    archive.image_id = hex(path, index, "image_id");
    archive.kernel = program(archive.directory, path, index, "kernel");
    archive.monitor = read_thread(archive.directory, path, member(path, index, "monitor", JSON_OBJECT));
    archive.pd_count = json_array_size(pds);
    archive.pds = MEM_ARRAY(struct archived_pd, archive.pd_count);
    for (size_t i = 0; i < archive.pd_count; i++) {
        archive.pds[i] = read_pd(archive.directory, path, json_array_get(pds, i));
    }
    read_invocations(&archive, member(path, index, "invocations", JSON_OBJECT));
    json_decref(index);
    return archive;
}

void archive_check_image(const struct archive *archive)
{
    struct file_bytes bytes;
    const char *wrong = file_read(archive->image, MAX_IMAGE_BYTES, &bytes);

    if (wrong != NULL) {
        tool_error(NULL, "cannot read the image '%s': %s", archive->image, wrong);
    }
    if (archive_hash(bytes.data, bytes.size) != archive->image_hash) {
        tool_error("Build the image again, or keep image and archive of one build together.",
                   "the debug archive '%s' does not belong to the image '%s'", archive->directory,
                   archive->image);
    }
}

const struct archived_pd *archive_find_pd(const struct archive *archive, const char *name, size_t length)
{
    for (size_t i = 0; i < archive->pd_count; i++) {
        if (strlen(archive->pds[i].name) == length && memcmp(archive->pds[i].name, name, length) == 0) {
            return &archive->pds[i];
        }
    }
    return NULL;
}

const struct archived_pd *archive_find_child(const struct archive *archive, const struct archived_pd *parent,
                                             uint64_t id)
{
    for (size_t i = 0; i < archive->pd_count; i++) {
        const struct archived_pd *pd = &archive->pds[i];

        if (pd->parent != NULL && strcmp(pd->parent, parent->name) == 0 && pd->child_id == id) {
            return pd;
        }
    }
    return NULL;
}
