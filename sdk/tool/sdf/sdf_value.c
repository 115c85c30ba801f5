/* SPDX-License-Identifier: BSD-2-Clause */
/* Attribute values. */
#include "sdf/sdf_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"

struct place attribute_place(const struct xml_element *element, const char *name)
{
    return (struct place){element, xml_attribute(element, name)};
}

bool attribute_given(const struct xml_element *element, const char *name)
{
    return xml_attribute(element, name) != NULL;
}

const char *value_text(const struct xml_element *element, const char *name)
{
    const struct xml_attribute *attribute = xml_attribute(element, name);

    if (attribute == NULL) {
        sdf_error((struct place){element, NULL}, mem_format("Add %s=\"...\".", name),
                  "required attribute '%s' is missing on element '%s'", name, element->name);
    }
    return attribute->value;
}

const char *value_name(const struct xml_element *element, const char *name)
{
    const char *text = value_text(element, name);

    if (text[0] == '\0') {
        sdf_error(attribute_place(element, name), NULL, "'%s' is empty", name);
    }
    for (size_t i = 0; text[i] != '\0'; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) {
            sdf_error(attribute_place(element, name), "Use printable characters.",
                      "'%s' contains a control character", name);
        }
    }
    return text;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return 16;
}

static bool parse_digits(const char *text, size_t length, unsigned base, uint64_t *number)
{
    uint64_t value = 0;
    bool any = false;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '_') {
            continue;
        }
        unsigned digit = (unsigned)digit_value(text[i]);
        if (digit >= base || __builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, digit, &value)) {
            return false;
        }
        any = true;
    }
    *number = value;
    return any;
}

bool parse_number(const char *text, size_t length, uint64_t *number)
{
    if (length >= 2 && text[0] == '0' && text[1] == 'x') {
        return parse_digits(text + 2, length - 2, 16, number);
    }
    return parse_digits(text, length, 10, number);
}

static _Noreturn void bad_number(const struct xml_element *element, const char *name)
{
    sdf_error(attribute_place(element, name),
              "Write a decimal number, or 0x and hexadecimal digits, below 2^64; '_' may separate digits.",
              "'%s' is not a number", value_text(element, name));
}

uint64_t value_number(const struct xml_element *element, const char *name)
{
    const char *text = value_text(element, name);
    uint64_t number;

    if (!parse_number(text, strlen(text), &number)) {
        bad_number(element, name);
    }
    return number;
}

uint64_t value_number_or(const struct xml_element *element, const char *name, uint64_t missing)
{
    return attribute_given(element, name) ? value_number(element, name) : missing;
}

uint64_t value_decimal(const struct xml_element *element, const char *name, uint64_t max)
{
    const char *text = value_text(element, name);
    size_t sign = text[0] == '-' || text[0] == '+' ? 1 : 0;
    uint64_t number;

    if (!parse_number(text + sign, strlen(text) - sign, &number)) {
        bad_number(element, name);
    }
    if (number > max || (text[0] == '-' && number != 0)) {
        sdf_error(attribute_place(element, name), NULL, "'%s' is %s, but must be between 0 and %ju", name,
                  text, (uintmax_t)max);
    }
    return number;
}

uint64_t value_decimal_or(const struct xml_element *element, const char *name, uint64_t max, uint64_t missing)
{
    return attribute_given(element, name) ? value_decimal(element, name, max) : missing;
}

uint32_t value_id(const struct xml_element *element, const char *name)
{
    return (uint32_t)value_decimal(element, name, MAX_ID);
}

bool value_flag_or(const struct xml_element *element, const char *name, bool missing)
{
    static const char *const choices[] = {"false", "true"};

    return value_choice_or(element, name, choices, 2, missing ? 1 : 0) == 1;
}

static const char *choices_text(const char *const *choices, size_t count)
{
    const char *text = mem_format("'%s'", choices[0]);

    for (size_t i = 1; i < count; i++) {
        text = mem_format("%s%s'%s'", text, i + 1 == count ? " or " : ", ", choices[i]);
    }
    return text;
}

size_t value_choice_or(const struct xml_element *element, const char *name, const char *const *choices,
                       size_t count, size_t missing)
{
    if (!attribute_given(element, name)) {
        return missing;
    }
    const char *text = value_text(element, name);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, choices[i]) == 0) {
            return i;
        }
    }
    sdf_error(attribute_place(element, name), NULL, "'%s' is '%s', but must be %s", name, text,
              choices_text(choices, count));
}

/* Hexadecimal digits up to `stop`, at most `max`; moves *text behind `stop`. */
static bool parse_pci_field(const char **text, char stop, unsigned max, uint8_t *field)
{
    const char *end = strchrnul(*text, stop);
    uint64_t value;

    if (*end != stop || memchr(*text, '_', (size_t)(end - *text)) != NULL ||
        !parse_digits(*text, (size_t)(end - *text), 16, &value) || value > max) {
        return false;
    }
    *field = (uint8_t)value;
    *text = end + 1;
    return true;
}

struct pci_address value_pci(const struct xml_element *element, const char *name)
{
    const char *text = value_text(element, name);
    const char *rest = text;
    struct pci_address pci;

    if (!parse_pci_field(&rest, ':', 0xff, &pci.bus) || !parse_pci_field(&rest, '.', 0x1f, &pci.device) ||
        !parse_pci_field(&rest, '\0', 7, &pci.function)) {
        sdf_error(attribute_place(element, name),
                  "Write BUS:DEV.FUNC in hexadecimal: bus 0 to ff, device 0 to 1f, function 0 to 7.",
                  "'%s' is '%s', which is no PCI address", name, text);
    }
    return pci;
}

int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *at = c == '\0' ? NULL : strchr(digits, c);

    if (at == NULL) {
        return -1;
    }
    return (int)(at - digits) < 16 ? (int)(at - digits) : (int)(at - digits) - 6;
}
