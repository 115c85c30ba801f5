/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's view of its own interface: the constants that the user headers publish, and nothing else of
 * them. They are generated from the tables in abi/, so that kernel and users cannot disagree.
 */
#pragma once

#include <autoconf.h>
#include <sel4/bootinfo_types.h>
#include <sel4/constants.h>
#include <sel4/errors.h>
#include <sel4/invocation.h>
#include <sel4/objecttype.h>
#include <sel4/syscall.h>
#include <sel4/arch/constants.h>
#include <sel4/arch/invocation.h>
#include <sel4/arch/objecttype.h>
#include <sel4/sel4_arch/constants.h>
#include <sel4/sel4_arch/invocation.h>
#include <sel4/sel4_arch/objecttype.h>

enum {
    MESSAGE_REGISTERS = 4,   /* message words that travel in registers (MSG-5) */
    MESSAGE_MAX_LENGTH = 120,
    MESSAGE_MAX_CAPS = 3,
    NUM_PRIORITIES = 256,
    NUM_DOMAINS = CONFIG_NUM_DOMAINS,
    DOMAIN_SCHEDULE_LENGTH = CONFIG_NUM_DOMAIN_SCHEDULES,
};

/* Words of the IPC buffer (MSG-2). */
enum {
    BUFFER_TAG = 0,
    BUFFER_MESSAGE = 1,
    BUFFER_CAPS = 122,
    BUFFER_RECEIVE_CNODE = 125,
    BUFFER_RECEIVE_INDEX = 126,
    BUFFER_RECEIVE_DEPTH = 127,
};
