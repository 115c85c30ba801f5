/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Serial receive virtualiser: passes what is typed to one client at a time. The switch character, a client's
 * number and the terminator choose another client (SER-20, SER-21); the switch character twice delivers it
 * once.
 *
 * There is no back-pressure on a human at a keyboard: what the current client has no room for is dropped
 * (WEAK-23), so a client that does not read cannot hold up the others.
 */
#include <os/sddf.h>
#include <sddf/serial/config.h>
#include <sddf/util/printf.h>
#include <sddf/util/util.h>

#include "ring.h"

#define MAX_DIGITS 4u

__attribute__((section(".serial_virt_rx_config"))) serial_virt_rx_config_t config;

/* What the next character means. */
enum mode { MODE_NORMAL, MODE_SWITCHED, MODE_NUMBER };

static struct {
    struct serial_source driver;
    struct serial_sink clients[SDDF_SERIAL_MAX_CLIENTS];
    uint32_t num_clients; /* 0: nothing is served */
    uint32_t current;     /* who gets the characters; < num_clients */
    uint32_t pending;     /* characters written to the current client and not yet published */
    uint32_t room;        /* further characters that it can take */
    enum mode mode;
    uint32_t digits; /* how many were typed, in MODE_NUMBER; 1..MAX_DIGITS */
    uint32_t number; /* their value */
} virt;

/* Publishes what the current client got; it always hears of it (SIG-1). */
static void flush(void)
{
    struct serial_sink *client = &virt.clients[virt.current];

    if (virt.pending > 0) {
        spsc32_producer_publish(&client->end, virt.pending);
        virt.pending = 0;
        sddf_notify(client->channel); /* [SR5] */
    }
}

static void select_client(uint32_t index)
{
    virt.current = index;
    virt.room = spsc32_producer_free(&virt.clients[index].end);
}

static void deliver(char character)
{
    if (virt.room == 0) { /* [SR3] */
        return;
    }
    serial_sink_put(&virt.clients[virt.current], virt.pending, character);
    virt.pending++;
    virt.room--;
}

static void finish_number(void)
{
    virt.mode = MODE_NORMAL;
    if (virt.number >= virt.num_clients) {
        sddf_dprintf("%s: there is no client %u\n", sddf_get_pd_name(), (unsigned int)virt.number);
        return;
    }
    flush();
    select_client(virt.number);
}

static void add_digit(char digit)
{
    virt.number = virt.number * 10 + (uint32_t)(digit - '0');
    virt.digits++;
}

/* After the switch character: a number starts, or the character itself was meant, or it was a mistake. */
static void handle_switched(char character)
{
    if (sddf_isdigit(character)) {
        virt.number = 0;
        virt.digits = 0;
        virt.mode = MODE_NUMBER;
        add_digit(character);
        return;
    }
    virt.mode = MODE_NORMAL;
    if (character == config.switch_char) {
        deliver(character);
        return;
    }
    sddf_dprintf("%s: a client number or the switch character must follow the switch character\n",
                 sddf_get_pd_name());
}

static void handle_number(char character)
{
    if (character == config.terminate_num_char) {
        finish_number();
    } else if (sddf_isdigit(character) && virt.digits < MAX_DIGITS) {
        add_digit(character);
    } else {
        sddf_dprintf("%s: a client number has at most %u digits\n", sddf_get_pd_name(), MAX_DIGITS);
        virt.mode = MODE_NORMAL;
    }
}

static void handle(char character)
{
    switch (virt.mode) {
    case MODE_SWITCHED:
        handle_switched(character);
        break;
    case MODE_NUMBER:
        handle_number(character);
        break;
    case MODE_NORMAL:
        if (character == config.switch_char) {
            virt.mode = MODE_SWITCHED;
        } else {
            deliver(character);
        }
        break;
    }
}

/* Takes everything that the driver had at one moment. Returns false if that was nothing. */
static bool receive(void)
{
    uint32_t ready = spsc32_consumer_ready(&virt.driver.end); /* [SR1] */

    select_client(virt.current);
    for (uint32_t i = 0; i < ready; i++) { /* [SR2] */
        handle(serial_source_peek(&virt.driver, i));
    }
    if (ready > 0) {
        spsc32_consumer_release(&virt.driver.end, ready); /* [SR4] */
    }
    flush();
    return ready > 0;
}

void init(void)
{
    if (!serial_config_check_magic(&config) || config.num_clients > SDDF_SERIAL_MAX_CLIENTS) {
        sddf_dprintf("%s: no valid configuration: not serving\n", sddf_get_pd_name());
        return;
    }
    if (!serial_source_init(&virt.driver, &config.driver)) {
        sddf_dprintf("%s: unusable link to the driver: not serving\n", sddf_get_pd_name());
        return;
    }
    for (uint32_t i = 0; i < config.num_clients; i++) {
        if (!serial_sink_init(&virt.clients[i], &config.clients[i])) {
            sddf_dprintf("%s: unusable link to client %u: ignoring it\n", sddf_get_pd_name(),
                         (unsigned int)i);
        }
    }
    virt.num_clients = config.num_clients;
}

/*
 * Only the driver brings work; clients signal that they made space, and nobody waits for that. The driver
 * always signals after it published (SIG-1), so characters that arrive during the loop bring a notification
 * of their own.
 */
void notified(sddf_channel channel)
{
    if (virt.num_clients == 0 || channel != virt.driver.channel) {
        return;
    }
    if (receive() && serial_source_take_signal(&virt.driver)) { /* [SR6] */
        sddf_notify(virt.driver.channel);
    }
}
