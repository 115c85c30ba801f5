/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing the debug archive. */
#include "report/archive.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "report/slot_names.h"

enum { MAX_PROGRAM_BYTES = 1 << 30 };

#define FNV_OFFSET UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

const char *archive_path(const char *image_path)
{
    return mem_format("%s.debug", image_path);
}

uint64_t archive_hash(const uint8_t *bytes, size_t size)
{
    uint64_t hash = FNV_OFFSET;

    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ bytes[i]) * FNV_PRIME;
    }
    return hash;
}

/* ---- The directory ---- */

static void must_write(const char *path, const void *bytes, size_t size)
{
    const char *wrong = file_write(path, bytes, size);

    if (wrong != NULL) {
        tool_error(NULL, "%s: cannot be written: %s", path, wrong);
    }
}

/* Removes what an earlier build left. Only files that an archive has are touched. */
static void clear_directory(const char *directory)
{
    DIR *open = opendir(directory);
    struct dirent *entry;

    while (open != NULL && (entry = readdir(open)) != NULL) {
        size_t length = strlen(entry->d_name);

        if (strcmp(entry->d_name, "index.json") == 0 ||
            (length > 4 && strcmp(entry->d_name + length - 4, ".elf") == 0)) {
            unlink(path_join(directory, entry->d_name));
        }
    }
    if (open != NULL) {
        closedir(open);
    }
}

static void make_directory(const char *directory)
{
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        tool_error(NULL, "%s: cannot be made: %s", directory, strerror(errno));
    }
    clear_directory(directory);
}

static const char *copy_program(const char *directory, const char *path, const char *name)
{
    struct file_bytes bytes;
    const char *wrong = file_read(path, MAX_PROGRAM_BYTES, &bytes);

    if (wrong != NULL) {
        tool_error(NULL, "%s: cannot be read: %s", path, wrong);
    }
    must_write(path_join(directory, name), bytes.data, bytes.size);
    return name;
}

/* PDs with the same program share its copy. */
static const char *copy_pd_program(const char *directory, const struct system *system, size_t index)
{
    const char *path = system->pds[index].symbols_path;
    size_t first = 0;

    while (strcmp(system->pds[first].symbols_path, path) != 0) {
        first++;
    }
    const char *base = strrchr(path, '/');
    size_t length = strlen(base == NULL ? path : base + 1);
    bool has_suffix = length > 4 && strcmp(path + strlen(path) - 4, ".elf") == 0;
    const char *name = mem_format("%zu-%s%s", first, base == NULL ? path : base + 1, has_suffix ? "" : ".elf");

    return first == index ? copy_program(directory, path, name) : name;
}

/* ---- The index ---- */

static json_t *hex(uint64_t value)
{
    return json_sprintf("0x%" PRIx64, value);
}

static json_t *region_json(const struct named_region *r)
{
    return json_pack("{s:s,s:o,s:o,s:s}", "name", r->name, "start", hex(r->start), "end", hex(r->end),
                     "rights", mem_format("%c%c%c", r->read ? 'r' : '-', r->write ? 'w' : '-',
                                          r->execute ? 'x' : '-'));
}

static json_t *regions_json(const struct archive_input *in, const struct protection_domain *pd)
{
    struct named_regions regions = pd_regions(in->board, pd, &in->images[pd->index]);
    json_t *list = json_array();

    for (size_t i = 0; i < regions.list.count; i++) {
        json_array_append_new(list, region_json(&regions.list.items[i]));
    }
    return list;
}

static json_t *slots_json(const struct system *system, const struct protection_domain *pd)
{
    struct slot_names slots = slot_names(system, pd);
    json_t *list = json_array();

    for (size_t i = 0; i < slots.list.count; i++) {
        json_array_append_new(list, json_pack("{s:o,s:s}", "slot", hex(slots.list.items[i].cptr), "what",
                                              slots.list.items[i].what));
    }
    return list;
}

static json_t *irqs_json(const struct protection_domain *pd)
{
    json_t *list = json_array();

    for (size_t i = 0; i < pd->irq_count; i++) {
        json_array_append_new(list, json_integer((json_int_t)pd->irqs[i].number));
    }
    return list;
}

/* Thread of a PD in the graph; the first is the monitor's. */
static const struct graph_thread *thread_of(const struct archive_input *in, const char *name)
{
    for (size_t i = 0; i < in->graph->threads.count; i++) {
        if (strcmp(in->graph->threads.items[i].name, name) == 0) {
            return &in->graph->threads.items[i];
        }
    }
    internal_error("no thread of '%s'", name);
}

static json_t *program_json(const struct archive_input *in, const char *name, const char *file)
{
    const struct graph_thread *thread = thread_of(in, name);

    return json_pack("{s:s,s:s,s:o,s:o}", "name", name, "program", file, "vspace",
                     hex(in->graph->objects.items[thread->vspace].paddr), "tcb",
                     hex(in->graph->objects.items[thread->tcb].paddr));
}

static json_t *pd_json(const struct archive_input *in, const char *directory, size_t index)
{
    const struct protection_domain *pd = &in->system->pds[index];
    json_t *json = program_json(in, pd->name, copy_pd_program(directory, in->system, index));

    json_object_set_new(json, "priority", json_integer(pd->priority));
    if (pd->parent != NULL) {
        json_object_set_new(json, "parent", json_string(pd->parent->name));
        json_object_set_new(json, "child_id", json_integer(pd->child_id));
    }
    json_object_set_new(json, "regions", regions_json(in, pd));
    json_object_set_new(json, "irqs", irqs_json(pd));
    json_object_set_new(json, "slots", slots_json(in->system, pd));
    return json;
}

static json_t *devices_json(const struct archive_input *in)
{
    json_t *list = json_array();

    for (size_t i = 0; i < in->system->region_count; i++) {
        const struct memory_region *r = &in->system->regions[i];

        if (r->paddr_kind == PADDR_FIXED) {
            json_array_append_new(list, json_pack("{s:s,s:o,s:o}", "name", r->name, "start", hex(r->paddr),
                                                  "end", hex(r->paddr + r->size)));
        }
    }
    return list;
}

void archive_write(const struct archive_input *in)
{
    const char *directory = archive_path(in->image_path);
    struct stat status;
    json_t *pds, *index, *invocations;

    if (stat(in->image_path, &status) != 0 || !S_ISREG(status.st_mode)) {
        return;
    }
    make_directory(directory);
    pds = json_array();
    invocations = json_load_file(path_join(in->board->directory, "invocations_all.json"), 0, NULL);
    for (size_t i = 0; i < in->system->pd_count; i++) {
        json_array_append_new(pds, pd_json(in, directory, i));
    }
    index = json_pack(
        "{s:i,s:s,s:s,s:b,s:o,s:o,s:s,s:o,s:o,s:o,s:o}", "format", 1, "board", in->board->name, "config",
        in->board->config, "hypervisor", in->board->hypervisor, "image_hash",
        hex(archive_hash(in->image->bytes, in->image->size)), "image_id", hex(in->image_id), "kernel",
        copy_program(directory, in->board->kernel_path, "sel4.elf"), "monitor",
        program_json(in, "monitor", copy_program(directory, in->board->monitor_path, "monitor.elf")), "pds",
        pds, "fixed_regions", devices_json(in), "invocations", invocations == NULL ? json_object() : invocations);

    char *text = json_dumps(index, JSON_INDENT(1));

    if (text == NULL) {
        internal_error("the index of the debug archive cannot be made");
    }
    must_write(path_join(directory, "index.json"), text, strlen(text));
    free(text);
    json_decref(index);
}
