/* SPDX-License-Identifier: BSD-2-Clause */
/* Verdicts (ERR-1, ERR-2) and arguments. */
#include "rules.h"

static struct verdict failed(word_t code, uint32_t words, word_t first, word_t second)
{
    return (struct verdict){.ok = false, .code = code, .words = words, .word = {first, second}};
}

struct verdict verdict_ok(void)
{
    return (struct verdict){.ok = true};
}

struct verdict verdict_argument(word_t number)
{
    return failed(seL4_InvalidArgument, 1, number, 0);
}

struct verdict verdict_capability(word_t number)
{
    return failed(seL4_InvalidCapability, 1, number, 0);
}

struct verdict verdict_illegal(void)
{
    return failed(seL4_IllegalOperation, 0, 0, 0);
}

struct verdict verdict_range(word_t low, word_t high)
{
    return failed(seL4_RangeError, 2, low, high);
}

struct verdict verdict_alignment(void)
{
    return failed(seL4_AlignmentError, 0, 0, 0);
}

struct verdict verdict_truncated(void)
{
    return failed(seL4_TruncatedMessage, 0, 0, 0);
}

struct verdict verdict_delete_first(void)
{
    return failed(seL4_DeleteFirst, 0, 0, 0);
}

struct verdict verdict_revoke_first(void)
{
    return failed(seL4_RevokeFirst, 0, 0, 0);
}

struct verdict verdict_memory(word_t bytes)
{
    return failed(seL4_NotEnoughMemory, 1, bytes, 0);
}

struct verdict verdict_lookup(bool source, struct lookup_failure failure)
{
    static const uint32_t payload[] = {0, 0, 1, 2, 3};
    struct verdict v = failed(seL4_FailedLookup, 2, source, failure.type);

    for (uint32_t i = 0; i < payload[failure.type]; i++) {
        v.word[v.words] = failure.word[i];
        v.words++;
    }
    return v;
}

word_t request_arg(const struct request *r, word_t i)
{
    return i < MESSAGE_REGISTERS ? thread_of(w.cur)->reg[REG_MR0 + i] : r->buffer[BUFFER_MESSAGE + i];
}
