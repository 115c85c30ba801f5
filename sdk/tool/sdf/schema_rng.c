/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing the schema. It says what RELAX NG can say: where elements stand, how many of them, which attributes
 * they have, and what a value looks like. What depends on other elements or on the board only the tool
 * checks.
 */
#include "sdf/schema_rng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "sdf/sdf_schema.h"

static const char help[] =
    "usage: microkit schema [-h] [-o FILE]\n"
    "\n"
    "Writes the schema of system descriptions (RELAX NG, XML syntax) for editors and validators.\n"
    "\n"
    "  -o, --output FILE        file to write (default: standard output)\n"
    "  -h, --help               show this help\n";

/* Patterns for values, and the attributes that have them, wherever they occur. Others are any text.
 * An attribute that has a sign on one element only is with the signed ones: the schema must not be too
 * strict. */
static const struct {
    const char *pattern, *attributes;
} value_kinds[] = {
    {"number", "priority budget period stack_size cpu vaddr iovaddr page_size phys_addr slot addr domain_id"},
    {"number", "start_index index_shift"},
    {"number", "rx_buffers tx_buffers data_size baud switch_char terminate_num_char"},
    {"signed", "id irq pin vector ioapic handle size"},
    {"flag", "passive smc fpu cached pp notify reinit rx tx colour lwip"},
    {"rights", "perms"},
    {"symbol", "setvar_id setvar_addr setvar_vaddr setvar_size setvar_prefill_size symbol"},
};

#define NUMBER "0x[0-9A-Fa-f_]*[0-9A-Fa-f][0-9A-Fa-f_]*|[0-9_]*[0-9][0-9_]*"

static const char definitions[] =
    "  <define name=\"number\">\n"
    "    <data type=\"string\"><param name=\"pattern\">" NUMBER "</param></data>\n"
    "  </define>\n"
    "  <define name=\"signed\">\n"
    "    <data type=\"string\"><param name=\"pattern\">[+\\-]?(" NUMBER ")</param></data>\n"
    "  </define>\n"
    "  <define name=\"flag\">\n"
    "    <choice><value type=\"string\">true</value><value type=\"string\">false</value></choice>\n"
    "  </define>\n"
    "  <define name=\"rights\">\n"
    "    <data type=\"string\"><param name=\"pattern\">[rwx]*</param></data>\n"
    "  </define>\n"
    "  <define name=\"symbol\">\n"
    "    <data type=\"string\"><param name=\"minLength\">1</param></data>\n"
    "  </define>\n";

/* The pattern of an attribute's value, or NULL for any text. */
static const char *value_pattern(struct word attribute)
{
    for (size_t i = 0; i < sizeof value_kinds / sizeof value_kinds[0]; i++) {
        const char *list = value_kinds[i].attributes;
        for (struct word word = schema_next_word(&list); word.length != 0; word = schema_next_word(&list)) {
            if (word.length == attribute.length && memcmp(word.start, attribute.start, word.length) == 0) {
                return value_kinds[i].pattern;
            }
        }
    }
    return NULL;
}

/* A rule's definition is called PARENT-NAME, because what an element may have can depend on where it stands.
 */
static void print_children(FILE *out, const struct element_rule *rule)
{
    const char *list = rule->children;

    fprintf(out, "      <interleave>\n");
    for (struct word word = schema_next_word(&list); word.length != 0; word = schema_next_word(&list)) {
        const char *wrapper = word.mark == '!'   ? NULL
                              : word.mark == '?' ? "optional"
                              : word.mark == '+' ? "oneOrMore"
                                                 : "zeroOrMore";

        fprintf(out, "        ");
        if (wrapper != NULL) {
            fprintf(out, "<%s>", wrapper);
        }
        fprintf(out, "<ref name=\"%s-%.*s\"/>", rule->name, (int)word.length, word.start);
        if (wrapper != NULL) {
            fprintf(out, "</%s>", wrapper);
        }
        fprintf(out, "\n");
    }
    fprintf(out, "      </interleave>\n");
}

static void print_attributes(FILE *out, const struct element_rule *rule)
{
    const char *list = rule->attributes;

    for (struct word word = schema_next_word(&list); word.length != 0; word = schema_next_word(&list)) {
        const char *pattern = value_pattern(word);

        fprintf(out, "      %s<attribute name=\"%.*s\">", word.mark == '!' ? "" : "<optional>",
                (int)word.length, word.start);
        if (pattern != NULL) {
            fprintf(out, "<ref name=\"%s\"/>", pattern);
        } else {
            fprintf(out, "<text/>");
        }
        fprintf(out, "</attribute>%s\n", word.mark == '!' ? "" : "</optional>");
    }
}

static void print_rule(FILE *out, const struct element_rule *rule)
{
    fprintf(out, "  <define name=\"%s-%s\">\n    <element name=\"%s\">\n",
            rule->parent == NULL ? "document" : rule->parent, rule->name, rule->name);
    print_attributes(out, rule);
    if (*rule->children != '\0') {
        print_children(out, rule);
    } else if (*rule->attributes == '\0') {
        fprintf(out, "      <empty/>\n");
    }
    fprintf(out, "    </element>\n  </define>\n");
}

static void print_schema(FILE *out)
{
    fprintf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<!-- SPDX-License-Identifier: BSD-2-Clause -->\n"
                 "<!-- Made by `microkit schema`: the shape of system descriptions. -->\n"
                 "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\"\n"
                 "         datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
                 "  <start><ref name=\"document-system\"/></start>\n");
    fprintf(out, "%s", definitions);
    for (size_t i = 0; i < schema_rule_count; i++) {
        print_rule(out, &schema_rules[i]);
    }
    fprintf(out, "</grammar>\n");
}

static void write_schema(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        tool_error(NULL, "out of memory");
    }
    print_schema(out);
    fclose(out);
    const char *reason = file_write(path, text, size);
    free(text);
    if (reason != NULL) {
        tool_error(NULL, "cannot write the schema '%s': %s", path, reason);
    }
}

int schema_command(int argc, char **argv)
{
    if (argc == 0) {
        print_schema(stdout);
    } else if (strcmp(argv[0], "-h") == 0 || strcmp(argv[0], "--help") == 0) {
        printf("%s", help);
    } else if (argc == 2 && (strcmp(argv[0], "-o") == 0 || strcmp(argv[0], "--output") == 0)) {
        write_schema(argv[1]);
    } else {
        tool_error("Run microkit schema --help.", "unrecognised argument: %s", argv[argc - 1]);
    }
    return EXIT_SUCCESS;
}
