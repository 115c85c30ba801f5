/* SPDX-License-Identifier: BSD-2-Clause */
/* Printing descriptions. */
#include "compose/expand.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "compose/compose.h"

static void print_value(FILE *out, const char *value)
{
    for (; *value != '\0'; value++) {
        switch (*value) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        case '\t':
        case '\n':
        case '\r':
            fprintf(out, "&#%d;", *value);
            break;
        default:
            fputc(*value, out);
        }
    }
}

static void print_start(FILE *out, const struct xml_element *element, int depth)
{
    fprintf(out, "%*s<%s", 4 * depth, "", element->name);
    for (size_t i = 0; i < element->attribute_count; i++) {
        fprintf(out, " %s=\"", element->attributes[i].name);
        print_value(out, element->attributes[i].value);
        fputc('"', out);
    }
}

static void print_element(FILE *out, const struct xml_element *element, int depth)
{
    print_start(out, element, depth);
    if (element->first_child == NULL) {
        fputs(" />\n", out);
        return;
    }
    fputs(">\n", out);
    for (const struct xml_element *e = element->first_child; e != NULL; e = e->next_sibling) {
        if (strcmp(e->name, "section") != 0) {
            print_element(out, e, depth + 1);
        }
    }
    fprintf(out, "%*s</%s>\n", 4 * depth, "", element->name);
}

/* SDF-8: regions, protection domains, channels, each in order; then what else a description has. */
static void print_system(FILE *out, const struct xml_element *root)
{
    static const char *const order[] = {"memory_region", "protection_domain", "channel"};
    enum { KNOWN = sizeof order / sizeof order[0] };

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<system>\n", out);
    for (size_t i = 0; i <= KNOWN; i++) {
        for (const struct xml_element *e = root->first_child; e != NULL; e = e->next_sibling) {
            size_t place = 0;
            while (place < KNOWN && strcmp(order[place], e->name) != 0) {
                place++;
            }
            if (place == i && !is_device_class(e->name)) {
                print_element(out, e, 1);
            }
        }
    }
    fputs("</system>\n", out);
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    const char *wrong = file_write(path, bytes, size);

    if (wrong != NULL) {
        tool_error(NULL, "%s: cannot be written: %s", path, wrong);
    }
}

void expand_write(const char *path, const struct system *system)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        tool_error(NULL, "out of memory");
    }
    print_system(out, system->root);
    if (fclose(out) != 0) {
        tool_error(NULL, "out of memory");
    }
    if (path == NULL) {
        fwrite(text, 1, size, stdout);
    } else {
        write_file(path, text, size);
    }
    free(text);
}

static void check_file_names(const struct system *system)
{
    for (size_t i = 0; i < system->section_count; i++) {
        const struct composed_section *section = &system->sections[i];

        if (strchr(section->file, '/') != NULL) {
            sdf_error(section->at, "Rename the protection domain.", "'%s' cannot be the name of a file",
                      section->file);
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(system->sections[j].file, section->file) == 0) {
                sdf_error_related(section->at, (struct related){system->sections[j].at, "the other one is here"},
                                  "Two classes of one kind can be built, but their files have one name (CFG-10).",
                                  "two sections have the file '%s'", section->file);
            }
        }
    }
}

void expand_write_data(const char *directory, const struct system *system)
{
    check_file_names(system);
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        tool_error(NULL, "cannot make the directory '%s': %s", directory, strerror(errno));
    }
    for (size_t i = 0; i < system->section_count; i++) {
        const struct composed_section *section = &system->sections[i];

        write_file(mem_format("%s/%s", directory, section->file), section->bytes, section->size);
    }
}
