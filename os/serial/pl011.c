/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Driver of the Arm PL011 UART: moves characters between the device's FIFOs and the queues to the two
 * virtualisers.
 *
 * Work per wake-up is bounded by BURST characters in each direction. That loses nothing: whatever is left
 * keeps its interrupt raised, and acknowledging that interrupt brings the driver back.
 */
#include <os/sddf.h>
#include <sddf/resources/device.h>
#include <sddf/serial/config.h>
#include <sddf/util/printf.h>

#include "pl011.h"
#include "ring.h"

#define BURST      256u
#define BUSY_LIMIT 10000000u /* longer than the longest FIFO takes at the slowest usual rate */

__attribute__((section(".device_resources"))) device_resources_t device_resources;
__attribute__((section(".serial_driver_config"))) serial_driver_config_t config;

static struct {
    volatile struct pl011_registers *regs; /* NULL: nothing is served */
    struct serial_source tx;
    struct serial_sink rx; /* only if config.rx_enabled (SER-43) */
    uint32_t enabled;      /* copy of imsc */
} driver;

static void enable_interrupts(uint32_t set, uint32_t clear)
{
    uint32_t enabled = (driver.enabled & ~clear) | set;

    if (enabled != driver.enabled) {
        driver.enabled = enabled;
        driver.regs->imsc = enabled;
    }
}

/*
 * Queue to transmit FIFO (SER-41). The transmit interrupt is raised when the FIFO drains past its level, not
 * while it is below: it is cleared before the FIFO is filled, so a drain during the filling is not missed.
 */
static void tx_provide(void)
{
    uint32_t ready = spsc32_consumer_ready(&driver.tx.end); /* [DS1] */
    uint32_t limit = ready < BURST ? ready : BURST;
    uint32_t taken = 0;

    driver.regs->icr = PL011_INT_TX; /* [DS2] */
    while (taken < limit && !(driver.regs->fr & PL011_FR_TXFF)) { /* [DS3] */
        driver.regs->dr = (uint8_t)serial_source_peek(&driver.tx, taken); /* [DS4] */
        taken++;
    }
    if (taken > 0) {
        spsc32_consumer_release(&driver.tx.end, taken); /* [DS5] */
    }
    if (taken < ready) { /* [DS6] */
        enable_interrupts(PL011_INT_TX, 0);
    } else {
        enable_interrupts(0, PL011_INT_TX);
    }
    if (taken > 0 && serial_source_take_signal(&driver.tx)) { /* [DS7] */
        sddf_notify(driver.tx.channel);
    }
}

/* Receive FIFO to queue, as far as there are characters and room. Returns how many. */
static uint32_t rx_fill(void)
{
    uint32_t room = spsc32_producer_free(&driver.rx.end); /* [RX1] */
    uint32_t limit = room < BURST ? room : BURST;
    uint32_t count = 0;

    while (count < limit && !(driver.regs->fr & PL011_FR_RXFE)) { /* [RX2] */
        serial_sink_put(&driver.rx, count, (char)(driver.regs->dr & 0xff)); /* [RX3] */
        count++;
    }
    if (count > 0) {
        spsc32_producer_publish(&driver.rx.end, count); /* [RX4] */
    }
    return count;
}

/*
 * Takes what was received (SER-42). If the queue is full, receiving pauses: the interrupt would otherwise
 * come back at once, for ever. The virtualiser's signal resumes it.
 */
static void rx_return(void)
{
    uint32_t count = rx_fill();

    if (spsc32_producer_free(&driver.rx.end) == 0) { /* [RX5] */
        enable_interrupts(0, PL011_INT_RX | PL011_INT_RT); /* [RX6] */
        serial_sink_request_signal(&driver.rx); /* [RX7] */
        if (spsc32_producer_free(&driver.rx.end) > 0) { /* [RX8] */
            serial_sink_cancel_signal(&driver.rx); /* [RX9] */
            enable_interrupts(PL011_INT_RX | PL011_INT_RT, 0);
        }
    } else {
        enable_interrupts(PL011_INT_RX | PL011_INT_RT, 0);
    }
    if (count > 0) {
        sddf_notify(driver.rx.channel); /* [RX10] */
    }
}

/* 8 data bits, no parity, one stop bit, at the configured rate (SER-44). False if the rate cannot be made. */
static bool device_init(volatile struct pl011_registers *regs)
{
    struct pl011_divisor divisor = pl011_divisor(PL011_CLOCK_HZ, config.default_baud);
    uint32_t control = PL011_CR_UARTEN | PL011_CR_TXE | (config.rx_enabled ? PL011_CR_RXE : 0);

    if (divisor.integer == 0) {
        return false;
    }
    for (uint32_t i = 0; i < BUSY_LIMIT && (regs->fr & PL011_FR_BUSY); i++) {
    }
    regs->cr = 0;
    regs->imsc = 0;
    regs->icr = PL011_INT_ALL;
    regs->ibrd = divisor.integer;
    regs->fbrd = divisor.fraction;
    regs->lcr_h = PL011_LCR_8_BITS | PL011_LCR_FEN;
    regs->ifls = PL011_IFLS_ALL_EIGHTH;
    regs->cr = control;
    return true;
}

static bool resources_usable(void)
{
    return serial_config_check_magic(&config) && device_resources_check_magic(&device_resources)
           && device_resources.num_regions == 1 && device_resources.num_irqs == 1
           && serial_source_init(&driver.tx, &config.tx)
           && (!config.rx_enabled || serial_sink_init(&driver.rx, &config.rx));
}

void init(void)
{
    volatile struct pl011_registers *regs = device_resources.regions[0].region.vaddr;

    if (!resources_usable() || !device_init(regs)) {
        sddf_dprintf("%s: no valid configuration: not serving\n", sddf_get_pd_name());
        return;
    }
    driver.regs = regs;
    if (config.rx_enabled) {
        rx_return();
    }
    tx_provide();
}

static void handle_interrupt(void)
{
    uint32_t raised = driver.regs->mis;

    if (raised & (PL011_INT_RX | PL011_INT_RT)) { /* [RX11] */
        rx_return();
    }
    if (raised & PL011_INT_TX) { /* [DS8] */
        tx_provide();
    }
    sddf_deferred_irq_ack(device_resources.irqs[0].id); /* [DS9] */
}

void notified(sddf_channel channel)
{
    if (driver.regs == NULL) {
        return;
    }
    if (channel == device_resources.irqs[0].id) {
        handle_interrupt();
    } else if (channel == driver.tx.channel) { /* [DS10] */
        tx_provide();
    } else if (config.rx_enabled && channel == driver.rx.channel) { /* [RX12] */
        rx_return();
    } else {
        sddf_dprintf("%s: unexpected notification on channel %u\n", sddf_get_pd_name(), channel);
    }
}
