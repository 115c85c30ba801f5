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
    const char *data; /* read with load_relaxed_8 only */
    uint32_t *producer_signalled;
    uint8_t channel;
};

/* Where a component puts characters. */
struct serial_sink {
    struct spsc32_producer end;
    char *data; /* written with store_relaxed_8 only */
    uint32_t *producer_signalled;
    uint8_t channel;
};

/*@ predicate serial_is_source(struct serial_source *s) =
      \valid(s) && spsc32_is_consumer(&s->end) && \valid(s->producer_signalled) &&
      \valid_read(s->data + (0 .. s->end.capacity - 1)) &&
      \separated(s, s->end.shared_tail, s->end.shared_head, s->producer_signalled);

    predicate serial_is_sink(struct serial_sink *s) =
      \valid(s) && spsc32_is_producer(&s->end) && \valid(s->producer_signalled) &&
      \valid(s->data + (0 .. s->end.capacity - 1)) &&
      \separated(s, s->end.shared_tail, s->end.shared_head, s->producer_signalled,
                 s->data + (0 .. s->end.capacity - 1)); */

/* Both return false, and leave a link that is always empty or full, if the data size is no valid capacity. */
bool serial_source_init(struct serial_source *source, const serial_connection_resource_t *link);
bool serial_sink_init(struct serial_sink *sink, const serial_connection_resource_t *link);

/*
 * Copies `count` characters at `text`, without publishing them, to the places from `ahead` on. There must be
 * room.
 */
/*@ requires serial_is_sink(sink) && \valid_read(text + (0 .. count - 1));
    requires \separated(text + (0 .. count - 1), sink->data + (0 .. sink->end.capacity - 1));
    assigns sink->data[0 .. sink->end.capacity - 1]; */
void serial_sink_write(struct serial_sink *sink, uint32_t ahead, const char *text, uint32_t count);

/*
 * Copies the first `count` characters of `source` to the places of `sink` from `ahead` on, publishing and
 * releasing nothing. There must be that many, and room for them.
 */
/*@ requires serial_is_sink(sink) && serial_is_source(source);
    requires \separated(source, sink->data + (0 .. sink->end.capacity - 1));
    assigns sink->data[0 .. sink->end.capacity - 1]; */
void serial_copy(struct serial_sink *sink, uint32_t ahead, const struct serial_source *source,
                 uint32_t count);

/* The `ahead`-th character not yet released. */
/*@ requires \valid_read(source) && 0 < source->end.capacity;
    requires \valid_read(source->data + (0 .. source->end.capacity - 1));
    assigns \result \from \nothing; */
static inline char serial_source_peek(const struct serial_source *source, uint32_t ahead)
{
    return load_relaxed_8(&source->data[spsc32_consumer_slot(&source->end, ahead)]);
}

/* Writes one character, without publishing it, to the place `ahead`. */
/*@ requires \valid_read(sink) && 0 < sink->end.capacity;
    requires \valid(sink->data + (0 .. sink->end.capacity - 1));
    requires \separated(sink, sink->data + (0 .. sink->end.capacity - 1));
    assigns sink->data[0 .. sink->end.capacity - 1];
    ensures \forall integer k; 0 <= k < 32 && sink->end.capacity == (1 << k) ==>
      sink->data[(uint32_t)(sink->end.tail + ahead) % sink->end.capacity] == character; */
static inline void serial_sink_put(struct serial_sink *sink, uint32_t ahead, char character)
{
    store_relaxed_8(&sink->data[spsc32_producer_slot(&sink->end, ahead)], character);
}

/* Consumer: true if the producer waits for space and must be notified now (SER-12). */
/*@ requires \valid_read(source) && \valid(source->producer_signalled);
    assigns *source->producer_signalled; */
static inline bool serial_source_take_signal(struct serial_source *source)
{
    return queue_signal_take(source->producer_signalled);
}

/* Producer: asks for a signal when there is space. Look again before going to sleep (SER-4). */
/*@ requires \valid_read(sink) && \valid(sink->producer_signalled);
    assigns *sink->producer_signalled; */
static inline void serial_sink_request_signal(struct serial_sink *sink)
{
    queue_signal_request(sink->producer_signalled);
}

/* Producer: there is space after all. */
/*@ requires \valid_read(sink) && \valid(sink->producer_signalled);
    assigns *sink->producer_signalled; */
static inline void serial_sink_cancel_signal(struct serial_sink *sink)
{
    queue_signal_cancel(sink->producer_signalled);
}
