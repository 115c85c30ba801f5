/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lwIP port between real queues and the real lwIP, with the test as its neighbour: copier, transmit
 * virtualiser and timer driver. A fresh world for each test.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mock_sddf.h"
#include "port.h"

#define BUFFERS 16
#define RX_CHANNEL 3
#define TX_CHANNEL 5
#define PBUFS (2 * BUFFERS)

extern net_queue_handle_t rx; /* the copier's end: it fills active, and takes from free */
extern net_queue_handle_t tx; /* the virtualiser's end: it takes from active, and fills free */
extern char *rx_data;
extern char *tx_data;
extern net_client_config_t net;
extern lib_sddf_lwip_config_t config;
extern unsigned errors; /* that the port reported */

/* A port with address 10.0.2.15, all receive buffers with the copier, all transmit buffers with the client.
 */
int world_set_up(void **state);
int world_tear_down(void **state);

/* An ARP question for 10.0.2.15 from 10.0.2.2, as it is on the wire. */
#define QUESTION_LENGTH 42
extern const unsigned char question[QUESTION_LENGTH];

/* Queues the receive buffer at `offset` as holding `length` bytes, of which the first are `frame`. */
void deliver(uint64_t offset, uint16_t length, const void *frame, size_t frame_length);

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
