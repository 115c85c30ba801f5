/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A driver for a virtio network device that asks, by ARP, for the Ethernet address of the gateway of QEMU's
 * user network (10.0.2.2) and prints it.
 */

#include <microkit.h>

#include "arp.h"
#include "virtio.h"

#define DEVICE_CHANNEL 0
#define PAGE 0x1000u
#define FRAME_SPACE 2048u

enum { RECEIVE, TRANSMIT, QUEUES };

/* Set by the tool. */
seL4_Word device, dma, dma_paddr;

/* The region: a page for each queue, then the frames to receive into, then the one to send. */
#define FRAMES (QUEUES * PAGE)
#define SEND_FRAME (FRAMES + QUEUE_SLOTS * FRAME_SPACE)

static const seL4_Uint8 own_ip[4] = {10, 0, 2, 15};
static const seL4_Uint8 gateway_ip[4] = {10, 0, 2, 2};
static seL4_Uint8 own_mac[6];
static seL4_Uint16 seen; /* used entries of the receive queue */
unsigned answers;

static seL4_Uint32 reg_read(enum virtio_register reg)
{
    return *(volatile seL4_Uint32 *)(device + reg);
}

static void reg_write(enum virtio_register reg, seL4_Uint32 value)
{
    *(volatile seL4_Uint32 *)(device + reg) = value;
}

static void reg_write_address(enum virtio_register reg, seL4_Word address)
{
    reg_write(reg, (seL4_Uint32)address);
    reg_write((enum virtio_register)(reg + 4), (seL4_Uint32)(address >> 32));
}

static struct queue *queue_at(unsigned queue)
{
    return (struct queue *)(dma + queue * PAGE);
}

static void copy(seL4_Uint8 *to, const seL4_Uint8 *from, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        to[i] = from[i];
    }
}

static seL4_Bool equal(const seL4_Uint8 *a, const seL4_Uint8 *b, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (a[i] != b[i]) {
            return seL4_False;
        }
    }
    return seL4_True;
}

/* ---- Queues ---- */

static void queue_start(unsigned number)
{
    seL4_Word paddr = dma_paddr + number * PAGE;

    reg_write(REG_QUEUE_SELECT, number);
    reg_write(REG_QUEUE_SIZE, QUEUE_SLOTS);
    reg_write_address(REG_QUEUE_DESCRIPTORS, paddr + __builtin_offsetof(struct queue, descriptors));
    reg_write_address(REG_QUEUE_AVAILABLE, paddr + __builtin_offsetof(struct queue, available));
    reg_write_address(REG_QUEUE_USED, paddr + __builtin_offsetof(struct queue, used));
    reg_write(REG_QUEUE_READY, 1);
}

/* Gives descriptor `slot` to the device. */
static void queue_offer(unsigned number, seL4_Uint16 slot)
{
    struct available *available = &queue_at(number)->available;
    seL4_Uint16 index = available->index;

    available->ring[index % QUEUE_SLOTS] = slot;
    __atomic_store_n(&available->index, (seL4_Uint16)(index + 1), __ATOMIC_RELEASE);
}

/* The device sees the queue before it hears of it. */
static void queue_kick(unsigned number)
{
    __asm__ volatile("dsb sy" ::: "memory");
    reg_write(REG_QUEUE_NOTIFY, number);
}

static void offer_receive_frames(void)
{
    for (seL4_Uint16 i = 0; i < QUEUE_SLOTS; i++) {
        queue_at(RECEIVE)->descriptors[i] = (struct descriptor){
            .address = dma_paddr + FRAMES + i * FRAME_SPACE, .length = FRAME_SPACE, .flags = DESCRIPTOR_DEVICE_WRITES};
        queue_offer(RECEIVE, i);
    }
    queue_kick(RECEIVE);
}

/* ---- Device ---- */

