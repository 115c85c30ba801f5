/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Vocabulary of the config.c files: one file a system, which defines the configuration structs of all its
 * PDs. Each struct goes to a section of its own named "<pd>:<section>", from which systems/configure.py
 * patches it into section <section> of that PD's program. Addresses, sizes and channels come from the headers
 * that the microkit tool writes from the .system file, so each fact is stated once.
 */
#pragma once

#include <stdint.h>

/*
 * Places a struct: CONFIG_FOR("console", ".timer_client_config") timer_client_config_t console_timer = { ...
 * };
 */
#define CONFIG_FOR(pd, section_name) static const __attribute__((used, section(pd ":" section_name)))

/*
 * The mapping of memory region MR in protection domain PD, as a region_resource_t; names as in the headers.
 */
#define REGION(PD, MR) { .vaddr = (void *)(uintptr_t)PD##_##MR##_VADDR, .size = PD##_##MR##_SIZE }

/* The same as a device_region_resource_t; MR has a fixed physical address. */
#define DEVICE_REGION(PD, MR) { .region = REGION(PD, MR), .io_addr = PD##_##MR##_PADDR }

/* One end of a serial link: PD maps regions LINK_queue and LINK_data, and has a channel to PEER. */
#define SERIAL_LINK(PD, LINK, PEER)         \
    {                                       \
        .queue = REGION(PD, LINK##_QUEUE),  \
        .data = REGION(PD, LINK##_DATA),    \
        .id = PD##_CHANNEL_##PEER,          \
    }
