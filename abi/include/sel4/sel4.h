/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel interface for user programs; LIB-2 names the few headers to include beside this one. */
#pragma once

#include <sel4/types.h>
#include <sel4/syscall.h>
#include <sel4/objecttype.h>
#include <sel4/errors.h>
#include <sel4/constants.h>
#include <sel4/invocation.h>
#include <sel4/functions.h>
#include <sel4/bootinfo.h>
#include <sel4/bootinfo_types.h>
#include <sel4/faults.h>
#include <sel4/assert.h>
#include <sel4/debug_assert.h>
#include <sel4/syscalls.h>
#include <sel4/virtual_client.h>
#include <sel4/deprecated.h>
