/* SPDX-License-Identifier: BSD-2-Clause */
/* Making elements. */
#include "compose/element.h"

#include <string.h>

#include "base/memory.h"

static struct xml_attribute made(struct place at, const char *name, const char *value)
{
    return (struct xml_attribute){
        .name = name, .value = value, .offset = at.element->offset, .length = at.element->length};
}

struct xml_element *element_add(struct xml_element *parent, struct place at, const char *name,
                                const char *const *pairs)
{
    struct xml_element *element = MEM_ARRAY(struct xml_element, 1);
    size_t count = 0;

    *element = (struct xml_element){.source = at.element->source,
                                    .name = name,
                                    .offset = at.element->offset,
                                    .length = at.element->length,
                                    .parent = parent};
    while (pairs[2 * count] != NULL) {
        count++;
    }
    element->attributes = MEM_ARRAY(struct xml_attribute, count);
    for (size_t i = 0; i < count; i++) {
        if (pairs[2 * i + 1] != NULL) {
            element->attributes[element->attribute_count++] = made(at, pairs[2 * i], pairs[2 * i + 1]);
        }
    }
    if (parent->last_child == NULL) {
        parent->first_child = element;
    } else {
        parent->last_child->next_sibling = element;
    }
    parent->last_child = element;
    return element;
}

void element_set(struct xml_element *element, struct place at, const char *name, const char *value)
{
    struct xml_attribute *attributes = MEM_ARRAY(struct xml_attribute, element->attribute_count + 1);

    if (element->attribute_count != 0) {
        memcpy(attributes, element->attributes, element->attribute_count * sizeof *attributes);
    }
    attributes[element->attribute_count++] = made(at, name, value);
    element->attributes = attributes;
}
