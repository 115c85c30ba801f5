/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Serial transmit virtualiser: gathers the output of all clients into the driver's one queue.
 *
 * Policy: round robin. In its turn a client moves what it has ready, but at most VISIT_LIMIT characters, cut
 * after a line end where there is one; output of different clients therefore mixes by lines, and a client
 * that floods its queue delays the others by one visit each, not by its whole backlog (WEAK-22). When the
 * driver's queue is full, the client at turn keeps its turn until the driver signals space.
 */
#include <os/fault.h>
#include <os/sddf.h>
#include <sddf/serial/config.h>
#include <sddf/util/printf.h>
#include <sddf/util/util.h>

#include "ring.h"

#define VISIT_LIMIT 1024u

#define COLOUR_COUNT  6u
#define COLOUR_LENGTH 5u
#define RESET_LENGTH  4u

__attribute__((section(".serial_virt_tx_config"))) serial_virt_tx_config_t config;

static const char colours[COLOUR_COUNT][COLOUR_LENGTH + 1] = {
    "\033[31m", "\033[32m", "\033[33m", "\033[34m", "\033[35m", "\033[36m",
};
static const char reset[] = "\033[0m";

/* What became of a client's turn. After the last one of a wake-up the driver will signal, so that there is another. */
enum visit { VISIT_EMPTY, VISIT_MOVED, VISIT_LAST, VISIT_BLOCKED };

static struct {
    struct serial_sink driver;
    struct serial_source clients[SDDF_SERIAL_MAX_CLIENTS];
    bool moved[SDDF_SERIAL_MAX_CLIENTS];      /* in this wake-up */
    uint64_t faults[SDDF_SERIAL_MAX_CLIENTS]; /* how often a client's index was impossible */
    uint32_t num_clients;                     /* 0: nothing is served */
    uint32_t next;                            /* whose turn it is; < num_clients */
    uint32_t budget;                          /* characters that may still move in this wake-up */
} virt;

static uint32_t decoration_length(void)
{
    return config.enable_colour ? COLOUR_LENGTH + RESET_LENGTH : 0;
}

/*
 * Room in the driver's queue for `need` characters; if there is none, a signal is on its way once there may
 * be.
 */
static bool make_room(uint32_t need)
{
    if (spsc32_producer_free(&virt.driver.end) >= need) { /* [ST3] */
        return true;
    }
    serial_sink_request_signal(&virt.driver); /* [ST6] */
    if (spsc32_producer_free(&virt.driver.end) < need) { /* [ST7] */
        return false;
    }
    serial_sink_cancel_signal(&virt.driver); /* [ST8] */
    return true;
}

/*
 * How many of the `ready` characters to move in one visit. The client may change them meanwhile: any cut is
 * valid.
 */
static uint32_t visit_length(const struct serial_source *client, uint32_t ready)
{
    uint32_t limit = MIN(VISIT_LIMIT, virt.driver.end.capacity - decoration_length());

    if (ready <= limit) {
        return ready;
    }
    for (uint32_t length = limit; length > 0; length--) {
        if (serial_source_peek(client, length - 1) == '\n') {
            return length;
        }
    }
    return limit;
}

/*
 * Publishes `length` characters of the client and its decoration as one piece, so no other output gets in
 * between.
 */
static void move(uint32_t index, uint32_t length)
{
    struct serial_source *client = &virt.clients[index];
    uint32_t start = 0;

    if (config.enable_colour) {
        serial_sink_write(&virt.driver, 0, colours[index % COLOUR_COUNT], COLOUR_LENGTH);
        serial_sink_write(&virt.driver, COLOUR_LENGTH + length, reset, RESET_LENGTH);
        start = COLOUR_LENGTH;
    }
    serial_copy(&virt.driver, start, client, length);
    spsc32_consumer_release(&client->end, length); /* [ST4] */
    spsc32_producer_publish(&virt.driver.end, length + decoration_length()); /* [ST5] */
}

/* What the client has ready; nothing, and a fault of its own, if its index is impossible (SER-17). */
static uint32_t ready_length(uint32_t index)
{
    struct serial_source *client = &virt.clients[index];
    uint32_t violations = client->end.violations;
    uint32_t ready = spsc32_consumer_ready(&client->end); /* [ST2] */

    if (client->end.violations != violations) {
        os_fault(&virt.faults[index], "impossible queue index", client->channel);
    }
    return ready;
}

/*
 * Counts characters that are about to move. When they are more than may move in this wake-up, the signal is asked for
 * before they are published: the driver, when it takes them, cannot miss it.
 */
