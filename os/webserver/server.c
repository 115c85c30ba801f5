/* SPDX-License-Identifier: BSD-2-Clause */
/* See server.h. */
#include "server.h"

#include <lwip/tcp.h>

#include <sddf/network/lib_sddf_lwip.h>

#include "half_open.h"
#include "http_connection.h"
#include "server_limits.h"

_Static_assert(TCP_WND == HTTP_INPUT_CAPACITY, "what TCP admits must always fit the input buffer");

/* The most that one tcp_write() takes. */
#define WRITE_MAX 0xffffu

/* Even among many, a connection may have a few segments under way: one alone waits for a delayed acknowledgement. */
#define SEGMENTS_LEAST 4u

/*
 * A slot is free while pcb is NULL. lwIP calls back with the slot; after tcp_abort() or tcp_close() the pcb
 * must not be touched again, so a slot is released in the same breath, and its callbacks are taken off
 * before.
 */
struct slot {
    struct tcp_pcb *pcb;
    bool ended; /* our side of the TCP connection was ended */
    struct http_connection http;
};

static struct {
    const struct http_service *service;
    struct server_counters counters;
    unsigned segments; /* under way at a time, of all connections */
    unsigned open;
    struct slot slots[WEBSERVER_CONNECTIONS];
} server;

static uint64_t now_ms(void)
{
    return sddf_lwip_time_now() / 1000000;
}

static void release(struct slot *slot)
{
    slot->pcb = NULL;
    server.open--;
}

static void detach(struct tcp_pcb *pcb)
{
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_err(pcb, NULL);
}

static void abort_slot(struct slot *slot)
{
    struct tcp_pcb *pcb = slot->pcb;

    server.counters.aborted++;
    detach(pcb);
    release(slot);
    tcp_abort(pcb);
}

/* tcp_close() can fail for want of memory; an abort cannot. */
static bool close_slot(struct slot *slot)
{
    struct tcp_pcb *pcb = slot->pcb;

    detach(pcb);
    release(slot);
    if (tcp_close(pcb) != ERR_OK) {
        tcp_abort(pcb);
        return false;
    }
    return true;
}

