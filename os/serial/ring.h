/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ends of serial queues as virtualisers and drivers hold them: own index private, peer's index checked on
 * every read, so that no content of the shared memory can make them leave a data region or lose count
 * (SER-17, SER-23).
 *
 * Bytes of a data region are read exactly once, and never interpreted before they are copied.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <os/queue/spsc.h>
#include <sddf/serial/config.h>
#include <sddf/serial/queue.h>

/* Where a component takes characters from. */
struct serial_source {
    struct spsc32_consumer end;
    const volatile char *data;
    uint32_t *producer_signalled;
    uint8_t channel;
};

/* Where a component puts characters. */
struct serial_sink {
    struct spsc32_producer end;
    volatile char *data;
    uint32_t *producer_signalled;
    uint8_t channel;
};

/* Both return false, and leave a link that is always empty or full, if the data size is no valid capacity. */
bool serial_source_init(struct serial_source *source, const serial_connection_resource_t *link);
bool serial_sink_init(struct serial_sink *sink, const serial_connection_resource_t *link);

/*
 * Copies `count` characters at `text`, without publishing them, to the places from `ahead` on. There must be
 * room.
 */
void serial_sink_write(struct serial_sink *sink, uint32_t ahead, const char *text, uint32_t count);

/*
 * Copies the first `count` characters of `source` to the places of `sink` from `ahead` on, publishing and
 * releasing nothing. There must be that many, and room for them.
 */
void serial_copy(struct serial_sink *sink, uint32_t ahead, const struct serial_source *source,
                 uint32_t count);

/* The `ahead`-th character not yet released. */
static inline char serial_source_peek(const struct serial_source *source, uint32_t ahead)
{
    return source->data[spsc32_consumer_slot(&source->end, ahead)];
}

/* Writes one character, without publishing it, to the place `ahead`. */
static inline void serial_sink_put(struct serial_sink *sink, uint32_t ahead, char character)
{
    sink->data[spsc32_producer_slot(&sink->end, ahead)] = character;
}

/* Consumer: true if the producer waits for space and must be notified now (SER-12). */
static inline bool serial_source_take_signal(struct serial_source *source)
{
    return queue_signal_take(source->producer_signalled);
}

/* Producer: asks for a signal when there is space. Look again before going to sleep (SER-4). */
static inline void serial_sink_request_signal(struct serial_sink *sink)
{
    queue_signal_request(sink->producer_signalled);
}

/* Producer: there is space after all. */
static inline void serial_sink_cancel_signal(struct serial_sink *sink)
{
    queue_signal_cancel(sink->producer_signalled);
}
