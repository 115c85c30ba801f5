/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The provider of <os/sddf.h> for any other operating system (GEN-6): the same names as extern functions,
 * which that system links in. Put this folder before the Microkit one on the include path. The contracts are
 * those stated there.
 */
#pragma once

#include <stdint.h>

typedef unsigned int sddf_channel;

#define SDDF_NAME_LENGTH 64

/* The message tag: a label and a count of message registers. */
typedef struct microkit_msginfo {
    uint64_t label;
    uint16_t count;
} microkit_msginfo;

static inline microkit_msginfo microkit_msginfo_new(uint64_t label, uint16_t count)
{
    return (microkit_msginfo) { .label = label, .count = count };
}

static inline uint64_t microkit_msginfo_get_label(microkit_msginfo info)
{
    return info.label;
}

static inline uint64_t microkit_msginfo_get_count(microkit_msginfo info)
{
    return info.count;
}

char *sddf_get_pd_name(void);
void sddf_irq_ack(sddf_channel id);
void sddf_deferred_irq_ack(sddf_channel id);
void sddf_notify(sddf_channel id);
void sddf_deferred_notify(sddf_channel id);
unsigned int sddf_deferred_notify_curr(void);
microkit_msginfo sddf_ppcall(sddf_channel id, microkit_msginfo info);
uint64_t sddf_get_mr(unsigned int i);
void sddf_set_mr(unsigned int i, uint64_t value);
