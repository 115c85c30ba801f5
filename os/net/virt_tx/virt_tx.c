/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit virtualiser, one wake-up: completed buffers from the driver to clients, frames from clients
 * to the driver, then the notifications that are due.
 */
#include "virt_tx.h"

#include <os/fault.h>
#include <sddf/util/cache.h>
#include "../frame.h"
#include "buffers.h"

/* The region that holds the buffer at IO address `io`; NULL if there is none. */
static const struct virt_tx_region *find_region(const struct virt_tx *virt, uint64_t io)
{
    for (uint32_t i = 0; i < virt->num_regions; i++) {
        const struct virt_tx_region *region = &virt->regions[i];
        /* An address below the region wraps to an offset far above it. */
        if (io - region->io_addr < (uint64_t)region->num_buffers * NET_BUFFER_SIZE) {
            return region;
        }
    }
    return NULL;
}

/* Gives a buffer to its client, which loses it if it left no room for it. */
static void give_to_client(struct virt_tx_client *client, net_buff_desc_t desc)
{
    desc.len = 0;
    if (!net_give(&client->link.free, desc)) { /* [VT3] */
        os_fault(&client->lost, "buffer lost, no room in client's free queue", client->link.channel);
    }
}

/* One completion from the driver (NET-52, NET-53). */
static void complete(struct virt_tx *virt, net_buff_desc_t desc)
{
    const struct virt_tx_region *region = find_region(virt, desc.io_or_offset);
    if (region == NULL || (desc.io_or_offset - region->io_addr) % NET_BUFFER_SIZE != 0) {
        os_fault(&virt->driver_faults, "driver completed no buffer of ours", virt->driver.channel);
        return;
    }
    uint64_t offset = desc.io_or_offset - region->io_addr;
    uint32_t number = buffer_number(region, offset);
    if (!buffer_is_outstanding(virt, number)) {
        os_fault(&virt->driver_faults, "driver completed a buffer it does not hold", virt->driver.channel);
        return;
    }
    buffer_clear_outstanding(virt, number);
    struct virt_tx_client *client = &virt->clients[region->client];
    client->in_flight--;
    client->notify = true;
    give_to_client(client, (net_buff_desc_t) { .io_or_offset = offset, .oid = region->oid & NET_OID_MAX });
}

/* Gives back what the driver has completed. It completes no more than it holds: a queue full at most. */
static void tx_return(struct virt_tx *virt)
{
    uint32_t budget = net_consumer_budget(&virt->driver.free);
    net_buff_desc_t desc;
    while (budget > 0 && net_take(&virt->driver.free, &desc)) { /* [VT2] */
        budget--;
        complete(virt, desc);
    }
}

/* Checks one frame of a client and hands it to the driver, which is known to have room (NET-51). */
static void transmit(struct virt_tx *virt, struct virt_tx_client *client, net_buff_desc_t desc)
{
    bool sane = desc.len != 0 && desc.len <= NET_BUFFER_SIZE && desc.oid < client->num_regions;
    const struct virt_tx_region *region = &virt->regions[client->first_region + (sane ? desc.oid : 0u)];
    if (!sane || !frame_offset_valid(desc.io_or_offset, region->num_buffers)) {
        os_fault(&client->faults, "client's frame is not in its buffers", client->link.channel);
        give_to_client(client, desc);
        return;
    }
    uint32_t number = buffer_number(region, desc.io_or_offset);
    if (buffer_is_outstanding(virt, number)) {
        /* It comes back once, when the driver completes the first submission. */
        os_fault(&client->faults, "client sent a buffer it does not own", client->link.channel);
        return;
    }
    uintptr_t frame = region->vaddr + desc.io_or_offset;
    cache_clean(frame, frame + desc.len);
    net_buff_desc_t out = { .io_or_offset = region->io_addr + desc.io_or_offset, .len = desc.len };
    if (!net_give(&virt->driver.active, out)) { /* [VT6] */
        os_fault(&virt->driver_faults, "driver's active queue has no room", virt->driver.channel);
        give_to_client(client, desc);
        return;
    }
    buffer_set_outstanding(virt, number);
    client->in_flight++;
    virt->notify_driver = true;
}

