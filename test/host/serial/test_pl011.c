/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PL011 driver on a register page in memory (SER-41..50). Flags in plain memory do not change by
 * themselves, so the transmit FIFO is either never or always full, and the receive FIFO either empty or never
 * empty.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sddf/resources/device.h>

#include "../../../os/serial/pl011.h"
#include "links.h"
#include "mock_sddf.h"

extern device_resources_t device_resources;
extern serial_driver_config_t config;
void init(void);
void notified(sddf_channel channel);

#define IRQ      0
#define TX       1
#define RX       2
#define CAPACITY 1024u
#define BURST    256u

static struct pl011_registers regs;
static struct test_link tx;
static struct test_link rx;

static void start(bool rx_enabled)
{
    mock_reset();
    memset(&regs, 0, sizeof(regs));
    memset(&device_resources, 0, sizeof(device_resources));
    memset(&config, 0, sizeof(config));
    memcpy(device_resources.magic, (char[])DEVICE_RESOURCES_MAGIC, SDDF_MAGIC_LENGTH);
    device_resources.num_regions = 1;
    device_resources.num_irqs = 1;
    device_resources.regions[0].region.vaddr = &regs;
    device_resources.irqs[0].id = IRQ;
    memcpy(config.magic, (char[])SDDF_SERIAL_MAGIC, SDDF_MAGIC_LENGTH);
    tx = link_new(CAPACITY);
    rx = link_new(CAPACITY);
    config.tx = link_end(&tx, TX);
    if (rx_enabled) {
        config.rx = link_end(&rx, RX);
    }
    config.rx_enabled = rx_enabled;
    config.default_baud = 115200;
    regs.fr = PL011_FR_RXFE;
    init();
}

static void stop(void)
{
    link_free(&tx);
    link_free(&rx);
}

static uint32_t length(const struct test_link *link)
{
    return link->queue->tail - link->queue->head;
}

static void test_layout(void **state)
{
    (void)state;
    assert_int_equal(offsetof(struct pl011_registers, fr), 0x18);
    assert_int_equal(offsetof(struct pl011_registers, ibrd), 0x24);
    assert_int_equal(offsetof(struct pl011_registers, lcr_h), 0x2c);
    assert_int_equal(offsetof(struct pl011_registers, cr), 0x30);
    assert_int_equal(offsetof(struct pl011_registers, imsc), 0x38);
    assert_int_equal(offsetof(struct pl011_registers, mis), 0x40);
    assert_int_equal(offsetof(struct pl011_registers, icr), 0x44);
}

/* WEAK-25: 24 MHz / (16 * 115200) = 13.0208: 13 and 1/64. */
static void test_divisor(void **state)
{
    struct pl011_divisor d = pl011_divisor(24000000, 115200);

    (void)state;
    assert_int_equal(d.integer, 13);
    assert_int_equal(d.fraction, 1);
    d = pl011_divisor(24000000, 9600);
    assert_int_equal(d.integer, 156);
    assert_int_equal(d.fraction, 16);
    /* 26.0417 * 64 = 1666.67: to the nearest, not down. */
    assert_int_equal(pl011_divisor(24000000, 57600).fraction, 3);
    assert_int_equal(pl011_divisor(24000000, 1500000).integer, 1);
    assert_int_equal(pl011_divisor(24000000, 1500001).integer, 0);
    assert_int_equal(pl011_divisor(24000000, 0).integer, 0);
    assert_int_equal(pl011_divisor(24000000, 1).integer, 0);
    assert_int_equal(pl011_divisor(UINT32_MAX, UINT64_MAX).integer, 0);
}

static void test_init(void **state)
{
    (void)state;
    start(true);
    assert_int_equal(regs.ibrd, 13);
    assert_int_equal(regs.fbrd, 1);
    assert_int_equal(regs.lcr_h, 0x70);
    assert_int_equal(regs.cr, 0x301);
    assert_int_equal(regs.imsc, PL011_INT_RX | PL011_INT_RT);
    stop();
}

/* SER-43: without receive, its interrupts stay off and its link is not touched. */
static void test_transmit_only(void **state)
{
    (void)state;
    start(false);
    assert_int_equal(regs.cr, 0x101);
    regs.mis = PL011_INT_RX;
    regs.fr = 0;
    link_send(&tx, "a");
    notified(TX);
    assert_int_equal(regs.imsc, 0);
    assert_int_equal(length(&rx), 0);
    stop();
}

