/* SPDX-License-Identifier: BSD-2-Clause */
/* Serial links in the test's memory: the other end of what the component under test sees. */
#pragma once

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sddf/serial/config.h>
#include <sddf/serial/queue.h>

/* A link whose data region ends at an inaccessible byte for the sanitizer: it is a heap block of its own. */
struct test_link {
    serial_queue_t *queue;
    char *data;
    uint32_t capacity;
};

static inline struct test_link link_new(uint32_t capacity)
{
    return (struct test_link) {
        .queue = calloc(1, sizeof(serial_queue_t)), .data = calloc(1, capacity), .capacity = capacity,
    };
}

static inline void link_free(struct test_link *link)
{
    free(link->queue);
    free(link->data);
}

/* The struct that configures one end of the link, with its channel. */
static inline serial_connection_resource_t link_end(const struct test_link *link, uint8_t channel)
{
    return (serial_connection_resource_t) {
        .queue = { .vaddr = link->queue, .size = sizeof(serial_queue_t) },
        .data = { .vaddr = link->data, .size = link->capacity },
        .id = channel,
    };
}

static inline serial_queue_handle_t link_handle(const struct test_link *link)
{
    serial_queue_handle_t handle;

    serial_queue_init(&handle, link->queue, link->capacity, link->data);
    return handle;
}

/* Sends `text` into the link; returns how much fitted. */
static inline uint32_t link_send(const struct test_link *link, const char *text)
{
    serial_queue_handle_t handle = link_handle(link);

    return serial_enqueue_batch(&handle, (uint32_t)strlen(text), text);
}

/* Takes everything out of the link into `text` as a string; `size` must suffice. */
static inline const char *link_receive(const struct test_link *link, char *text, uint32_t size)
{
    serial_queue_handle_t handle = link_handle(link);
    uint32_t count = 0;

    while (count + 1 < size && serial_dequeue(&handle, &text[count]) == 0) {
        count++;
    }
    text[count] = '\0';
    return text;
}
