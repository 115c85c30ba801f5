/* SPDX-License-Identifier: BSD-2-Clause */
/* Checking a description before anything in it is used; the same code runs in the tool and its tests. */

#include "description.h"

static const uint32_t entry_sizes[DESC_TABLE_COUNT] = {
    [DESC_UNTYPEDS] = sizeof(struct desc_untyped),
    [DESC_RETYPES] = sizeof(struct desc_retype),
    [DESC_VSPACES] = sizeof(uint32_t),
    [DESC_DERIVES] = sizeof(struct desc_cap),
    [DESC_IRQS] = sizeof(struct desc_irq),
    [DESC_FILLS] = sizeof(struct desc_fill),
    [DESC_TABLES] = sizeof(struct desc_table_map),
    [DESC_MAPS] = sizeof(struct desc_map),
    [DESC_SCS] = sizeof(struct desc_sc),
    [DESC_TCBS] = sizeof(struct desc_tcb),
    [DESC_CAPS] = sizeof(struct desc_cap),
    [DESC_SCHEDULE] = sizeof(struct desc_schedule),
    [DESC_NAMES] = sizeof(uint32_t),
    [DESC_TEXT] = sizeof(char),
};

uint32_t desc_entry_size(enum desc_table table)
{
    return entry_sizes[table];
}

/* Remainders of the 16 values of four bits: a quarter of the steps of a bit at a time. */
static const uint32_t crc_of_nibble[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
    0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
    0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

uint32_t desc_crc32(const uint8_t *bytes, uint32_t size)
{
    uint32_t crc = UINT32_MAX;

    for (uint32_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        crc = (crc >> 4) ^ crc_of_nibble[crc & 0xf];
        crc = (crc >> 4) ^ crc_of_nibble[crc & 0xf];
    }
    return ~crc;
}

static const char *check_table(const struct desc_header *header, enum desc_table table)
{
    const struct desc_range *range = &header->tables[table];
    uint64_t end = range->offset + (uint64_t)range->count * entry_sizes[table];

    if (range->offset % DESC_ALIGN != 0 || range->offset < sizeof *header) {
        return "a table of the description is misplaced";
    }
    if (end > header->size) {
        return "a table of the description is longer than the description";
    }
    return NULL;
}

static const char *check_text(const struct desc_header *header)
{
    const struct desc_range *range = &header->tables[DESC_TEXT];
    const char *text = (const char *)header + range->offset;

    if (range->count != 0 && text[range->count - 1] != '\0') {
        return "the names of the description are not terminated";
    }
    return NULL;
}

const char *desc_check(const struct desc_header *header, uint64_t available)
{
    const uint32_t unchecked = offsetof(struct desc_header, slot_count);

    if (available < sizeof *header || header->magic != DESC_MAGIC) {
        return "there is no description of this version";
    }
    if (header->size < sizeof *header || header->size > available) {
        return "the description has a wrong size";
    }
    if (desc_crc32((const uint8_t *)header + unchecked, header->size - unchecked) != header->checksum) {
        return "the description has a wrong checksum";
    }
    for (enum desc_table table = 0; table < DESC_TABLE_COUNT; table++) {
        const char *wrong = check_table(header, table);

        if (wrong != NULL) {
            return wrong;
        }
    }
    return check_text(header);
}

const void *desc_entries(const struct desc_header *header, enum desc_table table)
{
    return (const char *)header + header->tables[table].offset;
}
