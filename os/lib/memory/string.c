/* SPDX-License-Identifier: BSD-2-Clause */
/* The few string functions that small programs use. */
#include <sddf/util/custom_libc/string.h>

size_t strlen(const char *text)
{
    size_t length = 0;

    while (text[length] != '\0') {
        length++;
    }
    return length;
}

int strcmp(const char *a, const char *b)
{
    return strncmp(a, b, (size_t)-1);
}

int strncmp(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (a[i] != b[i] || a[i] == '\0') {
            return (unsigned char)a[i] - (unsigned char)b[i];
        }
    }
    return 0;
}

char *strcpy(char *restrict to, const char *restrict from)
{
    size_t i = 0;

    for (; from[i] != '\0'; i++) {
        to[i] = from[i];
    }
    to[i] = '\0';
    return to;
}
