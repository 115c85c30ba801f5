/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Receive virtualiser, one wake-up: frames from the driver to clients, buffers from clients to the
 * driver, then the notifications that are due.
 */
#include "virt_rx.h"

#include <os/fault.h>
#include <sddf/util/cache.h>
#include "../frame.h"

/* The destination address as it was at one moment: a client with the region mapped may be changing it. */
static mac_addr_t read_destination(uintptr_t frame)
{
    const volatile uint8_t *octets = (const volatile uint8_t *)frame;
    mac_addr_t mac;
    for (unsigned int i = 0; i < sizeof(mac.addr); i++) {
        mac.addr[i] = octets[i];
    }
    return mac;
}

/*@ requires \valid_read(client) && \valid_read(mac) && \valid_read(client->macs + (0 .. client->num_macs - 1));
    assigns \nothing;
    ensures \result <==> virt_rx_owns(client, mac); */
static bool client_has_mac(const struct virt_rx_client *client, const mac_addr_t *mac)
{
    /*@ loop invariant i <= client->num_macs;
        loop invariant \forall integer k; 0 <= k < i ==>
          !mac802_same(&client->macs[k].addr[0], &mac->addr[0], ETH_HWADDR_LEN);
        loop assigns i;
        loop variant client->num_macs - i; */
    for (uint8_t i = 0; i < client->num_macs; i++) {
        if (mac802_addr_eq(client->macs[i].addr, mac->addr)) {
            return true;
        }
    }
    return false;
}

/* The clients a frame is for: the first that owns the address, or all for a broadcast, or none. */
/*@ requires virt_rx_knows_macs(virt) && \valid_read(mac);
    assigns \nothing;
    behavior owned:
      assumes \exists integer i; 0 <= i < virt->num_clients && virt_rx_owns(&virt->clients[i], mac);
      ensures \exists integer i; 0 <= i < virt->num_clients && virt_rx_owns(&virt->clients[i], mac) &&
        (\forall integer j; 0 <= j < i ==> !virt_rx_owns(&virt->clients[j], mac)) && \result == 1 << i;
    behavior foreign:
      assumes \forall integer i; 0 <= i < virt->num_clients ==> !virt_rx_owns(&virt->clients[i], mac);
      ensures (\forall integer i; 0 <= i < ETH_HWADDR_LEN ==> mac->addr[i] == 0xff) ==>
        \result == (1 << virt->num_clients) - 1;
      ensures !(\forall integer i; 0 <= i < ETH_HWADDR_LEN ==> mac->addr[i] == 0xff) ==> \result == 0;
    complete behaviors; */
static uint64_t classify(const struct virt_rx *virt, const mac_addr_t *mac)
{
    /*@ loop invariant i <= virt->num_clients;
        loop invariant \forall integer j; 0 <= j < i ==> !virt_rx_owns(&virt->clients[j], mac);
        loop assigns i;
        loop variant virt->num_clients - i; */
    for (uint32_t i = 0; i < virt->num_clients; i++) {
        if (client_has_mac(&virt->clients[i], mac)) {
            return 1ull << i;
        }
    }
    return mac802_addr_is_bcast(mac->addr) ? (1ull << virt->num_clients) - 1 : 0;
}

/* Nobody holds buffer `index`: the driver gets it back. */
static void give_to_driver(struct virt_rx *virt, uint32_t index)
{
    net_buff_desc_t desc = { .io_or_offset = virt->data_io + (uint64_t)index * NET_BUFFER_SIZE };
    if (!net_give(&virt->driver.free, desc)) { /* [VR1] */
        os_fault(&virt->driver_faults, "driver's free queue has no room", virt->driver.channel);
        return;
    }
    virt->holders[index] = VIRT_RX_HOLDER_DRIVER;
    virt->with_driver++;
    virt->notify_driver = true;
}

/* Gives the frame to each client of `receivers` that has room; those become the buffer's holders. */
static void deliver(struct virt_rx *virt, uint32_t index, uint16_t len, uint64_t receivers)
{
    net_buff_desc_t desc = { .io_or_offset = (uint64_t)index * NET_BUFFER_SIZE, .len = len };
    uint64_t holders = 0;
    for (uint32_t i = 0; i < virt->num_clients; i++) {
        struct virt_rx_client *client = &virt->clients[i];
        if ((receivers & (1ull << i)) == 0) {
            continue;
        }
        if (!net_give(&client->link.active, desc)) { /* [VR3] */
            os_fault(&client->dropped, "frame dropped, no room in client's queue", client->link.channel);
            continue;
        }
        holders |= 1ull << i;
        client->notify = true;
    }
    virt->holders[index] = holders;
}

/* One descriptor from the driver (NET-32, NET-35 a). */
static void receive(struct virt_rx *virt, net_buff_desc_t desc)
{
    /* An address below the region wraps to an offset far above it. */
    uint64_t offset = desc.io_or_offset - virt->data_io;
    if (!frame_offset_valid(offset, virt->num_buffers)) {
        os_fault(&virt->driver_faults, "driver returned no buffer of ours", virt->driver.channel);
        return;
    }
    uint32_t index = (uint32_t)(offset / NET_BUFFER_SIZE);
    if (virt->holders[index] != VIRT_RX_HOLDER_DRIVER) {
        os_fault(&virt->driver_faults, "driver returned a buffer it does not hold", virt->driver.channel);
        return;
    }
    virt->holders[index] = 0;
    virt->with_driver--;
    if (desc.len >= FRAME_LEN_MIN && desc.len <= NET_BUFFER_SIZE) {
        uintptr_t frame = virt->data + offset;
        cache_clean_and_invalidate(frame, frame + desc.len);
        mac_addr_t destination = read_destination(frame);
        deliver(virt, index, desc.len, classify(virt, &destination));
    } else {
        os_fault(&virt->driver_faults, "driver returned an impossible length", virt->driver.channel);
    }
    if (virt->holders[index] == 0) {
        give_to_driver(virt, index); /* [VR4] */
    }
}