/*
 * One client's turn; true if it may have more to send. Where it stops with frames left, something
 * brings us back: a completion if the client or the driver has its fill, and for a client that sent
 * more than it has buffers, itself, because a notification is requested.
 */
static bool serve(struct virt_tx *virt, struct virt_tx_client *client)
{
    for (uint32_t i = 0; i < VIRT_TX_QUANTUM; i++) {
        net_buff_desc_t desc;
        if (client->in_flight >= VIRT_TX_IN_FLIGHT || !net_producer_has_room(&virt->driver.active)) {
            return false;
        }
        if (!net_take_bounded(&client->link.active, &client->budget, &desc)) { /* [VT5] */
            return false;
        }
        if (!client->started) {
            net_producer_adopt(&client->link.free);
            client->started = true;
        }
        transmit(virt, client, desc);
    }
    return true;
}

static void tx_provide(struct virt_tx *virt)
{
    for (uint32_t i = 0; i < virt->num_clients; i++) {
        virt->clients[i].budget = net_consumer_budget(&virt->clients[i].link.active);
    }
    bool more;
    do {
        more = false;
        for (uint32_t i = 0; i < virt->num_clients; i++) {
            uint32_t turn = (virt->first_served + i) % virt->num_clients;
            if (serve(virt, &virt->clients[turn])) {
                more = true;
            }
        }
    } while (more);
    virt->first_served = virt->num_clients == 0 ? 0 : (virt->first_served + 1) % virt->num_clients;
}

/* True if the client may be waiting for buffers, or we for it to send more. */
static bool needs_completions(const struct virt_tx_client *client)
{
    uint32_t capacity = client->link.active.index.capacity;
    return 2 * client->in_flight >= capacity || client->in_flight >= VIRT_TX_IN_FLIGHT
        || (client->in_flight > 0 && net_is_awaited(&client->link.free));
}

/*
 * Asks the driver to tell us of completions only if somebody needs them; else the next frames to send
 * bring us here soon enough, because each client has more than half of its buffers left. True if some
 * came just now.
 *
 * A driver may do without interrupts while it is not asked, and looks only when it is woken.
 */
static bool rearm(struct virt_tx *virt)
{
    bool needed = !net_producer_has_room(&virt->driver.active);
    for (uint32_t i = 0; i < virt->num_clients && !needed; i++) {
        needed = needs_completions(&virt->clients[i]);
    }
    if (!needed) {
        net_leave(&virt->driver.free); /* [VT8] */
        return false;
    }
    virt->wake_driver = virt->wake_driver || !net_is_armed(&virt->driver.free); /* [VT9] */
    return net_rearm(&virt->driver.free); /* [VT10] */
}

/* Notifies whoever has something to fetch and asked to be told; `last` says that the handler ends here. */
static void notify_peers(struct virt_tx *virt, bool last)
{
    bool due = virt->notify_driver && net_signal_due(&virt->driver.active); /* [VT11] */
    if (due || virt->wake_driver) {
        virt->notify_driver = virt->notify_driver && !due;
        virt->wake_driver = false;
        net_notify(virt->driver.channel, last); /* [VT12] */
    }
    for (uint32_t i = 0; i < virt->num_clients; i++) {
        struct virt_tx_client *client = &virt->clients[i];
        if (client->notify && net_signal_due(&client->link.free)) { /* [VT13] */
            net_notify(client->link.channel, last);
        }
        client->notify = false;
    }
}

void virt_tx_run(struct virt_tx *virt)
{
    bool more;
    do {
        tx_return(virt); /* [VT1] */
        tx_provide(virt); /* [VT4] */
        more = rearm(virt); /* [VT7] */
        notify_peers(virt, !more);
    } while (more);
}
