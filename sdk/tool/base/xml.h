/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system description as a tree of elements, each of which knows where it stands in the text.
 * Well-formedness is the only thing judged here; what elements mean is for sdf_*.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* One text file in memory. */
struct source {
    const char *path; /* as given by the user: messages show it unchanged */
    const char *text;
    size_t size;
};

struct xml_attribute {
    const char *name;
    const char *value; /* entities resolved, UTF-8 */
    size_t offset;     /* of the name in the source text */
    size_t length;     /* of name="value" in the source text */
};

struct xml_element {
    const struct source *source;
    const char *name;
    size_t offset; /* of '<' in the source text */
    size_t length; /* of the start tag */
    struct xml_element *parent, *first_child, *last_child, *next_sibling;
    struct xml_attribute *attributes;
    size_t attribute_count;
    bool has_text; /* non-blank text stands directly inside */
    size_t text_offset;
};

/* A place that a message can point at: an element, or one attribute of it. {NULL, NULL} is nowhere. */
struct place {
    const struct xml_element *element;
    const struct xml_attribute *attribute;
};

/* Parses `source` and returns its root element; ends the process with E-XML when it is not well-formed, and
 * on a document type declaration, an encoding without byte offsets (UTF-16), or nesting deeper than 256. */
struct xml_element *xml_parse(const struct source *source);

/* The attribute, or NULL. */
const struct xml_attribute *xml_attribute(const struct xml_element *element, const char *name);

/* The place of attribute `name` of the element at `at`; the element itself if it has no such attribute. */
struct place place_of(struct place at, const char *name);

/* Number of children called `name`. */
size_t xml_count(const struct xml_element *element, const char *name);
