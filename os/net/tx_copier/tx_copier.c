/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit copier, one wake-up: as many frames as there are empty buffers, each copied, checked, and
 * passed on or dropped; the client's buffer goes back to it at once.
 */
#include "tx_copier.h"

#include <os/fault.h>
#include <sddf/util/custom_libc/string.h>
#include "../frame.h"
#include "source.h"

/* True if there is an empty buffer to copy to; else a notification of the next one is requested. */
static bool have_buffer(struct tx_copier *copier)
{
    uint32_t budget = net_consumer_budget(&copier->virt.free);
    while (!copier->have_buffer && net_take_bounded(&copier->virt.free, &budget, &copier->buffer)) {
        copier->have_buffer = frame_offset_valid(copier->buffer.io_or_offset, copier->config->tx.num_buffers);
        if (!copier->have_buffer) {
            os_fault(&copier->faults.virt, "virtualiser returned no buffer of ours", copier->virt.channel);
        }
    }
    return copier->have_buffer;
}

/* Copies the frame to our buffer and passes it on if the copy may be sent. */
static void forward(struct tx_copier *copier, net_buff_desc_t desc)
{
    const net_tx_copy_config_t *config = copier->config;
    bool sane = desc.len >= FRAME_LEN_MIN && desc.len <= NET_BUFFER_SIZE;
    if (!sane || !frame_offset_valid(desc.io_or_offset, config->client.num_buffers)) {
        os_fault(&copier->faults.client, "client's frame is not in its buffers", copier->client.channel);
        return;
    }
    uint8_t *copy = (uint8_t *)config->tx_data.vaddr + copier->buffer.io_or_offset;
    memcpy(copy, (const uint8_t *)config->client_data.vaddr + desc.io_or_offset, desc.len);
    if (!source_is_true(config, copy, desc.len)) {
        os_fault(&copier->faults.refused, "client claims to be another", copier->client.channel);
        return;
    }
    copier->buffer.len = desc.len;
    copier->buffer.oid = 0;
    if (!net_give(&copier->virt.active, copier->buffer)) {
        os_fault(&copier->faults.virt, "no room in virtualiser's queue", copier->virt.channel);
        return;
    }
    copier->have_buffer = false;
    copier->notify_virt = true;
}

static void give_back(struct tx_copier *copier, net_buff_desc_t desc)
{
    desc.len = 0;
    if (!net_give(&copier->client.free, desc)) {
        os_fault(&copier->faults.lost, "buffer lost, no room in client's free queue", copier->client.channel);
    }
    copier->notify_client = true;
}

static void notify_peers(struct tx_copier *copier)
{
    if (copier->notify_virt && net_signal_due(&copier->virt.active)) {
        copier->notify_virt = false;
        net_notify(copier->virt.channel, true);
    }
    if (copier->notify_client && net_signal_due(&copier->client.free)) {
        copier->notify_client = false;
        net_notify(copier->client.channel, true);
    }
}

/*
 * A client that sends more than it has buffers uses up the budget; then, as after any wake-up that ends
 * with frames left, a notification is requested from whoever has to act first.
 */
void tx_copier_run(struct tx_copier *copier)
{
    uint32_t budget = net_consumer_budget(&copier->client.active);
    net_buff_desc_t desc;
    while (have_buffer(copier) && net_take_bounded(&copier->client.active, &budget, &desc)) {
        if (!copier->started) {
            net_producer_adopt(&copier->client.free);
            copier->started = true;
        }
        forward(copier, desc);
        give_back(copier, desc);
    }
    notify_peers(copier);
}

bool tx_copier_init(struct tx_copier *copier, const net_tx_copy_config_t *config)
{
    if (!net_config_check_magic(config)) {
        return false;
    }
    if (!net_in_init(&copier->client, &config->client) || !net_out_init(&copier->virt, &config->tx)) {
        return false;
    }
    if (!frame_region_holds(config->client_data.size, config->client.num_buffers)
        || !frame_region_holds(config->tx_data.size, config->tx.num_buffers)) {
        return false;
    }
    copier->config = config;
    copier->started = false;
    copier->have_buffer = false;
    net_queue_handle_t virt;
    net_queue_init(&virt, copier->virt.free.queue, copier->virt.active.queue, config->tx.num_buffers);
    net_buffers_init(&virt, 0);
    tx_copier_run(copier);
    return true;
}