static enum visit account(uint32_t length)
{
    if (length <= virt.budget) {
        virt.budget -= length;
        return VISIT_MOVED;
    }
    serial_sink_request_signal(&virt.driver); /* [ST11] */
    return VISIT_LAST;
}

static enum visit visit(uint32_t index)
{
    struct serial_source *client = &virt.clients[index];
    uint32_t ready = ready_length(index);
    uint32_t length;
    enum visit result;

    if (ready == 0) {
        return VISIT_EMPTY;
    }
    length = visit_length(client, ready);
    if (!make_room(length + decoration_length())) {
        return VISIT_BLOCKED;
    }
    result = account(length + decoration_length());
    move(index, length);
    virt.moved[index] = true;
    return result;
}

/*
 * Turns until all clients in a row had nothing, or the driver's queue is full, or more moved than it holds: a driver on
 * another core that frees room all the time cannot keep us here. Returns true if any moved.
 */
static bool serve(void)
{
    bool moved = false;
    uint32_t idle = 0;
    enum visit result = VISIT_EMPTY;

    virt.budget = virt.driver.end.capacity;
    while (idle < virt.num_clients && result != VISIT_LAST) {
        result = visit(virt.next);
        if (result == VISIT_BLOCKED) {
            break;
        }
        if (result == VISIT_EMPTY) {
            idle++;
        } else {
            moved = true;
            idle = 0;
        }
        virt.next = virt.next + 1 == virt.num_clients ? 0 : virt.next + 1;
    }
    return moved;
}

/* Tells each client that waits for space and got some (SER-12). */
static void notify_clients(void)
{
    for (uint32_t i = 0; i < virt.num_clients; i++) {
        if (virt.moved[i] && serial_source_take_signal(&virt.clients[i])) { /* [ST10] */
            sddf_notify(virt.clients[i].channel);
        }
        virt.moved[i] = false;
    }
}

/*
 * Publishes our own text, up to `max_length` characters, if it fits, which it does at start-up for sensible
 * queues.
 */
static void announce(const char *text, uint32_t max_length)
{
    uint32_t length = 0;

    while (length < max_length && text[length] != '\0') {
        length++;
    }
    if (length <= spsc32_producer_free(&virt.driver.end)) {
        serial_sink_write(&virt.driver, 0, text, length);
        spsc32_producer_publish(&virt.driver.end, length);
    }
}

/* "'<name>' is client <i>" in the client's colour. By hand, because printf would use the FPU's registers. */
static void announce_client(uint32_t index)
{
    const char number[] = { (char)('0' + index / 10), (char)('0' + index % 10) };
    uint32_t digits = index < 10 ? 1 : 2;

    announce(colours[index % COLOUR_COUNT], COLOUR_LENGTH);
    announce("'", 1);
    announce(config.clients[index].name, SDDF_SERIAL_CLIENT_NAME_LENGTH);
    announce("' is client ", UINT32_MAX);
    announce(&number[2 - digits], digits);
    announce(reset, RESET_LENGTH);
    announce("\r\n", 2);
}

/* One line a client in its colour, then the text that says that input is welcome (SER-11). */
static void announce_system(void)
{
    for (uint32_t i = 0; config.enable_colour && i < virt.num_clients; i++) {
        announce_client(i);
    }
    if (config.enable_rx) {
        announce(config.begin_str, SDDF_SERIAL_BEGIN_STR_MAX_LEN);
    }
    sddf_notify(virt.driver.channel);
}

void init(void)
{
    if (!serial_config_check_magic(&config) || config.num_clients > SDDF_SERIAL_MAX_CLIENTS) {
        sddf_dprintf("%s: no valid configuration: not serving\n", sddf_get_pd_name());
        return;
    }
    if (!serial_sink_init(&virt.driver, &config.driver) || virt.driver.end.capacity <= decoration_length()) {
        sddf_dprintf("%s: unusable link to the driver: not serving\n", sddf_get_pd_name());
        return;
    }
    for (uint32_t i = 0; i < config.num_clients; i++) {
        if (!serial_source_init(&virt.clients[i], &config.clients[i].conn)) {
            sddf_dprintf("%s: unusable link to client %u: ignoring it\n", sddf_get_pd_name(),
                         (unsigned int)i);
        }
    }
    virt.num_clients = config.num_clients;
    announce_system();
}

/*
 * Whoever signalled, there may be output and there may be room: one look at everything answers both (GEN-4).
 */
void notified(sddf_channel channel)
{
    (void)channel;
    if (serve()) { /* [ST1] */
        sddf_notify(virt.driver.channel); /* [ST9] */
        notify_clients();
    }
}