/*
 * Takes frames until there are none, or as many as there are buffers: frames that nobody wants recycle
 * at once, so a flood of them could keep us from returning buffers. True if there may be more.
 */
static bool rx_return(struct virt_rx *virt)
{
    uint32_t budget = net_consumer_budget(&virt->driver.active);
    net_buff_desc_t desc;
    while (net_take_bounded(&virt->driver.active, &budget, &desc)) { /* [VR2] */
        receive(virt, desc);
    }
    return budget == 0;
}

/* One buffer that client `number` returns (NET-34, NET-35 b..d). */
static void release(struct virt_rx *virt, uint32_t number, net_buff_desc_t desc)
{
    struct virt_rx_client *client = &virt->clients[number];
    if (!frame_offset_valid(desc.io_or_offset, virt->num_buffers)) {
        os_fault(&client->faults, "client returned no buffer", client->link.channel);
        return;
    }
    uint32_t index = (uint32_t)(desc.io_or_offset / NET_BUFFER_SIZE);
    if ((virt->holders[index] & (1ull << number)) == 0) {
        os_fault(&client->faults, "client returned a buffer it does not hold", client->link.channel);
        return;
    }
    virt->holders[index] &= ~(1ull << number);
    if (virt->holders[index] == 0) {
        give_to_driver(virt, index);
    }
}

/*
 * Clients wake us to return buffers only while the driver is low on them. Else we come by when the next
 * frame wakes us, and that is soon enough: the driver has more than half of all buffers to receive into.
 */
/*@ requires \valid_read(virt) && virt->with_driver <= VIRT_RX_MAX_BUFFERS;
    assigns \nothing;
    ensures \result <==> 2 * virt->with_driver <= virt->num_buffers; */
static bool driver_is_low(const struct virt_rx *virt)
{
    return 2 * virt->with_driver <= virt->num_buffers;
}

/*
 * Takes back what client `number` has finished with. It gets no frames while we are here, so only one
 * at fault uses up the budget; the rest of its buffers is taken at the next wake-up.
 */
static void rx_provide_client(struct virt_rx *virt, uint32_t number)
{
    struct net_consumer *queue = &virt->clients[number].link.free;
    uint32_t budget = net_consumer_budget(queue);
    net_buff_desc_t desc;
    net_leave(queue); /* [VR5] */
    while (budget > 0 && net_take(queue, &desc)) { /* [VR6] */
        budget--;
        release(virt, number, desc);
    }
    while (driver_is_low(virt) && net_take_bounded(queue, &budget, &desc)) { /* [VR7] */
        release(virt, number, desc);
    }
}

/* Notifies whoever has something to fetch and asked to be told; `last` says that the handler ends here. */
static void notify_peers(struct virt_rx *virt, bool last)
{
    if (virt->notify_driver && net_signal_due(&virt->driver.free)) { /* [VR10] */
        virt->notify_driver = false;
        net_notify(virt->driver.channel, last);
    }
    for (uint32_t i = 0; i < virt->num_clients; i++) {
        struct virt_rx_client *client = &virt->clients[i];
        if (client->notify && net_signal_due(&client->link.active)) { /* [VR12] */
            net_notify(client->link.channel, last);
        }
        client->notify = false; /* [VR14] */
    }
}

void virt_rx_run(struct virt_rx *virt)
{
    bool more;
    do {
        more = rx_return(virt); /* [VR8] */
        for (uint32_t i = 0; i < virt->num_clients; i++) {
            rx_provide_client(virt, i); /* [VR9] */
        }
        notify_peers(virt, !more);
    } while (more);
}

static bool init_client(struct virt_rx_client *client, const net_virt_rx_client_config_t *config)
{
    client->macs = config->mac_addrs;
    client->num_macs = config->num_macs;
    client->notify = false;
    client->faults = 0;
    client->dropped = 0;
    return config->num_macs <= SDDF_NET_MAX_CLIENTS && net_out_init(&client->link, &config->conn);
}

bool virt_rx_init(struct virt_rx *virt, const net_virt_rx_config_t *config)
{
    uint32_t num_buffers = config->driver.num_buffers;
    if (!net_config_check_magic(config) || config->num_clients > VIRT_RX_MAX_CLIENTS) {
        return false;
    }
    if (num_buffers > VIRT_RX_MAX_BUFFERS || !frame_region_holds(config->data.region.size, num_buffers)) {
        return false;
    }
    if (!net_in_init(&virt->driver, &config->driver)) {
        return false;
    }
    virt->driver_faults = 0;
    virt->with_driver = 0;
    virt->notify_driver = false;
    virt->data = (uintptr_t)config->data.region.vaddr;
    virt->data_io = config->data.io_addr;
    virt->num_buffers = num_buffers;
    virt->num_clients = config->num_clients;
    for (uint32_t i = 0; i < virt->num_clients; i++) {
        if (!init_client(&virt->clients[i], &config->clients[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < num_buffers; i++) {
        give_to_driver(virt, i);
    }
    notify_peers(virt, true);
    return true;
}
