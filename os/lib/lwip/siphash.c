/* SPDX-License-Identifier: BSD-2-Clause */
/* See siphash.h. Written from the description by Aumasson and Bernstein (2012). */
#include "siphash.h"

struct state {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static void round_once(struct state *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static void compress(struct state *s, uint64_t word)
{
    s->v3 ^= word;
    round_once(s);
    round_once(s);
    s->v0 ^= word;
}

uint64_t siphash_2_words(const uint64_t key[2], uint64_t first, uint64_t second)
{
    struct state s = {
        .v0 = key[0] ^ UINT64_C(0x736f6d6570736575),
        .v1 = key[1] ^ UINT64_C(0x646f72616e646f6d),
        .v2 = key[0] ^ UINT64_C(0x6c7967656e657261),
        .v3 = key[1] ^ UINT64_C(0x7465646279746573),
    };

    compress(&s, first);
    compress(&s, second);
    compress(&s, UINT64_C(16) << 56); /* the last block: the length of the input */
    s.v2 ^= 0xff;
    for (int i = 0; i < 4; i++) {
        round_once(&s);
    }
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