static seL4_Bool device_start(void)
{
    if (reg_read(REG_MAGIC) != VIRTIO_MAGIC || reg_read(REG_VERSION) != VIRTIO_VERSION ||
        reg_read(REG_DEVICE_ID) != VIRTIO_NETWORK) {
        return seL4_False;
    }
    reg_write(REG_STATUS, 0);
    reg_write(REG_STATUS, STATUS_ACKNOWLEDGE | STATUS_DRIVER);
    reg_write(REG_DRIVER_FEATURES_SELECT, 0);
    reg_write(REG_DRIVER_FEATURES, 0);
    reg_write(REG_DRIVER_FEATURES_SELECT, 1);
    reg_write(REG_DRIVER_FEATURES, VIRTIO_F_VERSION_1_HIGH);
    reg_write(REG_STATUS, STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK);
    for (unsigned i = 0; i < QUEUES; i++) {
        queue_start(i);
    }
    reg_write(REG_STATUS, STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK | STATUS_DRIVER_OK);
    for (unsigned i = 0; i < sizeof own_mac; i++) {
        own_mac[i] = *(volatile seL4_Uint8 *)(device + REG_MAC + i);
    }
    return seL4_True;
}

/* ---- ARP ---- */

static void send_request(void)
{
    struct arp_frame *frame = (struct arp_frame *)(dma + SEND_FRAME + FRAME_HEADER_BYTES);

    *frame = (struct arp_frame){.destination = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
                                .type = {0x08, 0x06},
                                .hardware = {0, 1},
                                .protocol = {0x08, 0x00},
                                .hardware_bytes = 6,
                                .protocol_bytes = 4,
                                .operation = {0, ARP_REQUEST}};
    copy(frame->source, own_mac, 6);
    copy(frame->sender_mac, own_mac, 6);
    copy(frame->sender_ip, own_ip, 4);
    copy(frame->target_ip, gateway_ip, 4);
    queue_at(TRANSMIT)->descriptors[0] = (struct descriptor){
        .address = dma_paddr + SEND_FRAME, .length = FRAME_HEADER_BYTES + sizeof *frame};
    queue_offer(TRANSMIT, 0);
    queue_kick(TRANSMIT);
}

static void put_hex(seL4_Uint8 byte)
{
    microkit_dbg_putc("0123456789abcdef"[byte >> 4]);
    microkit_dbg_putc("0123456789abcdef"[byte & 15]);
}

static void print_answer(const struct arp_frame *frame)
{
    answers++;
    microkit_dbg_puts("ethernet: the gateway is at");
    for (unsigned i = 0; i < 6; i++) {
        microkit_dbg_putc(i == 0 ? ' ' : ':');
        put_hex(frame->sender_mac[i]);
    }
    microkit_dbg_puts("\n");
}

static void received(const struct arp_frame *frame, seL4_Uint32 length)
{
    static const seL4_Uint8 arp_type[2] = {0x08, 0x06};

    if (length >= FRAME_HEADER_BYTES + sizeof *frame && equal(frame->type, arp_type, 2) &&
        frame->operation[1] == ARP_REPLY && equal(frame->sender_ip, gateway_ip, 4)) {
        print_answer(frame);
    }
}

static void receive_all(void)
{
    struct used *used = &queue_at(RECEIVE)->used;

    while (seen != __atomic_load_n(&used->index, __ATOMIC_ACQUIRE)) {
        seL4_Uint32 slot = used->ring[seen % QUEUE_SLOTS].id % QUEUE_SLOTS;
        seL4_Word frame = dma + FRAMES + slot * FRAME_SPACE + FRAME_HEADER_BYTES;

        received((const struct arp_frame *)frame, used->ring[seen % QUEUE_SLOTS].length);
        queue_offer(RECEIVE, (seL4_Uint16)slot);
        seen++;
    }
    queue_kick(RECEIVE);
}

void init(void)
{
    if (!device_start()) {
        microkit_dbg_puts("ethernet: there is no network device at the first transport\n");
        return;
    }
    offer_receive_frames();
    send_request();
}

void notified(microkit_channel ch)
{
    reg_write(REG_INTERRUPT_ACK, reg_read(REG_INTERRUPT_STATUS));
    receive_all();
    microkit_deferred_irq_ack(ch);
}
