/* SPDX-License-Identifier: BSD-2-Clause */
/* Expat does the parsing; this file builds the tree and remembers where everything stands. */
#include "base/xml.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"

/* Deeper than any sensible hierarchy, and shallow enough for recursion over the tree. */
enum { MAX_DEPTH = 256 };

struct parse {
    const struct source *source;
    XML_Parser parser;
    struct xml_element *root;
    struct xml_element *open; /* innermost element whose end is still to come */
    unsigned depth;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_space(const char *text, size_t at, size_t end)
{
    while (at < end && is_space(text[at])) {
        at++;
    }
    return at;
}

/* The next name="value" of a start tag, searched from `at`; returns the offset behind it. Expat has accepted
 * the tag, so a tag that does not scan is a disagreement between the two, and length 0 reports it. */
static size_t scan_attribute(const char *text, size_t at, size_t end, struct xml_attribute *attribute)
{
    at = skip_space(text, at, end);
    attribute->offset = at;
    while (at < end && text[at] != '=') {
        at++;
    }
    at = skip_space(text, at + 1, end);
    if (at >= end) {
        return end;
    }
    const char *closing = memchr(text + at + 1, text[at], end - at - 1);
    if (closing == NULL) {
        return end;
    }
    at = (size_t)(closing - text) + 1;
    attribute->length = at - attribute->offset;
    return at;
}

static void add_attributes(struct xml_element *element, const XML_Char **pairs)
{
    size_t count = 0;

    while (pairs[2 * count] != NULL) {
        count++;
    }
    element->attribute_count = count;
    element->attributes = MEM_ARRAY(struct xml_attribute, count);

    size_t end = element->offset + element->length;
    size_t at = element->offset + 1 + strlen(element->name);
    for (size_t i = 0; i < count; i++) {
        struct xml_attribute *attribute = &element->attributes[i];
        attribute->name = mem_string(pairs[2 * i], strlen(pairs[2 * i]));
        attribute->value = mem_string(pairs[2 * i + 1], strlen(pairs[2 * i + 1]));
        at = scan_attribute(element->source->text, at, end, attribute);
        if (attribute->length == 0) {
            attribute->offset = element->offset;
            attribute->length = 1;
        }
    }
}

static void append_child(struct xml_element *parent, struct xml_element *child)
{
    child->parent = parent;
    if (parent->last_child == NULL) {
        parent->first_child = child;
    } else {
        parent->last_child->next_sibling = child;
    }
    parent->last_child = child;
}

static size_t current_offset(const struct parse *parse)
{
    XML_Index index = XML_GetCurrentByteIndex(parse->parser);

    return index < 0 ? parse->source->size : (size_t)index;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct parse *parse = data;
    struct xml_element *element = MEM_ARRAY(struct xml_element, 1);

    element->source = parse->source;
    element->name = mem_string(name, strlen(name));
    element->offset = current_offset(parse);
    element->length = (size_t)XML_GetCurrentByteCount(parse->parser);
    if (parse->depth == MAX_DEPTH) {
        source_error(parse->source, element->offset, "Flatten the description.",
                     "elements nest deeper than %d levels", MAX_DEPTH);
    }
    add_attributes(element, attributes);
    if (parse->open == NULL) {
        parse->root = element;
    } else {
        append_child(parse->open, element);
    }
    parse->open = element;
    parse->depth++;
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct parse *parse = data;

    (void)name;
    parse->open = parse->open->parent;
    parse->depth--;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct parse *parse = data;

    if (parse->open == NULL || parse->open->has_text) {
        return;
    }
    for (int i = 0; i < length; i++) {
        if (!is_space(text[i])) {
            parse->open->has_text = true;
            parse->open->text_offset = current_offset(parse) + (size_t)i;
            return;
        }
    }
}

/* Entities would make offsets meaningless and expansion unbounded, and no system description needs them. */
static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system_id,
                               const XML_Char *public_id, int has_subset)
{
    const struct parse *parse = data;

    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_subset;
    source_error(parse->source, current_offset(parse), "Remove the <!DOCTYPE ...>.",
                 "document type declarations are not supported in a system description");
}

static void check_encoding(const struct source *source)
{
    const char *nul = memchr(source->text, '\0', source->size);

    if (nul != NULL) {
        source_error(source, (size_t)(nul - source->text), "Save the file as UTF-8.",
                     "%s is not well-formed XML: it contains a NUL byte", source->path);
    }
}

struct xml_element *xml_parse(const struct source *source)
{
    struct parse parse = {.source = source, .parser = XML_ParserCreate(NULL)};

    if (parse.parser == NULL || source->size > INT_MAX) {
        internal_error("cannot create an XML parser for %zu bytes", source->size);
    }
    check_encoding(source);
    XML_SetUserData(parse.parser, &parse);
    XML_SetElementHandler(parse.parser, on_start, on_end);
    XML_SetCharacterDataHandler(parse.parser, on_text);
    XML_SetStartDoctypeDeclHandler(parse.parser, on_doctype);
    if (XML_Parse(parse.parser, source->text, (int)source->size, XML_TRUE) != XML_STATUS_OK) {
        source_error(source, current_offset(&parse), NULL, "%s is not well-formed XML: %s", source->path,
                     XML_ErrorString(XML_GetErrorCode(parse.parser)));
    }
    XML_ParserFree(parse.parser);
    return parse.root;
}

const struct xml_attribute *xml_attribute(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        if (strcmp(element->attributes[i].name, name) == 0) {
            return &element->attributes[i];
        }
    }
    return NULL;
}

struct place place_of(struct place at, const char *name)
{
    return (struct place){at.element, xml_attribute(at.element, name)};
}

size_t xml_count(const struct xml_element *element, const char *name)
{
    size_t count = 0;

    for (const struct xml_element *child = element->first_child; child != NULL; child = child->next_sibling) {
        count += strcmp(child->name, name) == 0;
    }
    return count;
}
