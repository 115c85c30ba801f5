/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The groups of TCB invocations; thread_invoke() dispatches to them. t is the invoked thread.
 */
#pragma once

#include "cspace/slot.h"

struct invocation;
struct tcb;

/* registers.c */
outcome_t thread_read_registers(const struct invocation *request, struct tcb *t);
outcome_t thread_write_registers(const struct invocation *request, struct tcb *t);
outcome_t thread_copy_registers(const struct invocation *request, struct tcb *t);

/* space.c */
outcome_t thread_configure(const struct invocation *request, struct tcb *t);
outcome_t thread_set_space(const struct invocation *request, struct tcb *t);
outcome_t thread_set_ipc_buffer(const struct invocation *request, struct tcb *t);

/* parameters.c */
outcome_t thread_invoke_set_priority(const struct invocation *request, struct tcb *t);
outcome_t thread_invoke_set_mcp(const struct invocation *request, struct tcb *t);
outcome_t thread_set_sched_params(const struct invocation *request, struct tcb *t);
outcome_t thread_set_timeout_endpoint(const struct invocation *request, struct tcb *t);

/* install.c */

/* TCB-2: replaces an internal capability by cap, derived from source. cap may be null. */
outcome_t thread_install(const struct invocation *request, uint32_t which, struct cap cap, struct slot *source);

/* CAP-5, INV-12: null, or an endpoint that can be called. */
bool thread_valid_handler(struct cap cap);
