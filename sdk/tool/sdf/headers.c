/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing of C headers. */
#include "sdf/headers.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"

struct header {
    FILE *out;
    const struct protection_domain *pd;
    const char *prefix; /* of every macro */
    void *taken;        /* names in use, a tree */
};

static char *macro_case(const char *name)
{
    char *copy = mem_string(name, strlen(name));

    for (char *c = copy; *c != '\0'; c++) {
        bool lower = *c >= 'a' && *c <= 'z';
        bool kept = (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');
        *c = lower ? (char)(*c - 'a' + 'A') : kept ? *c : '_';
    }
    return copy;
}

static char *file_case(const char *name)
{
    char *copy = mem_string(name, strlen(name));

    for (char *c = copy; *c != '\0'; c++) {
        bool kept = (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        *c = kept ? *c : '_';
    }
    return copy;
}

/* A macro name that is in use, and how often it was asked for. */
struct taken_name {
    const char *name;
    unsigned uses;
};

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct taken_name *)a)->name, ((const struct taken_name *)b)->name);
}

/* Counts one more use of `name` and returns the number of uses. */
static unsigned use_name(struct header *header, const char *name)
{
    struct taken_name *taken = MEM_ARRAY(struct taken_name, 1);

    taken->name = name;
    struct taken_name **node = tsearch(taken, &header->taken, compare);
    if (node == NULL) {
        tool_error(NULL, "out of memory");
    }
    (*node)->uses++;
    return (*node)->uses;
}

/* PREFIX_KIND<NAME>, with a number behind it if that is needed to make it unique. */
static const char *unique_name(struct header *header, const char *kind, const char *name)
{
    const char *base = mem_format("%s_%s%s", header->prefix, kind, macro_case(name));
    const char *unique = base;

    for (unsigned uses = use_name(header, base); uses > 1; uses = use_name(header, base)) {
        unique = mem_format("%s_%u", base, uses);
        if (use_name(header, unique) == 1) {
            break;
        }
    }
    return unique;
}

/* A name from the description in a comment, where it must neither end the comment nor start one. */
static void print_comment(FILE *out, const char *kind, const char *name)
{
    fprintf(out, "\n/* %s ", kind);
    for (const char *c = name; *c != '\0'; c++) {
        putc(*c == '*' || *c == '\\' || *c == '?' ? '_' : *c, out);
    }
    fprintf(out, " */\n");
}

static void print_maps(struct header *header)
{
    for (size_t i = 0; i < header->pd->map_count; i++) {
        const struct map *map = &header->pd->maps[i];
        const struct memory_region *region = map->region;
        const char *name = unique_name(header, "", region->name);
        print_comment(header->out, "memory region", region->name);
        fprintf(header->out, "#define %s_VADDR 0x%jx\n", name, (uintmax_t)map->vaddr);
        fprintf(header->out, "#define %s_SIZE 0x%jx\n", name, (uintmax_t)region->size);
        if (region->paddr_kind == PADDR_FIXED) {
            fprintf(header->out, "#define %s_PADDR 0x%jx\n", name, (uintmax_t)region->paddr);
        }
    }
}

static void print_channels(struct header *header, const struct system *system)
{
    for (size_t i = 0; i < 2 * system->channel_count; i++) {
        const struct channel_end *end = &system->channels[i / 2].ends[i % 2];
        const struct channel_end *other = &system->channels[i / 2].ends[1 - i % 2];
        if (end->pd == header->pd) {
            print_comment(header->out, "channel to", other->pd->name);
            fprintf(header->out, "#define %s %u\n", unique_name(header, "CHANNEL_", other->pd->name),
                    end->id);
        }
    }
}

static void print_irqs(struct header *header)
{
    for (size_t i = 0; i < header->pd->irq_count; i++) {
        const struct irq *irq = &header->pd->irqs[i];
        const char *number = mem_format("%ju", (uintmax_t)irq->number);
        print_comment(header->out, "id of interrupt", number);
        fprintf(header->out, "#define %s %u\n", unique_name(header, "IRQ_", number), irq->id);
    }
}

static void print_children(struct header *header, const struct system *system)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *child = &system->pds[i];
        if (child->parent == header->pd) {
            print_comment(header->out, "id of child", child->name);
            fprintf(header->out, "#define %s %u\n", unique_name(header, "CHILD_", child->name),
                    child->child_id);
        }
    }
}

static void keep_name(void *name)
{
    (void)name; /* names live in the tool's own memory */
}

static void write_header(const char *path, const struct system *system, const struct protection_domain *pd)
{
    char *text = NULL;
    size_t size = 0;
    struct header header = {.out = open_memstream(&text, &size), .pd = pd, .prefix = macro_case(pd->name)};

    if (header.out == NULL) {
        tool_error(NULL, "out of memory");
    }
    /* A macro must not begin with a digit. */
    if (header.prefix[0] >= '0' && header.prefix[0] <= '9') {
        header.prefix = mem_format("_%s", header.prefix);
    }
    fprintf(header.out, "/* Made by microkit from the system description: edit that. */\n");
    fprintf(header.out, "#ifndef MICROKIT_SYSTEM_%s_H\n#define MICROKIT_SYSTEM_%s_H\n", header.prefix,
            header.prefix);
    print_maps(&header);
    print_channels(&header, system);
    print_irqs(&header);
    print_children(&header, system);
    fprintf(header.out, "\n#endif\n");
    fclose(header.out);
    tdestroy(header.taken, keep_name);
    const char *reason = file_write(path, text, size);
    free(text);
    if (reason != NULL) {
        tool_error(NULL, "cannot write the header '%s': %s", path, reason);
    }
}

static void check_file_names(const struct system *system, char **names)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(names[i], names[j]) == 0) {
                sdf_error(place_of(system->pds[i].at, "name"), "Rename one of them.",
                          "protection domains '%s' and '%s' would have the same header '%s.h'",
                          system->pds[j].name, system->pds[i].name, names[i]);
            }
        }
    }
}

void headers_write(const char *directory, const struct system *system)
{
    char **names = MEM_ARRAY(char *, system->pd_count);

    for (size_t i = 0; i < system->pd_count; i++) {
        names[i] = file_case(system->pds[i].name);
    }
    check_file_names(system, names);
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        tool_error(NULL, "cannot make the directory '%s': %s", directory, strerror(errno));
    }
    for (size_t i = 0; i < system->pd_count; i++) {
        write_header(path_join(directory, mem_format("%s.h", names[i])), system, &system->pds[i]);
    }
}