static uint64_t min(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/*
 * Bytes that a connection may still send before some are acknowledged. Every segment may come back as a packet of its
 * own, and packets for which there is no receive buffer are dropped. So all connections together have no more under
 * way than there are buffers, or the packets that are lost would be those of new connections, which are slow to
 * try again.
 */
static uint64_t share_left(const struct slot *slot)
{
    uint64_t segments = server.segments / server.open;
    uint64_t share = (segments > SEGMENTS_LEAST ? segments : SEGMENTS_LEAST) * TCP_MSS;

    return share > slot->http.undelivered ? share - slot->http.undelivered : 0;
}

/* Hands `chunk` to lwIP as far as there is room. Returns the number of bytes taken, 0 if there is none. */
static uint64_t write_chunk(struct slot *slot, const struct http_chunk *chunk)
{
    struct tcp_pcb *pcb = slot->pcb;
    uint64_t room = min(min(tcp_sndbuf(pcb), WRITE_MAX), share_left(slot));
    uint64_t length = min(chunk->length, room);
    u8_t flags = chunk->stable ? 0 : TCP_WRITE_FLAG_COPY;

    if (chunk->more || length < chunk->length) {
        flags |= TCP_WRITE_FLAG_MORE;
    }
    if (length == 0 || tcp_write(pcb, chunk->data, (u16_t)length, flags) != ERR_OK) {
        return 0;
    }
    return length;
}

/*
 * Sends all that lwIP takes. What it does not take waits for tcp_sent() or server_resume(); the send buffer
 * bounds what one connection can do here at a time.
 */
static void send_output(struct slot *slot)
{
    struct http_chunk chunk;
    uint64_t budget = TCP_SND_BUF;

    while (budget > 0 && http_connection_output(&slot->http, &chunk)) {
        uint64_t taken = write_chunk(slot, &chunk);
        if (taken == 0) {
            break;
        }
        http_connection_sent(&slot->http, taken, now_ms());
        budget -= min(taken, budget);
    }
}

/* Ends our side once everything is handed over; TCP delivers what is still in its buffers first. */
static void end_output(struct slot *slot)
{
    if (!slot->ended && http_connection_finished(&slot->http)) {
        slot->ended = tcp_shutdown(slot->pcb, 0, 1) == ERR_OK;
    }
}

/*
 * Does whatever the connection's state allows. Returns ERR_ABRT if the pcb is gone by an abort, which is what
 * lwIP must be told by the callback that it happens in.
 */
static err_t advance(struct slot *slot)
{
    send_output(slot);
    tcp_recved(slot->pcb, (u16_t)http_connection_take_released(&slot->http));
    end_output(slot);
    if (http_connection_over(&slot->http)) {
        return close_slot(slot) ? ERR_OK : ERR_ABRT;
    }
    tcp_output(slot->pcb);
    return ERR_OK;
}

/* Passes a chain of received packets on. False if the client sent more than its window. */
static bool take_input(struct slot *slot, struct pbuf *p)
{
    for (const struct pbuf *part = p; part != NULL; part = part->next) {
        if (!http_connection_receive(&slot->http, part->payload, part->len, now_ms())) {
            return false;
        }
    }
    return true;
}

static err_t on_receive(void *argument, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    struct slot *slot = argument;
    bool good = true;

    (void)pcb;
    (void)error;
    if (p == NULL) {
        http_connection_end_input(&slot->http, now_ms());
    } else {
        good = take_input(slot, p);
        pbuf_free(p);
    }
    if (!good) {
        abort_slot(slot);
        return ERR_ABRT;
    }
    return advance(slot);
}

static err_t on_sent(void *argument, struct tcp_pcb *pcb, u16_t length)
{
    struct slot *slot = argument;

    (void)pcb;
    http_connection_delivered(&slot->http, length, now_ms());
    return advance(slot);
}

/* lwIP has freed the pcb already. */
static void on_error(void *argument, err_t error)
{
    (void)error;
    server.counters.aborted++;
    release(argument);
}

static struct slot *free_slot(void)
{
    for (unsigned i = 0; i < WEBSERVER_CONNECTIONS; i++) {
        if (server.slots[i].pcb == NULL) {
            return &server.slots[i];
        }
    }
    return NULL;
}

/* The connection that can best be done without, or NULL. */
static struct slot *most_expendable(void)
{
    struct slot *best = NULL;

    for (unsigned i = 0; i < WEBSERVER_CONNECTIONS; i++) {
        struct slot *slot = &server.slots[i];
        if (slot->pcb == NULL || !http_connection_expendable(&slot->http)) {
            continue;
        }
        if (best == NULL || slot->http.deadline < best->http.deadline) {
            best = slot;
        }
    }
    return best;
}

/* A connection that no one uses makes way for a new one. */
static void make_room(void)
{
    struct slot *slot = server.open >= WEBSERVER_SERVED ? most_expendable() : NULL;

    if (slot != NULL) {
        close_slot(slot);
    }
}

static err_t on_accept(void *argument, struct tcp_pcb *pcb, err_t error)
{
    (void)argument;
    if (error != ERR_OK || pcb == NULL) {
        return ERR_VAL;
    }
    make_room();
    struct slot *slot = free_slot();
    if (slot == NULL) {
        server.counters.refused++;
        tcp_abort(pcb);
        return ERR_ABRT;
    }
    slot->pcb = pcb;
    slot->ended = false;
    server.open++;
    tcp_arg(pcb, slot);
    tcp_recv(pcb, on_receive);
    tcp_sent(pcb, on_sent);
    tcp_err(pcb, on_error);
    tcp_nagle_disable(pcb);
    if (server.open > WEBSERVER_SERVED) {
        server.counters.refused++;
        http_connection_refuse(&slot->http, server.service, now_ms());
        return advance(slot);
    }
    server.counters.accepted++;
    http_connection_open(&slot->http, server.service, now_ms());
    return ERR_OK;
}

bool server_start(const struct http_service *service, uint16_t port, unsigned rx_buffers)
{
    server.service = service;
    /* An eighth is left for what is not an acknowledgement. */
    server.segments = rx_buffers - rx_buffers / 8;
    struct tcp_pcb *pcb = tcp_new();
    if (pcb == NULL || tcp_bind(pcb, IP_ANY_TYPE, port) != ERR_OK) {
        return false;
    }
    pcb = tcp_listen_with_backlog(pcb, WEBSERVER_BACKLOG);
    if (pcb == NULL) {
        return false;
    }
    tcp_accept(pcb, on_accept);
    return true;
}

static void tick_slot(struct slot *slot)
{
    switch (http_connection_expire(&slot->http, now_ms())) {
    case EXPIRY_NONE:
        return;
    case EXPIRY_CONTINUE:
    case EXPIRY_FINISH:
        advance(slot);
        return;
    case EXPIRY_CLOSE:
        close_slot(slot);
        return;
    case EXPIRY_ABORT:
        abort_slot(slot);
        return;
    }
}

void server_tick(void)
{
    half_open_shed();
    for (unsigned i = 0; i < WEBSERVER_CONNECTIONS; i++) {
        if (server.slots[i].pcb != NULL) {
            tick_slot(&server.slots[i]);
        }
    }
}

void server_resume(void)
{
    /* Each time another one comes first: when buffers are few, the same connections would always get them. */
    static unsigned first;

    first = (first + 1) % WEBSERVER_CONNECTIONS;
    for (unsigned i = 0; i < WEBSERVER_CONNECTIONS; i++) {
        struct slot *slot = &server.slots[(first + i) % WEBSERVER_CONNECTIONS];
        if (slot->pcb != NULL) {
            advance(slot);
        }
    }
}

unsigned server_connections(void)
{
    return server.open;
}

const struct server_counters *server_counters(void)
{
    return &server.counters;
}
