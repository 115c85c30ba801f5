/* SPDX-License-Identifier: BSD-2-Clause */
/* The fast checksum against one that follows RFC 1071 to the letter, at every alignment and length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "os_lwip_checksum.h"

static uint16_t plain(const unsigned char *data, size_t length)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < length; i += 2) {
        sum += data[i] | (i + 1 < length ? (uint32_t)data[i + 1] << 8 : 0);
        sum = (sum >> 16) + (sum & 0xffff);
    }
    return (uint16_t)sum;
}

/* 0 and 0xffff are the same number in one's complement; a packet's sum is never the first unless it is all
 * zeros. */
static void assert_same(uint16_t fast, uint16_t slow)
{
    assert_int_equal(fast % 0xffff, slow % 0xffff);
    assert_int_equal(fast == 0, slow == 0);
}

static void agrees_at(unsigned char *memory, size_t offset, size_t length)
{
    /* An allocation of exactly this size lets ASan see a read past the end. */
    unsigned char *exact = malloc(offset + length + 1);
    memcpy(exact + offset, memory, length);
    unsigned char *end = realloc(exact, offset + length ? offset + length : 1);
    assert_same(os_lwip_checksum(end + offset, (int)length), plain(end + offset, length));
    free(end);
}

static void agrees_everywhere(void **state)
{
    (void)state;
    unsigned char memory[1600];
    uint32_t random = 7;

    for (size_t i = 0; i < sizeof memory; i++) {
        random = random * 1664525 + 1013904223;
        memory[i] = (unsigned char)(random >> 24);
    }
    for (size_t offset = 0; offset < 16; offset++) {
        for (size_t length = 0; length < 200; length++) {
            agrees_at(memory, offset, length);
        }
        agrees_at(memory, offset, 1459);
        agrees_at(memory, offset, 1460);
    }
}

static void carries_are_not_lost(void **state)
{
    (void)state;
    unsigned char memory[1500];

    memset(memory, 0xff, sizeof memory);
    for (size_t length = 1; length < sizeof memory; length++) {
        assert_same(os_lwip_checksum(memory, (int)length), plain(memory, length));
        assert_same(os_lwip_checksum(memory + 1, (int)length - 1), plain(memory + 1, length - 1));
    }
    memset(memory, 0, sizeof memory);
    assert_int_equal(os_lwip_checksum(memory, sizeof memory), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_everywhere),
        cmocka_unit_test(carries_are_not_lost),
    };
    return cmocka_run_group_tests_name("checksum", tests, NULL, NULL);
}