static void test_transmit(void **state)
{
    (void)state;
    start(true);
    link_send(&tx, "abc");
    mock_reset();
    regs.icr = 0;
    notified(TX);
    assert_int_equal(regs.icr, PL011_INT_TX);
    assert_int_equal(regs.dr, 'c');
    assert_int_equal(length(&tx), 0);
    assert_int_equal(mock.notified[TX], 1);
    assert_int_equal(regs.imsc & PL011_INT_TX, 0);
    notified(TX);
    assert_int_equal(mock.notified[TX], 1);
    stop();
}

/* SER-41: a full FIFO turns the transmit interrupt on, an empty queue turns it off. */
static void test_transmit_fifo_full(void **state)
{
    (void)state;
    start(true);
    regs.fr = PL011_FR_RXFE | PL011_FR_TXFF;
    link_send(&tx, "abc");
    notified(TX);
    assert_int_equal(length(&tx), 3);
    assert_true(regs.imsc & PL011_INT_TX);
    regs.fr = PL011_FR_RXFE;
    regs.mis = PL011_INT_TX;
    notified(IRQ);
    assert_int_equal(length(&tx), 0);
    assert_int_equal(regs.imsc & PL011_INT_TX, 0);
    assert_int_equal(mock.acknowledged[IRQ], 1);
    stop();
}

/* One wake-up moves a bounded amount, and leaves the interrupt on for the rest. */
static void test_transmit_bounded(void **state)
{
    (void)state;
    start(true);
    for (uint32_t i = 0; i < CAPACITY; i++) {
        link_send(&tx, "x");
    }
    notified(TX);
    assert_int_equal(length(&tx), CAPACITY - BURST);
    assert_true(regs.imsc & PL011_INT_TX);
    stop();
}

/*
 * SER-42: full queue: receive interrupts off, signal asked for; the virtualiser's signal turns them on again.
 */
static void test_receive_full(void **state)
{
    (void)state;
    start(true);
    mock_reset();
    rx.queue->producer_signalled = 1;
    regs.fr = 0;
    regs.dr = 0xf00 | 'r';
    regs.mis = PL011_INT_RX;
    for (uint32_t i = 1; i <= CAPACITY / BURST; i++) {
        notified(IRQ);
        assert_int_equal(length(&rx), i * BURST);
        assert_int_equal(mock.notified[RX], i);
    }
    assert_int_equal(rx.data[0], 'r');
    assert_int_equal(regs.imsc & (PL011_INT_RX | PL011_INT_RT), 0);
    assert_int_equal(rx.queue->producer_signalled, 0);
    rx.queue->head += 10;
    regs.fr = PL011_FR_RXFE;
    notified(RX);
    assert_int_equal(regs.imsc, PL011_INT_RX | PL011_INT_RT);
    assert_int_equal(mock.notified[RX], CAPACITY / BURST);
    stop();
}

static void test_receive_timeout_interrupt(void **state)
{
    (void)state;
    start(true);
    regs.fr = 0;
    regs.mis = PL011_INT_RT;
    notified(IRQ);
    assert_int_equal(length(&rx), BURST);
    stop();
}

/* Impossible indices of a peer: no characters, no crash, and the interrupt is still acknowledged. */
static void test_hostile_peer(void **state)
{
    (void)state;
    start(true);
    tx.queue->tail = CAPACITY + 1;
    notified(TX);
    assert_int_equal(tx.queue->head, 0);
    rx.queue->head = 12345;
    regs.fr = 0;
    regs.mis = PL011_INT_RX;
    notified(IRQ);
    assert_int_equal(rx.queue->tail, 0);
    assert_int_equal(mock.acknowledged[IRQ], 1);
    stop();
}

static void test_bad_rate(void **state)
{
    (void)state;
    start(true);
    mock_reset();
    config.default_baud = 0;
    init();
    assert_non_null(strstr(mock.printed, "not serving"));
    stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),           cmocka_unit_test(test_divisor),
        cmocka_unit_test(test_init),             cmocka_unit_test(test_transmit_only),
        cmocka_unit_test(test_transmit),         cmocka_unit_test(test_transmit_fifo_full),
        cmocka_unit_test(test_transmit_bounded), cmocka_unit_test(test_receive_full),
        cmocka_unit_test(test_receive_timeout_interrupt), cmocka_unit_test(test_hostile_peer),
        cmocka_unit_test(test_bad_rate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
