/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the cycles go: totals over all threads (BEN-2, DBG-4). */
#pragma once

#include "types.h"

struct tcb;

void utilisation_reset_thread(struct tcb *t);

/* Writes the UTILISATION_WORDS counters of t in the order of the ABI. */
enum { UTILISATION_WORDS = 13 };
void utilisation_read(const struct tcb *t, word_t *words);

/* debug_on/, debug_off/: serves the calls that concern all threads at once, which only debug builds can list. */
bool utilisation_debug_syscall(int64_t number);
