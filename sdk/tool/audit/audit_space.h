/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory part of an audit. */
#pragma once

#include "audit/audit.h"

/* Compares what a thread's page tables map with what it should see; prints and counts differences. */
size_t audit_space(const struct layout *layout, const struct board *board, const struct graph_thread *want,
                   const struct dump_thread *have);
