/* SPDX-License-Identifier: BSD-2-Clause */
/* Signs and padding, the same for integers and floating-point numbers. */
#include "output.h"

struct prefix output_sign(const struct conversion *conversion, bool negative)
{
    if (negative) {
        return (struct prefix) { "-", 1 };
    }
    if (conversion->plus) {
        return (struct prefix) { "+", 1 };
    }
    if (conversion->space) {
        return (struct prefix) { " ", 1 };
    }
    return (struct prefix) { "", 0 };
}

static uint32_t padding(const struct conversion *conversion, uint32_t length)
{
    return conversion->width > length ? conversion->width - length : 0;
}

void output_begin(struct output *out, const struct conversion *conversion, struct prefix prefix,
                  uint32_t zeros, uint32_t length, bool zero_fill)
{
    uint32_t pad = conversion->left ? 0 : padding(conversion, prefix.length + zeros + length);

    if (!zero_fill) {
        output_repeat(out, ' ', pad);
    }
    output_text(out, prefix.text, prefix.length);
    output_repeat(out, '0', zero_fill ? pad + zeros : zeros);
}

void output_end(struct output *out, const struct conversion *conversion, struct prefix prefix, uint32_t zeros,
                uint32_t length)
{
    if (conversion->left) {
        output_repeat(out, ' ', padding(conversion, prefix.length + zeros + length));
    }
}
