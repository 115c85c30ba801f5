/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the bytes of a fuzz program as arguments. Small changes of the bytes are small changes of the program: a byte
 * names a slot or a word by itself, not by what came before. Where the bytes end, zeros follow.
 */
#pragma once

#include "invocations.h"
#include "calls.h"

#include <stddef.h>

void take_from(const uint8_t *bytes, size_t count);
bool take_is_over(void);

uint8_t take_byte(void);

/* Any slot, or mostly one of the count slots from first on. */
word_t take_slot(void);
word_t take_of(word_t first, word_t count);

/* Mostly an endpoint or a notification, with and without a badge. */
word_t take_channel(void);

/* Small numbers, slots, powers of two, hundreds, the largest word. */
word_t take_word(void);

/* A CNode to work in, and how many bits address a slot of it; then a slot for so many bits. */
word_t take_cnode(word_t *depth);
word_t take_index(word_t depth);

struct message take_message(void);

/* A word or a slot of its kind; now and then another one. */
word_t take_word_argument(enum argument kind);
word_t take_cap_argument(enum argument kind);
