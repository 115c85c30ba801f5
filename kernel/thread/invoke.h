/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of Thread capabilities (TCB-1 to TCB-29).
 */
#pragma once

#include "types.h"

struct invocation;

APART outcome_t thread_invoke(const struct invocation *request);
