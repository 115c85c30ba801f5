/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio network driver: the four paths between virtualisers and device.
 */
#include "virtio_net.h"

#include <sddf/util/printf.h>
#include <sddf/virtio/feature.h>
#include "../../virtio/device.h"
#include "../frame.h"

#define VIRTIO_NET_F_MAC 5u

#define QUEUE_RX 0u
#define QUEUE_TX 1u

/* Region 0 is the device's registers; this one is the memory for the rings. */
#define REGION_RINGS 1u

/* The device broke its protocol: its memory accesses stop with it. */
static void fail(struct virtio_net *net)
{
    net->failed = true;
    virtio_device_fail(&net->device);
    sddf_printf("%s: the device broke the virtio protocol, network stopped\n", sddf_get_pd_name());
}

/*
 * The virtualiser wakes us for buffers only while the device is low on them. Else the next interrupt
 * fetches them, and that is soon enough: the device has more than half of its ring to receive into.
 */
void virtio_net_rx_provide(struct virtio_net *net)
{
    struct net_consumer *buffers = &net->virt_rx.free;
    uint32_t budget = net_consumer_budget(buffers);
    bool offered = false;
    net_buff_desc_t desc;
    net_leave(buffers); /* [DR1] */
    while (!net->failed && frame_queue_has_slot(&net->rx)
           && (net_take(buffers, &desc) /* [DR2] */
               || (frame_queue_is_low(&net->rx) && net_take_bounded(buffers, &budget, &desc)))) { /* [DR3] */
        frame_queue_offer(&net->rx, desc.io_or_offset, NET_BUFFER_SIZE); /* [DR4] */
        offered = true;
    }
    if (offered) {
        virtqueue_publish(&net->rx.ring, &net->device);
    }
}

static void tx_provide(struct virtio_net *net)
{
    uint32_t budget = net_consumer_budget(&net->virt_tx.active);
    bool offered = false;
    net_buff_desc_t desc;
    while (!net->failed && frame_queue_has_slot(&net->tx)
           && net_take_bounded(&net->virt_tx.active, &budget, &desc)) { /* [DT5] */
        frame_queue_offer(&net->tx, desc.io_or_offset, desc.len); /* [DT6] */
        offered = true;
    }
    if (offered) {
        virtqueue_publish(&net->tx.ring, &net->device);
    }
}

static void tx_return(struct virtio_net *net)
{
    uint64_t io_addr;
    uint32_t written;
    enum virtqueue_answer answer;
    while ((answer = frame_queue_take(&net->tx, &io_addr, &written)) == VIRTQUEUE_CHAIN) { /* [DT2] */
        net_buff_desc_t desc = { .io_or_offset = io_addr };
        net->notify_tx = net_give(&net->virt_tx.free, desc) || net->notify_tx; /* [DT3] */
    }
    if (answer == VIRTQUEUE_BROKEN) {
        fail(net);
    }
}

/*
 * An interrupt for sent frames is wanted only if the virtualiser waits for them or the ring is full; else
 * the next frames to send bring us here. True if some were sent just now, while we were asking.
 */
static bool rearm_tx_interrupt(struct virtio_net *net)
{
    if (net->failed) {
        return false;
    }
    if (frame_queue_has_slot(&net->tx) && !net_is_awaited(&net->virt_tx.free)) { /* [DT8] */
        virtqueue_disable_interrupts(&net->tx.ring); /* [DT9] */
        return false;
    }
    return virtqueue_enable_interrupts(&net->tx.ring); /* [DT10] */
}

/* Every round but the first takes an answer of the device, and those are no more than the frames to send. */
static void transmit(struct virtio_net *net)
{
    if (net->failed) {
        return;
    }
    frame_queue_begin(&net->tx);
    do {
        tx_return(net); /* [DT1] */
        tx_provide(net); /* [DT4] */
    } while (rearm_tx_interrupt(net)); /* [DT7] */
}

/*
 * Passes one received frame on, or offers its buffer again if the device claims an impossible length
 * (NET-23, NET-24). False if it does so too often.
 */
