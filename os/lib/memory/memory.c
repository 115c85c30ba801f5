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
#define BLOCK     (8 * WORD) /* moved in one turn */
#define MASK(p)   ((uintptr_t)(p) & (WORD - 1))

#if defined(__aarch64__)

/* Moves a block between word-aligned places. With -mstrict-align the compiler does not pair words itself. */
static inline void move_block(unsigned char *to, const unsigned char *from)
{
    word a, b, c, d, e, f, g, h;

    __asm__ volatile("ldp %0, %1, [%8]\n\t"
                     "ldp %2, %3, [%8, #16]\n\t"
                     "ldp %4, %5, [%8, #32]\n\t"
                     "ldp %6, %7, [%8, #48]\n\t"
                     "stp %0, %1, [%9]\n\t"
                     "stp %2, %3, [%9, #16]\n\t"
                     "stp %4, %5, [%9, #32]\n\t"
                     "stp %6, %7, [%9, #48]"
                     : "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d), "=&r"(e), "=&r"(f), "=&r"(g), "=&r"(h)
                     : "r"(from), "r"(to)
                     : "memory");
}

#else

/* Moves a block between word-aligned places. */
static inline void move_block(unsigned char *to, const unsigned char *from)
{
    for (size_t i = 0; i < BLOCK; i += WORD) {
        *(word *)(to + i) = *(const word *)(from + i);
    }
}

#endif

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    unsigned char *d = to;
    const unsigned char *s = from;

    if (MASK(d) == MASK(s)) {
        for (; size > 0 && MASK(d) != 0; size--) {
            *d++ = *s++;
        }
        for (; size >= BLOCK; size -= BLOCK, d += BLOCK, s += BLOCK) {
            move_block(d, s);
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
