/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio transport over memory-mapped registers, on a page of plain memory (VIO-2).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include <sddf/virtio/transport/common.h>

static uint32_t page[1024];
static device_resources_t resources;
static virtio_device_handle_t device;

static int setup(void **state)
{
    (void)state;
    memset(page, 0, sizeof(page));
    page[0x000 / 4] = 0x74726976;
    page[0x004 / 4] = 2;
    page[0x008 / 4] = VIRTIO_DEVICE_ID_NET;
    page[0x034 / 4] = 256;
    memset(&resources, 0, sizeof(resources));
    resources.num_regions = 1;
    resources.regions[0].region.vaddr = page;
    resources.regions[0].region.size = sizeof(page);
    return 0;
}

static void probe(void **state)
{
    (void)state;
    assert_true(virtio_transport_probe(&resources, &device, VIRTIO_DEVICE_ID_NET));
    assert_false(virtio_transport_probe(&resources, &device, VIRTIO_DEVICE_ID_BLOCK));
    page[0x004 / 4] = 1;
    assert_false(virtio_transport_probe(&resources, &device, VIRTIO_DEVICE_ID_NET));
    page[0x004 / 4] = 2;
    page[0] = 0;
    assert_false(virtio_transport_probe(&resources, &device, VIRTIO_DEVICE_ID_NET));
    resources.num_regions = 0;
    assert_false(virtio_transport_probe(&resources, &device, VIRTIO_DEVICE_ID_NET));
}

static void registers(void **state)
{
    (void)state;
    assert_true(virtio_transport_probe(&resources, &device, VIRTIO_DEVICE_ID_NET));
    page[0x010 / 4] = 0x1234;
    assert_int_equal(virtio_transport_get_device_features(&device, 1), 0x1234);
    assert_int_equal(page[0x014 / 4], 1);
    virtio_transport_set_driver_features(&device, 1, 0x55);
    assert_int_equal(page[0x024 / 4], 1);
    assert_int_equal(page[0x020 / 4], 0x55);
    assert_int_equal(virtio_transport_get_driver_features(&device, 1), 0x55);
    virtio_transport_set_status(&device, 11);
    assert_int_equal(page[0x070 / 4], 11);
    assert_int_equal(virtio_transport_get_status(&device), 11);
    virtio_transport_queue_notify(&device, 1);
    assert_int_equal(page[0x050 / 4], 1);
    page[0x060 / 4] = 3;
    assert_int_equal(virtio_transport_read_isr(&device), 3);
    virtio_transport_write_isr(&device, 2);
    assert_int_equal(page[0x064 / 4], 2);
    assert_ptr_equal(virtio_transport_get_device_config(&device), &page[0x100 / 4]);
}

static void queue_setup(void **state)
{
    (void)state;
    assert_true(virtio_transport_probe(&resources, &device, VIRTIO_DEVICE_ID_NET));
    assert_int_equal(virtio_transport_queue_get_capacity(&device, 1), 256);
    assert_false(virtio_transport_queue_setup(&device, 1, 512, 1, 2, 3));
    assert_int_equal(page[0x044 / 4], 0);
    assert_true(virtio_transport_queue_setup(&device, 1, 128, 0x100000010ull, 0x200000020ull,
                                             0x300000030ull));
    assert_int_equal(page[0x030 / 4], 1);
    assert_int_equal(page[0x038 / 4], 128);
    assert_int_equal(page[0x080 / 4], 0x10);
    assert_int_equal(page[0x084 / 4], 1);
    assert_int_equal(page[0x090 / 4], 0x20);
    assert_int_equal(page[0x094 / 4], 2);
    assert_int_equal(page[0x0a0 / 4], 0x30);
    assert_int_equal(page[0x0a4 / 4], 3);
    assert_int_equal(page[0x044 / 4], 1);
    assert_false(virtio_transport_queue_setup(&device, 1, 128, 1, 2, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(probe, setup),
        cmocka_unit_test_setup(registers, setup),
        cmocka_unit_test_setup(queue_setup, setup),
    };
    return cmocka_run_group_tests_name("virtio mmio transport", tests, NULL, NULL);
}
