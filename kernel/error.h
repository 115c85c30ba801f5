/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why an invocation failed (GEN-3, GEN-4). Each function records the error in kernel.error and returns FAILED,
 * so that a check reads: if (bad) return error_range(lo, hi).
 */
#pragma once

#include "types.h"

struct tcb;

struct lookup_failure {
    word_t type; /* seL4_InvalidRoot .. seL4_GuardMismatch */
    word_t word[3]; /* in the order in which they are reported; unused ones are 0 */
};

struct error {
    word_t code; /* seL4_Error */
    word_t word[2]; /* argument or capability number; range; bytes; for FailedLookup: 1 = source */
};

COLD outcome_t error_invalid_argument(word_t number);
COLD outcome_t error_invalid_capability(word_t number);
COLD outcome_t error_illegal_operation(void);
COLD outcome_t error_range(word_t low, word_t high);
COLD outcome_t error_alignment(void);
/* The reason is kernel.lookup_failure. */
COLD outcome_t error_failed_lookup(bool source);
COLD outcome_t error_truncated(void);
COLD outcome_t error_delete_first(void);
COLD outcome_t error_revoke_first(void);
COLD outcome_t error_not_enough_memory(word_t bytes);

COLD void lookup_invalid_root(void);
COLD void lookup_missing_capability(word_t bits_left);
COLD void lookup_depth_mismatch(word_t bits_left, word_t bits_found);
COLD void lookup_guard_mismatch(word_t bits_left, word_t guard, word_t bits_found);

/* Words of a lookup failure after its type (ERR-2): 0 to 3. */
uint32_t lookup_failure_words(word_t type);

/* SYS-10: puts the recorded error into the registers and buffer of the thread as the reply to its call. */
void error_reply(struct tcb *thread);