static bool receive(struct virtio_net *net, uint64_t io_addr, uint32_t written)
{
    if (written < FRAME_HEADER_BYTES + FRAME_LEN_MIN || written > FRAME_HEADER_BYTES + NET_BUFFER_SIZE) {
        frame_queue_offer(&net->rx, io_addr, NET_BUFFER_SIZE);
        virtqueue_publish(&net->rx.ring, &net->device);
        return frame_queue_tolerate(&net->rx);
    }
    net_buff_desc_t desc = { .io_or_offset = io_addr, .len = (uint16_t)(written - FRAME_HEADER_BYTES) };
    net->notify_rx = net_give(&net->virt_rx.active, desc) || net->notify_rx; /* [DR6] */
    return true;
}

static void rx_return(struct virtio_net *net)
{
    uint64_t io_addr;
    uint32_t written;
    enum virtqueue_answer answer;
    frame_queue_begin(&net->rx);
    while ((answer = frame_queue_take(&net->rx, &io_addr, &written)) == VIRTQUEUE_CHAIN) { /* [DR5] */
        if (!receive(net, io_addr, written)) {
            answer = VIRTQUEUE_BROKEN;
            break;
        }
    }
    if (answer == VIRTQUEUE_BROKEN) {
        fail(net);
    }
}

/* Notifies whoever has something to fetch and asked to be told; `last` says that the handler ends here. */
static void notify_virtualisers(struct virtio_net *net, bool last)
{
    if (net->notify_rx && net_signal_due(&net->virt_rx.active)) { /* [DR10] */
        net->notify_rx = false;
        net_notify(net->virt_rx.channel, last);
    }
    if (net->notify_tx && net_signal_due(&net->virt_tx.free)) { /* [DT12] */
        net->notify_tx = false;
        net_notify(net->virt_tx.channel, last);
    }
}

/*
 * Causes are acknowledged before the rings are looked at: whatever the device adds meanwhile raises the
 * interrupt again. All are, unread, because both rings are looked at in any case and each access to a
 * register of an emulated device is dear. The provide functions run because slots have become free (SIG-5).
 */
void virtio_net_interrupt(struct virtio_net *net)
{
    virtio_transport_write_isr(&net->device, VIRTIO_IRQ_VQUEUE | VIRTIO_IRQ_CONFIG); /* [DR7] */
    transmit(net); /* [DT11] */
    if (!net->failed) {
        rx_return(net); /* [DR8] */
    }
    virtio_net_rx_provide(net); /* [DR9] */
    /* The deferred operation is the acknowledgement of the interrupt. */
    notify_virtualisers(net, false);
}

void virtio_net_tx_provide(struct virtio_net *net)
{
    transmit(net);
    notify_virtualisers(net, true);
}

static bool setup_queues(struct virtio_net *net, const device_region_resource_t *rings)
{
    struct virtio_memory memory = {
        .vaddr = (uintptr_t)rings->region.vaddr,
        .io_addr = rings->io_addr,
        .left = rings->region.size,
    };
    return frame_queue_setup(&net->rx, &net->device, QUEUE_RX, true, &memory)
        && frame_queue_setup(&net->tx, &net->device, QUEUE_TX, false, &memory);
}

bool virtio_net_init(struct virtio_net *net, device_resources_t *resources,
                     const net_driver_config_t *config)
{
    if (!device_resources_check_magic(resources) || !net_config_check_magic(config)) {
        return false;
    }
    if (resources->num_regions <= REGION_RINGS || resources->num_irqs == 0) {
        return false;
    }
    if (!net_out_init(&net->virt_rx, &config->virt_rx) || !net_in_init(&net->virt_tx, &config->virt_tx)) {
        return false;
    }
    net->failed = false;
    if (!virtio_transport_probe(resources, &net->device, VIRTIO_DEVICE_ID_NET)) {
        return false;
    }
    if (!virtio_device_start(&net->device, 1ull << VIRTIO_F_VERSION_1, 1ull << VIRTIO_NET_F_MAC)) {
        return false;
    }
    if (!setup_queues(net, &resources->regions[REGION_RINGS])) {
        virtio_device_fail(&net->device);
        return false;
    }
    virtio_device_run(&net->device);
    virtio_net_rx_provide(net);
    virtio_net_tx_provide(net);
    return true;
}
