/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Replies of the echo client, and that no frame makes it read or write out of bounds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../../os/net/echo/answer.h"
#include "world.h"

static const net_echo_config_t self = { .ip = { 10, 0, 2, 15 }, .udp_port = 1235 };
static const mac_addr_t mac = { { 0x52, 0x54, 1, 0, 0, 1 } };

/* The request in memory of just its length, so that the sanitizer sees what is read past it. */
static uint16_t answer(const uint8_t *request, uint16_t len, uint8_t *reply)
{
    uint8_t *copy = malloc(len == 0 ? 1 : len);
    assert_non_null(copy);
    memcpy(copy, request, len);
    uint16_t reply_len = echo_answer(&self, &mac, copy, len, reply);
    free(copy);
    return reply_len;
}

static const uint8_t arp_request[42] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 7, 0x08, 0x06, /* ethernet */
    0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 7, 10, 0, 2, 2, 0, 0, 0, 0, 0, 0, 10, 0, 2, 15,
};

static const uint8_t udp_request[46] = {
    0x52, 0x54, 1, 0, 0, 1, 2, 0, 0, 0, 0, 7, 0x08, 0x00, /* ethernet */
    0x45, 0, 0, 32, 0, 1, 0, 0, 3, 17, 0x9f, 0xbc, 10, 0, 2, 2, 10, 0, 2, 15, /* IPv4, time to live 3 */
    0x13, 0x88, 0x04, 0xd3, 0, 12, 0xab, 0xcd, 'e', 'c', 'h', 'o', /* UDP 5000 to 1235 */
};

static const uint8_t icmp_request[46] = {
    0x52, 0x54, 1, 0, 0, 1, 2, 0, 0, 0, 0, 7, 0x08, 0x00, /* ethernet */
    0x45, 0, 0, 32, 0, 1, 0, 0, 3, 1, 0x9f, 0xcc, 10, 0, 2, 2, 10, 0, 2, 15, /* IPv4 */
    8, 0, 0xf3, 0x02, 0, 1, 0, 2, 1, 2, 3, 0xf8, /* ICMP echo */
};

/* The Internet checksum over `len` bytes; 0 if they hold a right one. */
static uint16_t checksum(const uint8_t *bytes, uint32_t len)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i + 1 < len; i += 2) {
        sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
    }
    while (sum >> 16 != 0) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

static void arp(void **state)
{
    (void)state;
    static const uint8_t expected[42] = {
        2, 0, 0, 0, 0, 7, 0x52, 0x54, 1, 0, 0, 1, 0x08, 0x06, /* ethernet */
        0, 1, 8, 0, 6, 4, 0, 2, 0x52, 0x54, 1, 0, 0, 1, 10, 0, 2, 15, 2, 0, 0, 0, 0, 7, 10, 0, 2, 2,
    };
    uint8_t reply[NET_BUFFER_SIZE];
    uint8_t other[42];
    memset(reply, 0xee, sizeof(reply));
    assert_int_equal(answer(arp_request, 42, reply), 60);
    assert_memory_equal(reply, expected, 42);
    for (unsigned int i = 42; i < 60; i++) {
        assert_int_equal(reply[i], 0);
    }
    memcpy(other, arp_request, 42);
    other[41] = 16;
    assert_int_equal(answer(other, 42, reply), 0);
    memcpy(other, arp_request, 42);
    other[21] = 2;
    assert_int_equal(answer(other, 42, reply), 0);
    assert_int_equal(answer(arp_request, 41, reply), 0);
}

static void udp(void **state)
{
    (void)state;
    uint8_t reply[NET_BUFFER_SIZE];
    assert_int_equal(checksum(udp_request + 14, 20), 0);
    assert_int_equal(answer(udp_request, 46, reply), 46);
    assert_memory_equal(reply, udp_request + 6, 6);
    assert_memory_equal(reply + 6, mac.addr, 6);
    assert_memory_equal(reply + 26, self.ip, 4);
    assert_memory_equal(reply + 30, udp_request + 26, 4);
    assert_int_equal(checksum(reply + 14, 20), 0);
    assert_int_equal(reply[22], 64);
    assert_memory_equal(reply + 34, "\x04\xd3\x13\x88\x00\x0c\xab\xcd" "echo", 12);
}

/* Padding behind the packet is not sent back. */
static void padding_is_dropped(void **state)
{
    (void)state;
    uint8_t padded[60] = { 0 };
    uint8_t reply[NET_BUFFER_SIZE];
    memcpy(padded, udp_request, 46);
    assert_int_equal(answer(padded, 60, reply), 46);
}

static void icmp(void **state)
{
    (void)state;
    uint8_t reply[NET_BUFFER_SIZE];
    assert_int_equal(checksum(icmp_request + 34, 12), 0);
    assert_int_equal(answer(icmp_request, 46, reply), 46);
    assert_int_equal(reply[34], 0);
    assert_int_equal(checksum(reply + 34, 12), 0);
    assert_int_equal(checksum(reply + 14, 20), 0);
    assert_memory_equal(reply + 38, icmp_request + 38, 8);
}

/* Changes one byte of the UDP request, with the header checksum right again, and expects silence. */
static void ignored_with(unsigned int at, uint8_t value)
{
    uint8_t request[46];
    uint8_t reply[NET_BUFFER_SIZE];
    memcpy(request, udp_request, sizeof(request));
    request[at] = value;
    request[24] = 0;
    request[25] = 0;
    uint16_t sum = checksum(request + 14, 20);
    request[24] = (uint8_t)(sum >> 8);
    request[25] = (uint8_t)sum;
    assert_int_equal(answer(request, 46, reply), 0);
}

static void ignored(void **state)
{
    (void)state;
    uint8_t reply[NET_BUFFER_SIZE];
    uint8_t corrupt[46];
    ignored_with(0, 0x50);      /* another station */
    ignored_with(13, 0x06);     /* not IPv4 */
    ignored_with(14, 0x46);     /* options */
    ignored_with(14, 0x65);     /* version 6 */
    ignored_with(17, 33);       /* longer than the frame */
    ignored_with(17, 19);       /* shorter than the header */
    ignored_with(20, 0x20);     /* first fragment */
    ignored_with(21, 1);        /* later fragment */
    ignored_with(23, 6);        /* TCP */
    ignored_with(33, 16);       /* another address */
    ignored_with(37, 0);        /* another port */
    ignored_with(39, 13);       /* datagram longer than the packet */
    memcpy(corrupt, udp_request, sizeof(corrupt));
    corrupt[25] ^= 1;
    assert_int_equal(answer(corrupt, 46, reply), 0);
}

/* Truncations and random changes of good frames: whatever the answer, memory is respected. */
static void fuzz(void **state)
{
    (void)state;
    random_seed(9);
    uint8_t reply[NET_BUFFER_SIZE];
    for (unsigned int round = 0; round < 200000; round++) {
        const uint8_t *kinds[] = { udp_request, icmp_request, arp_request };
        uint8_t frame[46] = { 0 };
        memcpy(frame, kinds[round % 3], 42);
        for (uint32_t n = random_below(4); n > 0; n--) {
            frame[random_below(46)] = (uint8_t)random_bits();
        }
        assert_true(answer(frame, (uint16_t)random_below(47), reply) <= 60);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arp),
        cmocka_unit_test(udp),
        cmocka_unit_test(padding_is_dropped),
        cmocka_unit_test(icmp),
        cmocka_unit_test(ignored),
        cmocka_unit_test(fuzz),
    };
    return cmocka_run_group_tests_name("echo client", tests, NULL, NULL);
}
