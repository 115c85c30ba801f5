/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The model device: registers as the transport interface shows them, and the device's side of the rings.
 */
#include "model_device.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include <sddf/virtio/feature.h>
#include <sddf/virtio/transport/common.h>

#define HEADER_BYTES 12u

struct model_device model;

void model_create(uint16_t max)
{
    memset(&model, 0, sizeof(model));
    model.device_id = VIRTIO_DEVICE_ID_NET;
    model.features = (1ull << 32) | (1ull << 5) | (1ull << 15) | (1ull << 28) | (1ull << 35) | 3;
    model.status = VIRTIO_DEVICE_STATUS_DRIVER_OK;
    for (unsigned int i = 0; i < MODEL_QUEUES; i++) {
        model.queues[i].max = max;
    }
}

bool virtio_transport_probe(device_resources_t *resources, virtio_device_handle_t *handle, uint32_t device_id)
{
    (void)resources;
    (void)handle;
    return model.device_id == device_id;
}

void virtio_transport_set_status(virtio_device_handle_t *handle, uint8_t status)
{
    (void)handle;
    bool features_chosen = (status & ~model.status & VIRTIO_DEVICE_STATUS_FEATURES_OK) != 0;
    if (status == 0) {
        model.status = model.never_resets ? model.status : 0;
        model.accepted = 0;
        return;
    }
    assert_int_equal(status & model.status, model.status);
    model.status = status;
    if (features_chosen && model.refuses_features) {
        model.status &= (uint8_t)~VIRTIO_DEVICE_STATUS_FEATURES_OK;
    }
}

uint8_t virtio_transport_get_status(virtio_device_handle_t *handle)
{
    (void)handle;
    return model.status;
}

uint32_t virtio_transport_get_device_features(virtio_device_handle_t *handle, uint32_t select)
{
    (void)handle;
    return (uint32_t)(model.features >> (32 * select));
}

void virtio_transport_set_driver_features(virtio_device_handle_t *handle, uint32_t select, uint32_t features)
{
    (void)handle;
    assert_int_equal(model.status, VIRTIO_DEVICE_STATUS_ACKNOWLEDGE | VIRTIO_DEVICE_STATUS_DRIVER);
    model.accepted |= (uint64_t)features << (32 * select);
}

uint16_t virtio_transport_queue_get_capacity(virtio_device_handle_t *handle, uint16_t queue)
{
    (void)handle;
    return model.queues[queue].max;
}

bool virtio_transport_queue_setup(virtio_device_handle_t *handle, uint16_t number, uint16_t size,
                                  uint64_t desc, uint64_t driver, uint64_t device)
{
    (void)handle;
    struct model_queue *queue = &model.queues[number];
    assert_true((model.status & VIRTIO_DEVICE_STATUS_FEATURES_OK) != 0);
    assert_true((model.status & VIRTIO_DEVICE_STATUS_DRIVER_OK) == 0);
    assert_true(size != 0 && size <= queue->max && (size & (size - 1)) == 0);
    assert_int_equal(desc % VIRTQ_DESC_ALIGN + driver % VIRTQ_AVAIL_ALIGN + device % VIRTQ_USED_ALIGN, 0);
    queue->size = size;
    queue->desc = (struct virtq_desc *)desc;
    queue->avail = (struct virtq_avail *)driver;
    queue->used = (struct virtq_used *)device;
    queue->ready = true;
    return true;
}

void virtio_transport_queue_notify(virtio_device_handle_t *handle, uint16_t queue)
{
    (void)handle;
    assert_true((model.status & VIRTIO_DEVICE_STATUS_DRIVER_OK) != 0);
    model.queues[queue].kicks++;
}

uint32_t virtio_transport_read_isr(virtio_device_handle_t *handle)
{
    (void)handle;
    return model.isr;
}

void virtio_transport_write_isr(virtio_device_handle_t *handle, uint32_t causes)
{
    (void)handle;
    model.isr &= ~causes;
}

/* NET-103: a header of 12 bytes and one buffer, both in the queue's direction. */
static void check_chain(const struct model_queue *queue, uint16_t head, bool device_writes)
{
    uint16_t direction = device_writes ? VIRTQ_DESC_F_WRITE : 0;
    assert_true(head < queue->size);
    assert_int_equal(queue->desc[head].len, HEADER_BYTES);
    assert_int_equal(queue->desc[head].flags, direction | VIRTQ_DESC_F_NEXT);
    assert_true(queue->desc[head].next < queue->size);
    assert_int_equal(queue->desc[queue->desc[head].next].flags, direction);
}

bool model_take(unsigned int number, uint16_t *head, struct virtq_desc *buffer)
{
    struct model_queue *queue = &model.queues[number];
    assert_true((uint16_t)(queue->avail->idx - queue->seen) <= queue->size);
    if (queue->avail->idx == queue->seen) {
        return false;
    }
    *head = queue->avail->ring[queue->seen % queue->size];
    queue->seen++;
    check_chain(queue, *head, number == MODEL_RX);
    *buffer = queue->desc[queue->desc[*head].next];
    return true;
}

void model_return(unsigned int number, uint32_t head, uint32_t written)
{
    struct model_queue *queue = &model.queues[number];
    struct virtq_used_elem answer = { .id = head, .len = written };
    queue->used->ring[queue->used->idx % queue->size] = answer;
    queue->used->idx++;
    if ((queue->avail->flags & VIRTQ_AVAIL_F_NO_INTERRUPT) == 0) {
        model.isr |= VIRTIO_IRQ_VQUEUE;
    }
}

uint64_t model_receive(const void *frame, uint16_t len)
{
    uint16_t head;
    struct virtq_desc buffer;
    if (!model_take(MODEL_RX, &head, &buffer)) {
        return 0;
    }
    assert_int_equal(buffer.len, 2048);
    memset((void *)model.queues[MODEL_RX].desc[head].addr, 0xa5, HEADER_BYTES);
    memcpy((void *)buffer.addr, frame, len);
    model_return(MODEL_RX, head, len + HEADER_BYTES);
    return buffer.addr;
}

uint64_t model_transmit(uint32_t *len)
{
    static const uint8_t no_offload[HEADER_BYTES];
    uint16_t head;
    struct virtq_desc buffer;
    if (!model_take(MODEL_TX, &head, &buffer)) {
        return 0;
    }
    assert_memory_equal((void *)model.queues[MODEL_TX].desc[head].addr, no_offload, HEADER_BYTES);
    *len = buffer.len;
    model_return(MODEL_TX, head, 0);
    return buffer.addr;
}
