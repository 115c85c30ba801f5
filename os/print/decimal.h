/* SPDX-License-Identifier: BSD-2-Clause */
/* Exact decimal digits of a floating-point number. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * The longest exact expansion of a double has 767 significant digits; one more for a carry, rounded up to
 * limbs.
 */
#define DECIMAL_MAX_DIGITS 792

/*
 * The value is 0.d[0]d[1]...d[count-1] * 10^point, with d[0] != 0; zero has count 0 and point 1, so that it
 * prints like a number with one digit before the point.
 */
struct decimal {
    uint8_t digits[DECIMAL_MAX_DIGITS];
    int32_t count;
    int32_t point;
};

/* All digits of |value|, which is finite. */
void decimal_expand(struct decimal *decimal, double value);

/*
 * Rounds to `keep` significant digits, to nearest, ties to even. keep < 0 gives zero; missing digits are not
 * added.
 */
void decimal_round(struct decimal *decimal, int32_t keep);

/* Digit at position `index`, 0 beyond either end. */
static inline char decimal_digit(const struct decimal *decimal, int32_t index)
{
    return (char)('0' + (index >= 0 && index < decimal->count ? decimal->digits[index] : 0));
}
