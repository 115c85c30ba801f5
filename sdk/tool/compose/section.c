/* SPDX-License-Identifier: BSD-2-Clause */
/* <section>: bytes that the description itself gives for a section of a program, in a file or in hexadecimal. */
#include "base/diag.h"
#include "base/file.h"
#include "compose/composer.h"
#include "sdf/sdf_value.h"

enum { MAX_SECTION_BYTES = 1 << 30 };

/* Two digits a byte, spaces between bytes where one likes. */
static struct file_bytes parse_data(const struct xml_element *element)
{
    const char *text = value_text(element, "data");
    uint8_t *bytes = mem_array(strlen(text) / 2 + 1, 1);
    size_t size = 0;

    while (*text != '\0') {
        if (*text == ' ' || *text == '\n' || *text == '\t' || *text == '\r') {
            text++;
            continue;
        }
        int high = hex_digit(text[0]);
        int low = high < 0 ? -1 : hex_digit(text[1]);
        if (low < 0) {
            sdf_error(attribute_place(element, "data"), "Write two hexadecimal digits for each byte.",
                      "'data' is not a row of bytes");
        }
        bytes[size++] = (uint8_t)(high << 4 | low);
        text += 2;
    }
    return (struct file_bytes){bytes, size};
}

static struct file_bytes contents_of(struct composer *c, const struct xml_element *element)
{
    struct file_bytes bytes = {NULL, 0};

    if (attribute_given(element, "data") == attribute_given(element, "path")) {
        sdf_error(c->at, "Give one of the two.", "a section has its bytes from 'path' or from 'data'");
    }
    if (attribute_given(element, "data")) {
        return parse_data(element);
    }
    const char *path = find_file(&c->sdf, element, "path");
    if (path == NULL) {
        sdf_warning(attribute_place(element, "path"), "Make the file first.", "the file '%s' is not there yet",
                    value_text(element, "path"));
        return bytes;
    }
    const char *wrong = file_read(path, MAX_SECTION_BYTES, &bytes);
    if (wrong != NULL) {
        sdf_error(attribute_place(element, "path"), NULL, "cannot read the file '%s': %s", path, wrong);
    }
    return bytes;
}

void compose_sections(struct composer *c, const struct xml_element *parent)
{
    FOR_EACH_CHILD (pd, parent, "protection_domain") {
        FOR_EACH_CHILD (element, pd, "section") {
            c->at.element = element;
            struct file_bytes bytes = contents_of(c, element);
            const char *name = value_name(element, "name");
            composer_section(c, pd, name, mem_format("%s%s.data", composer_name(pd), name), bytes.data, bytes.size);
        }
        compose_sections(c, pd);
    }
}
