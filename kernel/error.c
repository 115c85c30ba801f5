/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recording errors, and turning a recorded error into the reply to a call (SYS-10, ERR-1, ERR-2).
 */
#include "error.h"

#include "debug_hooks.h"
#include "ipc/message.h"
#include "state.h"

/* ERR-6: builds that print may do so in the caller's buffer too. */
#ifdef CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC
enum { ERROR_TEXT_IN_BUFFER = 1 };
#else
enum { ERROR_TEXT_IN_BUFFER = 0 };
#endif

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == code;
    ensures kernel.error.word[0] == first && kernel.error.word[1] == second; */
APART static outcome_t error_set(word_t code, word_t first, word_t second)
{
    kernel.error = (struct error){.code = code, .word = {first, second}};
    return FAILED;
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_InvalidArgument && kernel.error.word[0] == number; */
outcome_t error_invalid_argument(word_t number)
{
    return error_set(seL4_InvalidArgument, number, 0);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_InvalidCapability && kernel.error.word[0] == number; */
outcome_t error_invalid_capability(word_t number)
{
    return error_set(seL4_InvalidCapability, number, 0);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_IllegalOperation; */
outcome_t error_illegal_operation(void)
{
    return error_set(seL4_IllegalOperation, 0, 0);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_RangeError &&
      kernel.error.word[0] == low && kernel.error.word[1] == high; */
outcome_t error_range(word_t low, word_t high)
{
    return error_set(seL4_RangeError, low, high);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_AlignmentError; */
outcome_t error_alignment(void)
{
    return error_set(seL4_AlignmentError, 0, 0);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_FailedLookup && kernel.error.word[0] == (source ? 1 : 0); */
outcome_t error_failed_lookup(bool source)
{
    return error_set(seL4_FailedLookup, source, 0);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_TruncatedMessage; */
outcome_t error_truncated(void)
{
    return error_set(seL4_TruncatedMessage, 0, 0);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_DeleteFirst; */
outcome_t error_delete_first(void)
{
    return error_set(seL4_DeleteFirst, 0, 0);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_RevokeFirst; */
outcome_t error_revoke_first(void)
{
    return error_set(seL4_RevokeFirst, 0, 0);
}

/*@ assigns kernel.error;
    ensures \result == FAILED && kernel.error.code == seL4_NotEnoughMemory && kernel.error.word[0] == bytes; */
outcome_t error_not_enough_memory(word_t bytes)
{
    return error_set(seL4_NotEnoughMemory, bytes, 0);
}

/*@ assigns kernel.lookup_failure;
    ensures kernel.lookup_failure.type == type && kernel.lookup_failure.word[0] == first;
    ensures kernel.lookup_failure.word[1] == second && kernel.lookup_failure.word[2] == third; */
APART static void lookup_set(word_t type, word_t first, word_t second, word_t third)
{
    kernel.lookup_failure = (struct lookup_failure){.type = type, .word = {first, second, third}};
}

/*@ assigns kernel.lookup_failure;
    ensures kernel.lookup_failure.type == seL4_InvalidRoot;
    ensures kernel.lookup_failure.word[0] == 0 && kernel.lookup_failure.word[1] == 0 &&
      kernel.lookup_failure.word[2] == 0; */
void lookup_invalid_root(void)
{
    lookup_set(seL4_InvalidRoot, 0, 0, 0);
}

/*@ assigns kernel.lookup_failure;
    ensures kernel.lookup_failure.type == seL4_MissingCapability;
    ensures kernel.lookup_failure.word[0] == bits_left && kernel.lookup_failure.word[1] == 0 &&
      kernel.lookup_failure.word[2] == 0; */
void lookup_missing_capability(word_t bits_left)
{
    lookup_set(seL4_MissingCapability, bits_left, 0, 0);
}

/*@ assigns kernel.lookup_failure;
    ensures kernel.lookup_failure.type == seL4_DepthMismatch;
    ensures kernel.lookup_failure.word[0] == bits_left && kernel.lookup_failure.word[1] == bits_found &&
      kernel.lookup_failure.word[2] == 0; */
void lookup_depth_mismatch(word_t bits_left, word_t bits_found)
{
    lookup_set(seL4_DepthMismatch, bits_left, bits_found, 0);
}

/*@ assigns kernel.lookup_failure;
    ensures kernel.lookup_failure.type == seL4_GuardMismatch;
    ensures kernel.lookup_failure.word[0] == bits_left && kernel.lookup_failure.word[1] == guard &&
      kernel.lookup_failure.word[2] == bits_found; */
void lookup_guard_mismatch(word_t bits_left, word_t guard, word_t bits_found)
{
    lookup_set(seL4_GuardMismatch, bits_left, guard, bits_found);
}

/*@ logic integer failure_words(integer type) = type == seL4_MissingCapability ? 1 :
      type == seL4_DepthMismatch ? 2 : type == seL4_GuardMismatch ? 3 : 0;
    logic integer own_words(integer code) = code == seL4_RangeError ? 2 :
      code == seL4_InvalidArgument || code == seL4_InvalidCapability || code == seL4_FailedLookup ||
      code == seL4_NotEnoughMemory ? 1 : 0;
    // What of a message of so many words has a place.
    logic integer placed(integer words, word_t *buffer) =
      buffer == \null && words > MESSAGE_REGISTERS ? MESSAGE_REGISTERS : words; */

/*@ assigns \nothing;
    ensures \result == failure_words(type); */
uint32_t lookup_failure_words(word_t type)
{
    switch (type) {
    case seL4_MissingCapability:
        return 1;
    case seL4_DepthMismatch:
        return 2;
    case seL4_GuardMismatch:
        return 3;
    default:
        return 0;
    }
}

/* Payload words that stand in struct error itself. */
/*@ assigns \nothing;
    ensures \result == own_words(code); */
static uint32_t error_own_words(word_t code)
{
    switch (code) {
    case seL4_InvalidArgument:
    case seL4_InvalidCapability:
    case seL4_FailedLookup:
    case seL4_NotEnoughMemory:
        return 1;
    case seL4_RangeError:
        return 2;
    default:
        return 0;
    }
}

/*@ requires \valid(thread) && kernel.error.code < 0x10000000000000 && \base_addr(thread) != \base_addr(&kernel);
    assigns thread->context.reg[REG_BADGE .. REG_MR0 + 5], thread_buffer(thread)[0 .. BUFFER_CAPS - 1];
    ensures label: thread->context.reg[REG_BADGE] == 0;
    ensures length: thread->context.reg[REG_INFO] == kernel.error.code * 0x1000 +
      placed(own_words(kernel.error.code) +
             (kernel.error.code == seL4_FailedLookup ? 1 + failure_words(kernel.lookup_failure.type) : 0),
             thread_buffer(thread));
    ensures own: \forall integer k; 0 <= k < own_words(kernel.error.code) ==>
      thread->context.reg[REG_MR0 + k] == kernel.error.word[k];
    ensures failure_type: kernel.error.code == seL4_FailedLookup ==>
      thread->context.reg[REG_MR0 + 1] == kernel.lookup_failure.type;
    ensures failure_in_registers: kernel.error.code == seL4_FailedLookup ==>
      \forall integer k; 0 <= k < failure_words(kernel.lookup_failure.type) && 2 + k < MESSAGE_REGISTERS ==>
        thread->context.reg[REG_MR0 + 2 + k] == kernel.lookup_failure.word[k];
    ensures failure_in_buffer: kernel.error.code == seL4_FailedLookup && thread_buffer(thread) != \null ==>
      \forall integer k; 0 <= k < failure_words(kernel.lookup_failure.type) && 2 + k >= MESSAGE_REGISTERS ==>
        thread_buffer(thread)[BUFFER_MESSAGE + 2 + k] == kernel.lookup_failure.word[k]; */
void error_reply(struct tcb *thread)
{
    word_t *buffer = message_buffer(thread, true);
    uint32_t own = error_own_words(kernel.error.code);
    word_t count = 0;

    /*@ loop invariant 0 <= i <= own && count == i;
        loop invariant \forall integer k; 0 <= k < i ==>
          thread->context.reg[REG_MR0 + k] == kernel.error.word[k];
        loop assigns i, count, thread->context.reg[REG_MR0 .. REG_MR0 + 1], buffer[0 .. BUFFER_CAPS - 1];
        loop variant own - i; */
    for (uint32_t i = 0; i < own; i++) {
        count += message_put(thread, buffer, count, kernel.error.word[i]);
    }
    if (kernel.error.code == seL4_FailedLookup) {
        const struct lookup_failure *failure = &kernel.lookup_failure;
        uint32_t words = lookup_failure_words(failure->type);
        count += message_put(thread, buffer, count, failure->type);
        /*@ loop invariant 0 <= i <= words && count == placed(2 + i, buffer);
            loop invariant \forall integer k; 0 <= k < i && 2 + k < MESSAGE_REGISTERS ==>
              thread->context.reg[REG_MR0 + 2 + k] == failure->word[k];
            loop invariant buffer != \null ==> \forall integer k; 0 <= k < i && 2 + k >= MESSAGE_REGISTERS ==>
              buffer[BUFFER_MESSAGE + 2 + k] == failure->word[k];
            loop assigns i, count, thread->context.reg[REG_MR0 + 2 .. REG_MR0 + 5], buffer[0 .. BUFFER_CAPS - 1];
            loop variant words - i; */
        for (uint32_t i = 0; i < words; i++) {
            count += message_put(thread, buffer, count, failure->word[i]);
        }
    }
    if (ERROR_TEXT_IN_BUFFER && buffer) {
        debug_error_text(buffer);
    }
    message_reply(thread, kernel.error.code, count);
}
