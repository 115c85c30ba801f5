/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A double is m * 2^e with integers m and e, so it is an integer times a power of ten: m * 2^e for e >= 0,
 * and (m * 5^-e) * 10^e otherwise. The integer is computed in limbs of nine decimal digits, which print as
 * they are.
 */
#include "decimal.h"

#define LIMB        1000000000u
#define LIMB_DIGITS 9
#define MAX_LIMBS   (DECIMAL_MAX_DIGITS / LIMB_DIGITS)

#define MANTISSA_BITS 52
#define EXPONENT_BIAS 1075 /* of m as an integer */

struct big {
    uint32_t limbs[MAX_LIMBS]; /* least significant first */
    int32_t count;
};

/* factor <= 2^29. The largest integer that arises, (2^53 - 1) * 5^1074, has 767 digits and fits. */
static void multiply(struct big *big, uint32_t factor)
{
    uint64_t carry = 0;

    for (int32_t i = 0; i < big->count; i++) {
        carry += (uint64_t)big->limbs[i] * factor;
        big->limbs[i] = (uint32_t)(carry % LIMB);
        carry /= LIMB;
    }
    if (carry != 0) {
        big->limbs[big->count] = (uint32_t)carry;
        big->count++;
    }
}

/* Multiplies by base^power, `step` powers at a time; step_factor = base^step. */
static void multiply_power(struct big *big, uint32_t base, int32_t power, int32_t step, uint32_t step_factor)
{
    for (; power >= step; power -= step) {
        multiply(big, step_factor);
    }
    for (; power > 0; power--) {
        multiply(big, base);
    }
}

static void set(struct big *big, uint64_t value)
{
    big->count = 0;
    for (; value != 0; value /= LIMB) {
        big->limbs[big->count] = (uint32_t)(value % LIMB);
        big->count++;
    }
}

/* Most significant digit first, without leading zeros. */
static void write_digits(struct decimal *decimal, const struct big *big)
{
    decimal->count = 0;
    for (int32_t i = big->count - 1; i >= 0; i--) {
        for (uint32_t unit = LIMB / 10; unit != 0; unit /= 10) {
            uint8_t digit = (uint8_t)(big->limbs[i] / unit % 10);

            if (digit != 0 || decimal->count != 0) {
                decimal->digits[decimal->count] = digit;
                decimal->count++;
            }
        }
    }
}

void decimal_expand(struct decimal *decimal, double value)
{
    struct big big;
    uint64_t bits;
    uint64_t mantissa;
    int32_t exponent;

    __builtin_memcpy(&bits, &value, sizeof(bits));
    mantissa = bits & ((UINT64_C(1) << MANTISSA_BITS) - 1);
    exponent = (int32_t)(bits >> MANTISSA_BITS & 0x7ff);
    if (exponent == 0) {
        exponent = 1;
    } else {
        mantissa |= UINT64_C(1) << MANTISSA_BITS;
    }
    exponent -= EXPONENT_BIAS;
    for (; mantissa != 0 && (mantissa & 1) == 0 && exponent < 0; exponent++) {
        mantissa >>= 1;
    }
    set(&big, mantissa);
    multiply_power(&big, 2, exponent, 29, 1u << 29);
    multiply_power(&big, 5, -exponent, 12, 244140625u);
    write_digits(decimal, &big);
    if (decimal->count == 0) {
        decimal->point = 1;
    } else {
        decimal->point = exponent < 0 ? decimal->count + exponent : decimal->count;
    }
}

static bool rounds_up(const struct decimal *decimal, int32_t keep)
{
    if (decimal->digits[keep] != 5) {
        return decimal->digits[keep] > 5;
    }
    for (int32_t i = keep + 1; i < decimal->count; i++) {
        if (decimal->digits[i] != 0) {
            return true;
        }
    }
    return keep > 0 && (decimal->digits[keep - 1] & 1) != 0;
}

static void increment(struct decimal *decimal)
{
    int32_t i = decimal->count - 1;

    for (; i >= 0 && decimal->digits[i] == 9; i--) {
        decimal->digits[i] = 0;
    }
    if (i >= 0) {
        decimal->digits[i]++;
        return;
    }
    /* All nines, or no digit at all, became a power of ten. */
    decimal->digits[0] = 1;
    decimal->count = decimal->count > 0 ? decimal->count : 1;
    decimal->point++;
}

void decimal_round(struct decimal *decimal, int32_t keep)
{
    bool up;

    if (keep >= decimal->count) {
        return;
    }
    up = keep >= 0 && rounds_up(decimal, keep);
    decimal->count = keep > 0 ? keep : 0;
    if (up) {
        increment(decimal);
    }
}
