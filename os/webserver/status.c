/* SPDX-License-Identifier: BSD-2-Clause */
/* See status.h. Every number comes from where the thing itself is done: queues, lwIP, the server. */
#include "status.h"

#include <lwip/stats.h>

#include <sddf/network/lib_sddf_lwip.h>

#include "address.h"
#include "server.h"
#include "server_limits.h"
#include "text.h"

static struct {
    const struct http_service *service;
    net_queue_handle_t *rx;
    net_queue_handle_t *tx;
    uint64_t start;
} status;

void status_init(const struct http_service *service, net_queue_handle_t *rx, net_queue_handle_t *tx)
{
    status.service = service;
    status.rx = rx;
    status.tx = tx;
    status.start = sddf_lwip_time_now();
}

/* A member with a number. Each object's first member comes without the comma before it. */
static void number(struct text *json, const char *name, uint64_t value)
{
    char before = json->length > 0 ? json->start[json->length - 1] : '{';

    text_string(json, before == '{' ? "\"" : ",\"");
    text_string(json, name);
    text_string(json, "\":");
    text_number(json, value);
}

static void begin_object(struct text *json, const char *name)
{
    text_string(json, ",\"");
    text_string(json, name);
    text_string(json, "\":{");
}

static void end_object(struct text *json)
{
    text_string(json, "}");
}

static void network(struct text *json)
{
    const struct sddf_lwip_counters *counters = sddf_lwip_counters();

    begin_object(json, "network");
    number(json, "rx_packets", counters->rx_packets);
    number(json, "rx_bytes", counters->rx_bytes);
    number(json, "rx_dropped", counters->rx_dropped);
    number(json, "tx_packets", counters->tx_packets);
    number(json, "tx_bytes", counters->tx_bytes);
    number(json, "tx_dropped", counters->tx_dropped);
    number(json, "rx_queued", net_queue_length(status.rx->active));
    number(json, "tx_queued", net_queue_length(status.tx->active));
    number(json, "tx_free", net_queue_length(status.tx->free));
    number(json, "buffers", status.tx->capacity);
    end_object(json);
}

static void tcp(struct text *json)
{
    begin_object(json, "tcp");
    number(json, "segments_in", lwip_stats.tcp.recv);
    number(json, "segments_out", lwip_stats.tcp.xmit);
    number(json, "dropped", lwip_stats.tcp.drop);
    number(json, "checksum_errors", lwip_stats.tcp.chkerr);
    number(json, "memory_errors", lwip_stats.tcp.memerr);
    number(json, "heap_used", lwip_stats.mem.used);
    number(json, "heap_most", lwip_stats.mem.max);
    number(json, "heap_size", lwip_stats.mem.avail);
    end_object(json);
}

static void responses(struct text *json, const struct http_counters *counters)
{
    begin_object(json, "responses");
    for (size_t i = 0; i < HTTP_STATUS_KINDS; i++) {
        char code[4] = {(char)('0' + http_statuses[i].code / 100),
                        (char)('0' + http_statuses[i].code / 10 % 10),
                        (char)('0' + http_statuses[i].code % 10), '\0'};
        if (counters->responses[i] > 0) {
            number(json, code, counters->responses[i]);
        }
    }
    end_object(json);
}

static void http(struct text *json)
{
    const struct http_counters *counters = status.service->counters;

    begin_object(json, "http");
    number(json, "requests", counters->requests);
    number(json, "body_bytes", counters->body_bytes);
    number(json, "connections", server_connections());
    number(json, "connections_limit", WEBSERVER_SERVED);
    number(json, "accepted", server_counters()->accepted);
    number(json, "refused", server_counters()->refused);
    number(json, "aborted", server_counters()->aborted);
    responses(json, counters);
    end_object(json);
}

size_t status_make(char *out, size_t capacity)
{
    struct text json = text_begin(out, capacity);
    const struct site_header *site = status.service->site->header;

    text_string(&json, "{");
    number(&json, "uptime_ms", (sddf_lwip_time_now() - status.start) / 1000000);
    text_string(&json, ",\"address\":\"");
    text_string(&json, address_text());
    text_string(&json, "\"");
    network(&json);
    tcp(&json);
    http(&json);
    begin_object(&json, "site");
    number(&json, "files", site->file_count);
    number(&json, "bytes", site->size);
    end_object(&json);
    text_string(&json, "}\n");
    return json.overflow ? 0 : json.length;
}
