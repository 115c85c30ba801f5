/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What arguments each invocation takes, so that programs make calls that mostly succeed, and go wrong in one argument
 * at a time.
 */
#pragma once

#include "abi.h"
#include "types.h"

enum argument {
    ARG_NONE,
    /* Words. */
    ARG_ANY,
    ARG_PRIORITY,
    ARG_GUARD,
    ARG_ADDRESS,  /* of a buffer */
    ARG_FLAGS,
    ARG_COUNT,    /* of registers */
    ARG_LINE,
    ARG_INDEX,
    ARG_DEPTH,
    ARG_DOMAIN,
    ARG_ENTRY,    /* of the domain schedule */
    ARG_DURATION, /* of it */
    ARG_MICROSECONDS,
    ARG_REFILLS,
    /* Capabilities, as arguments or as what is invoked. */
    ARG_THREAD,
    ARG_CNODE,
    ARG_VSPACE,
    ARG_FRAME,
    ARG_ENDPOINT,
    ARG_NOTIFICATION,
    ARG_SC,
    ARG_SCHED_CONTROL,
    ARG_DOMAIN_CAP,
    ARG_IRQ_CONTROL,
    ARG_IRQ_HANDLER,
    ARG_BINDABLE, /* thread or notification */
    ARG_AUTHORITY, /* a thread with a high MCP */
    ARG_SLOT,
};

enum { ARGUMENT_WORDS = 6, ARGUMENT_CAPS = 3 };

struct invocation_shape {
    word_t label;
    uint8_t invoked;
    uint8_t word[ARGUMENT_WORDS];
    uint8_t cap[ARGUMENT_CAPS];
};

extern const struct invocation_shape invocation_shapes[];
extern const uint32_t invocation_shape_count;
