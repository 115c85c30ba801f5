/* SPDX-License-Identifier: BSD-2-Clause */
/* Wire layouts and test vectors of the common, timer and serial structs (GEN-51, GEN-52, GEN-55). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sddf/resources/device.h>
#include <sddf/serial/config.h>
#include <sddf/serial/queue.h>
#include <sddf/timer/config.h>
#include <sddf/timer/protocol.h>

static void assert_layout(const char *what, size_t found, size_t expected)
{
    if (found != expected) {
        fail_msg("%s is %zu, the wire format says %zu", what, found, expected);
    }
}

#define SIZE(type, expected)          assert_layout("sizeof " #type, sizeof(type), expected)
#define OFFSET(type, field, expected) assert_layout(#type "." #field, offsetof(type, field), expected)

static void test_resources(void **state)
{
    (void)state;
    SIZE(region_resource_t, 16);
    OFFSET(region_resource_t, vaddr, 0);
    OFFSET(region_resource_t, size, 8);
    SIZE(device_region_resource_t, 24);
    OFFSET(device_region_resource_t, io_addr, 16);
    SIZE(device_irq_resource_t, 1);
    SIZE(device_resources_t, 1608);
    OFFSET(device_resources_t, magic, 0);
    OFFSET(device_resources_t, num_regions, 5);
    OFFSET(device_resources_t, num_irqs, 6);
    OFFSET(device_resources_t, regions, 8);
    OFFSET(device_resources_t, irqs, 1544);
}

static void test_timer(void **state)
{
    timer_client_config_t config = { .magic = SDDF_TIMER_MAGIC, .driver_id = 3 };

    (void)state;
    SIZE(timer_client_config_t, 6);
    assert_memory_equal(&config, "\x73\x44\x44\x46\x06\x03", 6);
    assert_true(timer_config_check_magic(&config));
    assert_int_equal(SDDF_TIMER_GET_TIME, 0);
    assert_int_equal(SDDF_TIMER_SET_TIMEOUT, 1);
}

static void test_serial_queue(void **state)
{
    (void)state;
    SIZE(serial_queue_t, 12);
    OFFSET(serial_queue_t, tail, 0);
    OFFSET(serial_queue_t, head, 4);
    OFFSET(serial_queue_t, producer_signalled, 8);
}

static void test_serial_config(void **state)
{
    (void)state;
    SIZE(serial_connection_resource_t, 40);
    OFFSET(serial_connection_resource_t, queue, 0);
    OFFSET(serial_connection_resource_t, data, 16);
    OFFSET(serial_connection_resource_t, id, 32);
    SIZE(serial_driver_config_t, 104);
    OFFSET(serial_driver_config_t, rx, 8);
    OFFSET(serial_driver_config_t, tx, 48);
    OFFSET(serial_driver_config_t, default_baud, 88);
    OFFSET(serial_driver_config_t, rx_enabled, 96);
    SIZE(serial_virt_rx_config_t, 2616);
    OFFSET(serial_virt_rx_config_t, driver, 8);
    OFFSET(serial_virt_rx_config_t, clients, 48);
    OFFSET(serial_virt_rx_config_t, num_clients, 2608);
    OFFSET(serial_virt_rx_config_t, switch_char, 2609);
    OFFSET(serial_virt_rx_config_t, terminate_num_char, 2610);
    SIZE(serial_virt_tx_client_config_t, 104);
    OFFSET(serial_virt_tx_client_config_t, name, 40);
    SIZE(serial_virt_tx_config_t, 6840);
    OFFSET(serial_virt_tx_config_t, driver, 8);
    OFFSET(serial_virt_tx_config_t, clients, 48);
    OFFSET(serial_virt_tx_config_t, num_clients, 6704);
    OFFSET(serial_virt_tx_config_t, begin_str, 6705);
    OFFSET(serial_virt_tx_config_t, enable_colour, 6833);
    OFFSET(serial_virt_tx_config_t, enable_rx, 6834);
    SIZE(serial_client_config_t, 88);
    OFFSET(serial_client_config_t, rx, 8);
    OFFSET(serial_client_config_t, tx, 48);
}

static void test_serial_client_bytes(void **state)
{
    serial_client_config_t config;

    (void)state;
    memset(&config, 0, sizeof(config));
    memcpy(config.magic, (char[])SDDF_SERIAL_MAGIC, sizeof(config.magic));
    config.rx.queue.vaddr = (void *)0x1122334455667788;
    assert_memory_equal(&config, "\x73\x44\x44\x46\x03\x00\x00\x00\x88\x77\x66\x55\x44\x33\x22\x11", 16);
}

/* Each of the five bytes matters. */
static void test_magic(void **state)
{
    (void)state;
    for (unsigned int i = 0; i < SDDF_MAGIC_LENGTH; i++) {
        char magic[] = DEVICE_RESOURCES_MAGIC;

        assert_true(sddf_magic_is(magic, DEVICE_RESOURCES_MAGIC_BYTE));
        magic[i]++;
        assert_false(sddf_magic_is(magic, DEVICE_RESOURCES_MAGIC_BYTE));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resources),     cmocka_unit_test(test_timer),
        cmocka_unit_test(test_serial_queue),  cmocka_unit_test(test_serial_config),
        cmocka_unit_test(test_serial_client_bytes), cmocka_unit_test(test_magic),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
