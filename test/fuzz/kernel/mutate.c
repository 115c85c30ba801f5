/* SPDX-License-Identifier: BSD-2-Clause */
#include "mutate.h"

#include <string.h>

enum { CHANGES_MAX = 6 };

uint32_t mutate_random(uint64_t *state, uint32_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % n;
}

/* The beginning of one program, then the end of the other. */
static struct bytes splice(const struct bytes *one, const struct bytes *other, uint64_t *state)
{
    struct bytes result = {.count = mutate_random(state, (uint32_t)one->count + 1u)};
    size_t from = mutate_random(state, (uint32_t)other->count + 1u);
    size_t count = other->count - from;

    memcpy(result.byte, one->byte, result.count);
    count = count < PROGRAM_BYTES - result.count ? count : PROGRAM_BYTES - result.count;
    memcpy(result.byte + result.count, other->byte + from, count);
    result.count += count;
    return result;
}

static void change(struct bytes *program, uint64_t *state)
{
    size_t at = mutate_random(state, (uint32_t)program->count);
    size_t rest = program->count - at - 1u;

    switch (mutate_random(state, 4)) {
    case 0: /* drop a byte */
        memmove(program->byte + at, program->byte + at + 1u, rest);
        program->count--;
        break;
    case 1: /* double a byte */
        if (program->count < PROGRAM_BYTES) {
            memmove(program->byte + at + 1u, program->byte + at, rest + 1u);
            program->count++;
        }
        break;
    default:
        program->byte[at] = (uint8_t)mutate_random(state, 256);
        break;
    }
}

struct bytes mutate(const struct bytes *one, const struct bytes *other, uint64_t *state)
{
    struct bytes result = splice(one, other, state);

    for (uint32_t i = mutate_random(state, CHANGES_MAX) + 1u; i > 0 && result.count > 1; i--) {
        change(&result, state);
    }
    return result;
}
