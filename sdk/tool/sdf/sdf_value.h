/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attribute values (SDF-4 to SDF-6). Each function ends the process with E-NUM or E-VAL on a bad value. Where
 * `missing` is given it is the result for an absent attribute; otherwise the attribute must be there, which
 * the schema has made sure of, and its absence is E-MISS.
 */
#pragma once

#include "sdf/model.h"

struct place attribute_place(const struct xml_element *element, const char *name);
bool attribute_given(const struct xml_element *element, const char *name);

/* Any text. */
const char *value_text(const struct xml_element *element, const char *name);

/* A name: not empty, no control characters. */
const char *value_name(const struct xml_element *element, const char *name);

/* Kind N: decimal or 0x hexadecimal, '_' ignored; unsigned 64 bits. */
uint64_t value_number(const struct xml_element *element, const char *name);
uint64_t value_number_or(const struct xml_element *element, const char *name, uint64_t missing);

/* Kind D: as N and also with a sign; 0..max. */
uint64_t value_decimal(const struct xml_element *element, const char *name, uint64_t max);
uint64_t value_decimal_or(const struct xml_element *element, const char *name, uint64_t max,
                          uint64_t missing);

/* A channel, interrupt, port, vCPU or child id. */
uint32_t value_id(const struct xml_element *element, const char *name);

/* "true" or "false". */
bool value_flag_or(const struct xml_element *element, const char *name, bool missing);

/* Index of the value in `choices`. */
size_t value_choice_or(const struct xml_element *element, const char *name, const char *const *choices,
                       size_t count, size_t missing);

/* BUS:DEV.FUNC in hexadecimal. */
struct pci_address value_pci(const struct xml_element *element, const char *name);

/* Value of a hexadecimal digit, or -1. */
int hex_digit(char c);

/* Parses kind N from the first `length` bytes of `text`. */
bool parse_number(const char *text, size_t length, uint64_t *number);
