/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The initialiser is the first user thread. It makes the objects and capabilities that the tool described and
 * nothing else (INIT-1, INIT-3), gives up its own authority, and stops for ever. Any kernel error stops it
 * with a message before a protection domain has run (INIT-4).
 */
#pragma once

#include <stdint.h>

#include <microkit.h>

#include "description.h"

/* Everything the steps need; constant once main.c has filled it in. */
struct system {
    const seL4_BootInfo *boot;
    const struct desc_header *header;
    uint64_t image_start; /* lowest address of the initialiser's image */
};

extern struct system sys;

/* Table `table` of the description: `*count` gets its number of entries. */
const void *table(enum desc_table table, uint32_t *count);

/* Capability that a reference names; a reference outside of what the description may use is fatal. */
seL4_CPtr cap(uint32_t reference);

/* Stops if `err` is an error: names the step and the object. */
void check(seL4_Error err, const char *step, uint32_t reference);

/* Prints `why` and stops for ever (debug builds print, all stop). */
_Noreturn void fail(const char *why);

/* Prints an unsigned number in hexadecimal. */
void put_hex(uint64_t x);

/* snapshot.c: prints what exists, if the description asks for it and the kernel can. */
void print_snapshot(void);

/* objects.c */
void check_untypeds(void);
void make_objects(void);
void assign_asids(void);

/* caps.c */
void derive_caps(void);
void bind_irqs(void);
void fill_cnodes(void);

/* memory.c */
void fill_frames(void);
void map_tables(void);
void map_frames(void);

/* threads.c */
void configure_scs(void);
void configure_tcbs(void);
void configure_schedule(void);
void resume_threads(void);
void start_schedule(void);

/* relinquish.c */
void relinquish_authority(void);
