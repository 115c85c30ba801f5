/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Marks: instructions without effect (a move of a constant to the zero register, which no compiler makes) at
 * which the span plugin starts and stops counting. The constant says which operation is meant. Marks are not
 * counted.
 */
#pragma once

#define MARK_START 0x5300u  /* + operation */
#define MARK_STOP 0x5400u   /* + operation */
#define MARK_NOTHING 0x5500u
#define MARK_OPERATIONS 0x100u

/* The encoding of a mark with constant 0, and the field that holds the constant. */
#define MARK_ENCODING 0xd280001fu
#define MARK_FIELD_SHIFT 5
#define MARK_FIELD_MASK 0x001fffe0u
