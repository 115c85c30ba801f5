/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of SchedControl and SchedContext capabilities (SCI-1 to SCI-31, YLD-5 to YLD-11).
 */
#pragma once

#include "types.h"

struct invocation;

outcome_t sched_control_invoke(const struct invocation *request);
outcome_t sched_context_invoke(const struct invocation *request);
