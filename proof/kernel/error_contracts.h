/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What kernel/error.c promises, for units that call it. The unit `errors` includes this too, so that it is proved there.
 */
#pragma once

#include "state.h"

/*@ predicate failure_is(struct lookup_failure f, integer type, integer first, integer second, integer third) =
      f.type == type && f.word[0] == first && f.word[1] == second && f.word[2] == third; */

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_InvalidArgument && kernel.error.word[0] == number; */
outcome_t error_invalid_argument(word_t number);
/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_IllegalOperation; */
outcome_t error_illegal_operation(void);
/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_TruncatedMessage; */
outcome_t error_truncated(void);
/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_DeleteFirst; */
outcome_t error_delete_first(void);
/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_RevokeFirst; */
outcome_t error_revoke_first(void);
/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_RangeError;
    ensures kernel.error.word[0] == low && kernel.error.word[1] == high; */
outcome_t error_range(word_t low, word_t high);
/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_FailedLookup && kernel.error.word[0] == (source ? 1 : 0); */
outcome_t error_failed_lookup(bool source);

/*@ assigns kernel.lookup_failure;
    ensures failure_is(kernel.lookup_failure, seL4_InvalidRoot, 0, 0, 0); */
void lookup_invalid_root(void);
/*@ assigns kernel.lookup_failure;
    ensures failure_is(kernel.lookup_failure, seL4_MissingCapability, bits_left, 0, 0); */
void lookup_missing_capability(word_t bits_left);
/*@ assigns kernel.lookup_failure;
    ensures failure_is(kernel.lookup_failure, seL4_DepthMismatch, bits_left, bits_found, 0); */
void lookup_depth_mismatch(word_t bits_left, word_t bits_found);
/*@ assigns kernel.lookup_failure;
    ensures failure_is(kernel.lookup_failure, seL4_GuardMismatch, bits_left, guard, bits_found); */
void lookup_guard_mismatch(word_t bits_left, word_t guard, word_t bits_found);
