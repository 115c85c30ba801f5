/* SPDX-License-Identifier: BSD-2-Clause */
/* Fresh programs without libFuzzer, always the same ones: random changes of given programs. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { PROGRAM_BYTES = 400 };

struct bytes {
    uint8_t byte[PROGRAM_BYTES];
    size_t count;
};

/* Makes a new program from two old ones. The numbers come from *state, which changes. */
struct bytes mutate(const struct bytes *one, const struct bytes *other, uint64_t *state);

/* A number below n. */
uint32_t mutate_random(uint64_t *state, uint32_t n);
