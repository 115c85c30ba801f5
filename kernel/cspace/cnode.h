/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of CNode capabilities (CNO-1 to CNO-11).
 */
#pragma once

#include "types.h"

struct invocation;

/* Never called in a restricted phase (CNO-11, checked by the dispatcher). */
APART outcome_t cnode_invoke(const struct invocation *request);
