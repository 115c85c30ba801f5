/* SPDX-License-Identifier: BSD-2-Clause */
/* Binding and copying of serial queue ends. */
#include "ring.h"

/*
 * A link without a usable size gets capacity 0, and indices of our own to look at: it never has data nor
 * room.
 */
static uint32_t no_index;
static uint32_t no_flag = 1;

/*@ requires \valid_read(link);
    assigns \nothing;
    ensures \result == 0 || (\result == link->data.size && \result <= 0x80000000 && link->queue.vaddr != \null &&
      link->queue.size >= sizeof(serial_queue_t) && link->data.vaddr != \null); */
static uint32_t capacity_of(const serial_connection_resource_t *link)
{
    uint64_t size = link->data.size;
    bool usable = size <= UINT32_MAX && spsc32_capacity_valid((uint32_t)size) && link->queue.vaddr != NULL
                  && link->queue.size >= sizeof(serial_queue_t) && link->data.vaddr != NULL;

    return usable ? (uint32_t)size : 0;
}

bool serial_source_init(struct serial_source *source, const serial_connection_resource_t *link)
{
    uint32_t capacity = capacity_of(link);
    serial_queue_t *queue = link->queue.vaddr;

    source->data = link->data.vaddr;
    source->channel = link->id;
    if (capacity == 0) {
        source->producer_signalled = &no_flag;
        spsc32_consumer_init(&source->end, &no_index, &no_index, 0, 0);
        return false;
    }
    source->producer_signalled = &queue->producer_signalled;
    spsc32_consumer_init(&source->end, &queue->tail, &queue->head, capacity, 0);
    return true;
}

bool serial_sink_init(struct serial_sink *sink, const serial_connection_resource_t *link)
{
    uint32_t capacity = capacity_of(link);
    serial_queue_t *queue = link->queue.vaddr;

    sink->data = link->data.vaddr;
    sink->channel = link->id;
    if (capacity == 0) {
        sink->producer_signalled = &no_flag;
        spsc32_producer_init(&sink->end, &no_index, &no_index, 0, 0);
        return false;
    }
    sink->producer_signalled = &queue->producer_signalled;
    spsc32_producer_init(&sink->end, &queue->tail, &queue->head, capacity, 0);
    return true;
}

void serial_sink_write(struct serial_sink *sink, uint32_t ahead, const char *text, uint32_t count)
{
    /*@ loop invariant 0 <= i <= count;
        loop assigns i, sink->data[0 .. sink->end.capacity - 1];
        loop variant count - i; */
    for (uint32_t i = 0; i < count; i++) {
        serial_sink_put(sink, ahead + i, text[i]);
    }
}

void serial_copy(struct serial_sink *sink, uint32_t ahead, const struct serial_source *source, uint32_t count)
{
    /*@ loop invariant 0 <= i <= count;
        loop assigns i, sink->data[0 .. sink->end.capacity - 1];
        loop variant count - i; */
    for (uint32_t i = 0; i < count; i++) {
        serial_sink_put(sink, ahead + i, serial_source_peek(source, i));
    }
}
