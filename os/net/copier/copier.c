/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copier, one wake-up: every frame that waits is copied to a buffer of the client, or dropped if the
 * client has none, and its own buffer goes back at once.
 */
#include "copier.h"

#include <os/fault.h>
#include <sddf/util/custom_libc/string.h>
#include "../frame.h"

/*
 * True if the client has not taken this buffer's last frame yet, so that a buffer it offers now is one
 * it does not have (NET-44). Frames leave in order: those not taken are the last `pending` ones.
 */
/*@ requires \valid(copier) && spsc16_is_producer(&copier->client.active.index) && index < COPIER_MAX_BUFFERS;
    assigns copier->client.active.index.violations;
    ensures \result ==> copier->delivery[index] != 0; */
static bool buffer_is_with_us(struct copier *copier, uint32_t index)
{
    struct spsc16_producer *frames = &copier->client.active.index;
    uint32_t pending = frames->capacity - spsc16_producer_free(frames);
    uint64_t delivery = copier->delivery[index];
    return delivery != 0 && copier->delivered - delivery < pending;
}

/* Takes an empty buffer that is really the client's; a client that keeps offering others gets no frame. */
/*@ requires copier_serves(copier) && \valid(index) && \separated(index, copier) &&
             \base_addr(index) != \base_addr(copier->client.free.queue);
    assigns copier->client.free.index.violations, copier->client.free.index.head, copier->client.free.queue->head,
            copier->client.active.index.violations, copier->patience, copier->faults.client, *index;
    ensures copier_serves(copier) && copier->patience <= \old(copier->patience);
    ensures \result ==> *index < copier->client_buffers; */
static bool take_client_buffer(struct copier *copier, uint32_t *index)
{
    net_buff_desc_t desc;
    /*@ loop invariant copier_serves(copier) && copier->patience <= \at(copier->patience, Pre);
        loop assigns copier->client.free.index.violations, copier->client.free.index.head,
          copier->client.free.queue->head, copier->client.active.index.violations, copier->patience,
          copier->faults.client, *index, desc;
        loop variant copier->patience; */
    while (copier->patience > 0 && net_take(&copier->client.free, &desc)) {
        if (frame_offset_valid(desc.io_or_offset, copier->client_buffers)) {
            *index = (uint32_t)(desc.io_or_offset / NET_BUFFER_SIZE);
            if (!buffer_is_with_us(copier, *index)) {
                return true;
            }
        }
        copier->patience--;
        os_fault(&copier->faults.client, "client offered a buffer it does not have", copier->client.channel);
    }
    return false;
}

/* Where the frame of a descriptor is; NULL if not within the region that its `oid` names (NET-43). */
/*@ requires \valid_read(copier) && \valid_read(copier->sources + (0 .. SDDF_NET_MAX_CLIENTS - 1));
    requires desc.oid < SDDF_NET_MAX_CLIENTS;
    assigns \result \from copier->sources;
    ensures \result != \null ==> desc.len <= NET_BUFFER_SIZE && desc.io_or_offset % NET_BUFFER_SIZE == 0 &&
      desc.io_or_offset + NET_BUFFER_SIZE <= copier->sources[desc.oid].size &&
      \result == (char *)copier->sources[desc.oid].vaddr + desc.io_or_offset; */
static const char *find_frame(const struct copier *copier, net_buff_desc_t desc)
{
    if (desc.len > NET_BUFFER_SIZE) {
        return NULL;
    }
    const region_resource_t *source = &copier->sources[desc.oid];
    uint64_t num_buffers = source->size / NET_BUFFER_SIZE;
    if (source->vaddr == NULL || desc.io_or_offset % NET_BUFFER_SIZE != 0
        || desc.io_or_offset / NET_BUFFER_SIZE >= num_buffers) {
        return NULL;
    }
    return (const char *)source->vaddr + desc.io_or_offset;
}

/* Copies a frame to the client, if that has room for it. */
static void copy_frame(struct copier *copier, const char *frame, uint16_t len)
{
    uint32_t index;
    if (!net_producer_has_room(&copier->client.active) || !take_client_buffer(copier, &index)) {
        copier->faults.dropped++;
        return;
    }
    uint64_t offset = (uint64_t)index * NET_BUFFER_SIZE;
    memcpy(copier->client_data + offset, frame, len);
    net_buff_desc_t desc = { .io_or_offset = offset, .len = len };
    if (!net_give(&copier->client.active, desc)) {
        copier->faults.dropped++;
        return;
    }
    copier->delivered++;
    copier->delivery[index] = copier->delivered;
    copier->notify_client = true;
}

/* Deals with one frame, and gives its buffer back as it came. */
static void receive(struct copier *copier, net_buff_desc_t desc)
{
    const char *frame = find_frame(copier, desc);
    if (frame == NULL) {
        os_fault(&copier->faults.source, "frame is in no region", copier->rx.channel);
    } else {
        copy_frame(copier, frame, desc.len);
    }
    if (!net_give(&copier->rx.free, desc)) { /* [CP5] */
        os_fault(&copier->faults.source, "no room to return a buffer", copier->rx.channel);
    }
    copier->notify_rx = true;
}

/* Takes frames until there are none, or a queue full of them; true if there may be more. */
static bool rx_return(struct copier *copier)
{
    uint32_t budget = net_consumer_budget(&copier->rx.active);
    net_buff_desc_t desc;
    while (net_take_bounded(&copier->rx.active, &budget, &desc)) { /* [CP1] */
        receive(copier, desc);
    }
    return budget == 0;
}

/* Notifies whoever has something to fetch and asked to be told; `last` says that the handler ends here. */
static void notify_peers(struct copier *copier, bool last)
{
    if (copier->notify_rx && net_signal_due(&copier->rx.free)) { /* [CP6] */
        copier->notify_rx = false;
        net_notify(copier->rx.channel, last);
    }
    if (copier->notify_client && net_signal_due(&copier->client.active)) {
        copier->notify_client = false;
        net_notify(copier->client.channel, last);
    }
}

void copier_run(struct copier *copier)
{
    bool more;
    do {
        copier->patience = copier->client_buffers;
        more = rx_return(copier);
        notify_peers(copier, !more);
    } while (more);
}

bool copier_init(struct copier *copier, const net_copy_config_t *config)
{
    if (!net_config_check_magic(config)) {
        return false;
    }
    if (!net_in_init(&copier->rx, &config->rx) || !net_out_init(&copier->client, &config->client)) {
        return false;
    }
    uint32_t num_buffers = config->client.num_buffers;
    if (num_buffers > COPIER_MAX_BUFFERS || !frame_region_holds(config->client_data.size, num_buffers)) {
        return false;
    }
    copier->sources = config->rx_data;
    copier->client_data = config->client_data.vaddr;
    copier->client_buffers = num_buffers;
    net_queue_handle_t client;
    net_queue_init(&client, copier->client.free.queue, copier->client.active.queue, num_buffers);
    net_buffers_init(&client, 0);
    return true;
}
