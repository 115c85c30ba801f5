/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory regions as configuration structs name them. The structs are patched into a component's ELF sections
 * when a system is composed; their layout is fixed (CFG-1, CFG-2), and they are trusted: no peer can write
 * them (GEN-11).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Every configuration struct starts with 's','D','D','F' and a byte for its class (CFG-7). */
#define SDDF_MAGIC_LENGTH 5

/* True if the five bytes at `magic` are those of class byte `class_byte`. */
/*@ requires \valid_read(magic + (0 .. SDDF_MAGIC_LENGTH - 1));
    assigns \nothing;
    ensures \result <==> (magic[0] == 's' && magic[1] == 'D' && magic[2] == 'D' && magic[3] == 'F' &&
                         magic[4] == class_byte); */
static inline bool sddf_magic_is(const char *magic, char class_byte)
{
    return magic[0] == 's' && magic[1] == 'D' && magic[2] == 'D' && magic[3] == 'F' && magic[4] == class_byte;
}

/* A memory region mapped into this PD: 16 bytes. */
typedef struct region_resource {
    void *vaddr;   /* address in this PD */
    uint64_t size; /* bytes */
} region_resource_t;

/* A region that a device accesses too: 24 bytes. */
typedef struct device_region_resource {
    region_resource_t region;
    uint64_t io_addr; /* address that the device uses for it */
} device_region_resource_t;

_Static_assert(sizeof(region_resource_t) == 16, "CFG-1");
_Static_assert(sizeof(device_region_resource_t) == 24, "CFG-2");
