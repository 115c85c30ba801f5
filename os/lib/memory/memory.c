/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory functions that the compiler itself calls. They move words where both ends are aligned: the
 * network copier's work is mostly here. Compiled so that the compiler does not turn their loops back into
 * calls of them.
 */
#include <stdint.h>

#include <sddf/util/custom_libc/string.h>

/* May alias anything, as characters do. */
typedef uint64_t __attribute__((may_alias)) word;

#define WORD      sizeof(word)
#define WORDS     (4 * WORD) /* moved in one turn */
#define MASK(p)   ((uintptr_t)(p) & (WORD - 1))

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    unsigned char *d = to;
    const unsigned char *s = from;

    if (MASK(d) == MASK(s)) {
        for (; size > 0 && MASK(d) != 0; size--) {
            *d++ = *s++;
        }
        for (; size >= WORDS; size -= WORDS, d += WORDS, s += WORDS) {
            word a = ((const word *)s)[0], b = ((const word *)s)[1];
            word c = ((const word *)s)[2], e = ((const word *)s)[3];

            ((word *)d)[0] = a;
            ((word *)d)[1] = b;
            ((word *)d)[2] = c;
            ((word *)d)[3] = e;
        }
        for (; size >= WORD; size -= WORD, d += WORD, s += WORD) {
            *(word *)d = *(const word *)s;
        }
    }
    for (; size > 0; size--) {
        *d++ = *s++;
    }
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    unsigned char *d = to;
    const unsigned char *s = from;

    if ((uintptr_t)d - (uintptr_t)s >= size) {
        for (size_t i = 0; i < size; i++) {
            d[i] = s[i];
        }
    } else {
        for (size_t i = size; i > 0; i--) {
            d[i - 1] = s[i - 1];
        }
    }
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    unsigned char *d = to;
    word pattern = (unsigned char)byte * UINT64_C(0x0101010101010101);

    for (; size > 0 && MASK(d) != 0; size--) {
        *d++ = (unsigned char)byte;
    }
    for (; size >= WORD; size -= WORD, d += WORD) {
        *(word *)d = pattern;
    }
    for (; size > 0; size--) {
        *d++ = (unsigned char)byte;
    }
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *x = a;
    const unsigned char *y = b;

    for (size_t i = 0; i < size; i++) {
        if (x[i] != y[i]) {
            return x[i] - y[i];
        }
    }
    return 0;
}
