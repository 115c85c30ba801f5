/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Backend on a serial transmit queue (SER-30). Characters are published by lines, so that a line costs one
 * notification and reaches the virtualiser whole.
 */
#include <os/sddf.h>
#include <sddf/serial/queue.h>
#include <sddf/util/printf.h>

static serial_queue_handle_t *queue;
static unsigned int channel;

/*
 * Characters written behind the shared tail and not yet published. A count, and not a tail of our own, so
 * that a program may also enqueue by itself: at worst that overwrites the start of a line.
 */
static uint32_t pending;

static uint32_t local_tail(void)
{
    return load_relaxed_32(&queue->queue->tail) + pending;
}

static uint32_t room(void)
{
    return spsc32_space(local_tail(), load_acquire_32(&queue->queue->head), queue->capacity);
}

static void write(char character)
{
    uint32_t tail = local_tail();

    if (serial_enqueue_local(queue, &tail, character) == 0) {
        pending++;
    }
}

static void publish(void)
{
    serial_update_shared_tail(queue, local_tail());
    pending = 0;
    sddf_notify(channel);
}

void serial_putchar_init(unsigned int tx_channel, serial_queue_handle_t *tx_queue)
{
    channel = tx_channel;
    queue = tx_queue;
    pending = 0;
}

/* The line end takes two places, so it never loses its second half. */
void _sddf_putchar(char character)
{
    if (queue == NULL || room() < 2) {
        return;
    }
    if (character == '\n') {
        write('\r');
    }
    write(character);
    if (character == '\n' || room() < 2) {
        publish();
    }
}

void sddf_putchar_unbuffered(char character)
{
    if (queue == NULL || room() == 0) {
        return;
    }
    write(character);
    publish();
}
